"""Widgets that show and set state."""
