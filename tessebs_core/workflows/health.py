"""Whether database and data folder can be worked with; `tessebs doctor` and ``/api/health`` ask the same."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tessebs_core.errors import TessebsError
from tessebs_core.records.health import Finding
from tessebs_core.settings import Settings
from tessebs_core.workflows.workspace import Workspace, check_schema

__all__ = ["LEAST_FREE_BYTES", "findings"]

LEAST_FREE_BYTES = 2_000_000_000


def findings(settings: Settings, workspace: Workspace | None = None) -> Iterator[Finding]:
    """Look at the data folder, the room in it, and the database with its tables, one after the other.

    Parameters
    ----------
    workspace : Workspace, optional
        An open one, whose connections are used again.
    """
    there = next(each for each in (settings.data_dir, *settings.data_dir.parents) if each.exists())
    yield _data_folder(settings.data_dir, there)
    yield _room(there)
    yield _database(settings, workspace)


def _data_folder(path: Path, there: Path) -> Finding:
    if os.access(there, os.W_OK | os.X_OK):
        return Finding("data folder", True, f"{path} can be written")
    return Finding(
        "data folder", False, f"{path} cannot be written", "Set TESSEBS_DATA_DIR to a folder of yours."
    )


def _room(there: Path) -> Finding:
    free = shutil.disk_usage(there).free
    mend = "Make room, or set TESSEBS_DATA_DIR to a larger disk."
    return Finding("free space", free > LEAST_FREE_BYTES, f"{free / 1e9:.0f} GB free", mend, needed=False)


def _database(settings: Settings, workspace: Workspace | None) -> Finding:
    try:
        check_schema(workspace or Workspace.from_settings(settings))
    except TessebsError as error:
        return Finding("database", False, str(error), "Run: tessebs db upgrade")
    return Finding("database", True, f"{settings.shown_database_url} is up to date")
