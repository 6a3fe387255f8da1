"""What screens do: open a candidate, judge it, edit its fold; the way to the workflows."""
