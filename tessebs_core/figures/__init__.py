"""Static pictures, drawn with matplotlib and without pyplot."""
