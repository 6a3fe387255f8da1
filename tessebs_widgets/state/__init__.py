"""What a screen shows, as observable values; no widget, no database."""
