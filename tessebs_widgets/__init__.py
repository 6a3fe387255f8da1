"""Screens of tessEBs for JupyterLab and Voilà."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tessebs_widgets.dashboards.admin import Admin, admin
    from tessebs_widgets.dashboards.catalogue import Catalogue, catalogue
    from tessebs_widgets.dashboards.contact_sheet import ContactSheet, contact_sheet
    from tessebs_widgets.dashboards.group import Group, group
    from tessebs_widgets.dashboards.ingest import Ingest, ingest
    from tessebs_widgets.dashboards.target import Target, target
    from tessebs_widgets.dashboards.triage import Triage, triage

__all__ = [
    "Admin",
    "Catalogue",
    "ContactSheet",
    "Group",
    "Ingest",
    "Target",
    "Triage",
    "admin",
    "catalogue",
    "contact_sheet",
    "group",
    "ingest",
    "target",
    "triage",
]

_HOMES = {
    "Admin": "admin",
    "admin": "admin",
    "Catalogue": "catalogue",
    "catalogue": "catalogue",
    "ContactSheet": "contact_sheet",
    "contact_sheet": "contact_sheet",
    "Group": "group",
    "group": "group",
    "Ingest": "ingest",
    "ingest": "ingest",
    "Target": "target",
    "target": "target",
    "Triage": "triage",
    "triage": "triage",
}


def __getattr__(name: str) -> Any:
    """Load the screens when first asked for: the command line only wants `tessebs_widgets.serving`."""
    if name in _HOMES:
        return getattr(import_module(f"tessebs_widgets.dashboards.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
