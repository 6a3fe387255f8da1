"""What leads from one app to the others."""

from typing import Any

from tessebs_widgets.apps import APPS, app_named

__all__ = ["described_apps"]


def described_apps(here: str) -> dict[str, Any]:
    """All apps with their titles, and which one this is."""
    return {"apps": [{"name": each.name, "title": each.title} for each in APPS], "here": app_named(here).name}
