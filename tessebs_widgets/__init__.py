"""Screens of tessEBs for JupyterLab and Voilà."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tessebs_widgets.dashboards.triage import Triage, triage

__all__ = ["Triage", "triage"]


def __getattr__(name: str) -> Any:
    """Load the screens when first asked for: the command line only wants `tessebs_widgets.serving`."""
    if name in __all__:
        return getattr(import_module("tessebs_widgets.dashboards.triage"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
