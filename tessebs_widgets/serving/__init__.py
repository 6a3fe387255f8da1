"""Serve the screens to the browser of this machine, and the catalogue to its programs."""

from tessebs_widgets.serving.catalogue_server import serve
from tessebs_widgets.serving.command import app
from tessebs_widgets.serving.hub.command import hub_app

__all__ = ["app", "hub_app", "serve"]
