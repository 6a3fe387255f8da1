"""One file for each light-curve product, and the reading that they share."""
