"""Serve the screens from this machine to its own browser: ``tessebs app``."""

from tessebs_widgets.serving.command import app

__all__ = ["app"]
