"""What a click does: the workflows, called with a screen's state."""
