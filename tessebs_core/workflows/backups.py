"""Backups: the whole catalogue in one file, from either engine (docs/backups.md)."""

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sqlalchemy.orm import Session

from tessebs_core import __version__
from tessebs_core.database.migrations import HEAD, check_current
from tessebs_core.database.stores import whole_tables
from tessebs_core.database.types import utc_now
from tessebs_core.errors import InputError
from tessebs_core.export.backup_files import BackupWriter
from tessebs_core.records.backups import BackupReport
from tessebs_core.records.data_folder import DataFolder
from tessebs_core.storage import replacing
from tessebs_core.workflows.permissions import check_lead
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.workspace import Workspace

__all__ = ["back_up"]

SUFFIX = ".tessebs.zip"


def back_up(
    workspace: Workspace,
    username: str,
    target: Path,
    *,
    with_files: bool = False,
    report: Report = silent,
) -> BackupReport:
    """Write every table, and the data folder's files if they are wanted, into one new file of mode 0600.

    The tables are those of one moment; people may write meanwhile. No address of a database and no file of
    settings is in it.

    Parameters
    ----------
    target : Path
        The file; or a folder, in which the file is named by the time.

    Raises
    ------
    NotPermitted
        It holds everybody's votes: only leads and admins may read them all.
    InputError
        There is such a file already.
    DatabaseOutOfDate, DatabaseUnavailable, DatabaseError, StorageError
        It cannot be read or written; nothing is left behind.
    """
    check_current(workspace.database)
    workspace.database.read(lambda session: check_lead(session, username))
    made_at = utc_now()
    path = target / f"{made_at:%Y%m%dT%H%M%SZ}{SUFFIX}" if target.is_dir() else target
    if path.exists():
        raise InputError(f"{path} exists already. Name another file; a backup replaces none.")
    with replacing(path) as file:
        os.fchmod(file.fileno(), 0o600)

        def work(session: Session) -> BackupWriter:
            file.seek(0)
            file.truncate()
            writer = BackupWriter(file)
            tables = whole_tables.all_tables()
            for done, table in enumerate(tables):
                report(Step(done, len(tables), table.name))
                rows = whole_tables.rows_of(session, table)
                writer.add_table(table.name, whole_tables.columns_of(table), rows)
            return writer

        writer = workspace.database.snapshot(work)
        if with_files:
            files = list(_kept_files(workspace.folder))
            for done, each in enumerate(files):
                report(Step(done, len(files), str(each)))
                writer.add_file(workspace.folder.root, each)
        engine = workspace.database.engine.dialect.name
        manifest = writer.finish(revision=HEAD, made_at=made_at, made_with=__version__, engine=engine)
    return BackupReport(path, manifest)


def _kept_files(folder: DataFolder) -> Iterator[PurePosixPath]:
    """Files under the folders of the catalogue: no database, no log, no settings, nothing half written."""
    for kept in folder.folders:
        for where, below, names in os.walk(kept):
            below.sort()
            for name in sorted(names):
                path = Path(where) / name
                if not name.startswith(".") and path.is_file() and not path.is_symlink():
                    yield PurePosixPath(path.relative_to(folder.root).as_posix())
