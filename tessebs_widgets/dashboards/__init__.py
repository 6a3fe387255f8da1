"""Whole screens, composed of views, plots and actions."""
