"""What rows of a legacy catalogue mean in our terms: pure conversions, each with its reason to refuse."""
