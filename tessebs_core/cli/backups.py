"""``tessebs backup`` and ``tessebs restore``: the whole catalogue in one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from tessebs_core.cli.terminal import progress_bar, say
from tessebs_core.identity import acting_user
from tessebs_core.records.backups import BackupReport
from tessebs_core.settings import read_settings
from tessebs_core.workflows.backups import back_up
from tessebs_core.workflows.restoring import restore as put_back
from tessebs_core.workflows.workspace import Workspace, open_workspace

__all__ = ["backup", "restore"]

Who = Annotated[str | None, typer.Option("--as", help="Who does this; the name of the login if left out.")]


def backup(
    target: Annotated[
        Path,
        typer.Argument(metavar="FILE_OR_FOLDER", help="A new file; in a folder it is named by the time."),
    ],
    with_files: Annotated[
        bool, typer.Option("--with-files", help="Also light curves, periodograms, figures and downloads.")
    ] = False,
    username: Who = None,
) -> None:
    """Write the whole database into one file while people work; for leads and admins.

    The file has mode 0600: it holds everybody's votes. No password is in it. It can be restored into
    SQLite and into MariaDB, wherever it comes from.
    """
    workspace = open_workspace()
    with progress_bar("backup") as report:
        made = back_up(workspace, username or acting_user(), target, with_files=with_files, report=report)
    say(f"{made.path}: {_contents(made)}.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `tessebs backup` wrote.")],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Lose what is in the database and in files that differ; admins, SQLite."
        ),
    ] = False,
    username: Who = None,
) -> None:
    """Put a backup back, whole or not at all, into the database that the settings name.

    It is checked to the end first, and the tables are compared with it before they are committed.
    """
    workspace = Workspace.from_settings(read_settings())
    with progress_bar("restore") as report:
        done = put_back(workspace, username or acting_user(), file, replace=replace, report=report)
    say(f"Restored and compared: {_contents(done)}, as of {done.manifest.made_at:%Y-%m-%d %H:%M:%S} UTC.")


def _contents(done: BackupReport) -> str:
    manifest = done.manifest
    files = f", {len(manifest.files)} files" if manifest.files else ""
    return f"{manifest.row_count} rows of {len(manifest.tables)} tables{files}"
