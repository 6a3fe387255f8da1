"""Restoring: what a backup holds goes back whole, or nothing does."""

import hashlib
from pathlib import Path

from sqlalchemy.orm import Session

from tessebs_core.database.migrations import HEAD, check_current, stored_revision, upgrade
from tessebs_core.database.stores import whole_tables
from tessebs_core.errors import BadBackup, DatabaseError, InputError, StorageError
from tessebs_core.export.backup_files import BackupReader, digest_of_rows
from tessebs_core.records.backups import BackupManifest, BackupReport
from tessebs_core.records.data_folder import DataFolder
from tessebs_core.storage import StagedFiles
from tessebs_core.workflows.permissions import require_admin
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.workspace import Workspace

__all__ = ["restore"]


def restore(
    workspace: Workspace, username: str, path: Path, *, replace: bool = False, report: Report = silent
) -> BackupReport:
    """Put back what a backup holds, whole or not at all; tables are made where there are none.

    The backup is read and checked to the end before anything is touched, and the tables are compared with it
    before the transaction commits.

    Parameters
    ----------
    replace : bool
        What is there may be replaced: all rows of a SQLite file, and files that differ. Only admins may.

    Raises
    ------
    BadBackup
        It is damaged, or of another version's tables.
    InputError
        There is something already, and ``replace`` is not given or cannot be done.
    NotPermitted
        Only admins replace a catalogue.
    DatabaseError, StorageError
        It cannot be written; nothing was changed.
    """
    with BackupReader(path) as backup:
        _check_tables(path, backup.manifest)
        _check_names(path, workspace.folder, backup.manifest)
        report(Step(0, len(backup.manifest.tables), "checking"))
        backup.check()
        if stored_revision(workspace.database) is None:
            upgrade(workspace.database)
        check_current(workspace.database)

        with StagedFiles() as staged:

            def work(session: Session) -> None:
                _make_room(session, username, replace=replace)
                _fill(session, backup, report)
                staged.undo()  # of an attempt before this one
                staged.place(names)

            workspace.database.read(lambda session: _check_room(session, replace=replace))
            names = _stage(staged, backup, workspace.folder, replace=replace)
            workspace.database.write(work)
            staged.settle()
        return BackupReport(path, backup.manifest)


def _check_tables(path: Path, manifest: BackupManifest) -> None:
    if manifest.revision != HEAD:
        raise BadBackup(
            f"{path} holds tables of revision {manifest.revision}, this code has {HEAD}. Restore it with "
            f"tessEBs {manifest.made_with}, which made it, then update and run `tessebs db upgrade`. "
            "Nothing was changed."
        )
    expected = {table.name: whole_tables.columns_of(table) for table in whole_tables.all_tables()}
    if {each.name: each.columns for each in manifest.tables} != expected:
        raise BadBackup(f"{path} has other tables or columns than revision {HEAD}. Nothing was changed.")


def _check_names(path: Path, folder: DataFolder, manifest: BackupManifest) -> None:
    """Files go below the folders of the catalogue, whatever their names pretend."""
    kept = {each.name for each in folder.folders}
    for each in manifest.files:
        parts = each.path.parts
        if len(parts) < 2 or parts[0] not in kept or ".." in parts:
            raise BadBackup(f"{path} holds a file {each.path}, which has no place here. Nothing was changed.")


def _check_room(session: Session, *, replace: bool) -> None:
    filled = whole_tables.filled_table(session)
    if filled is None:
        return
    if session.get_bind().dialect.name != "sqlite":
        raise InputError(
            f"The database holds rows already (table {filled}), and MariaDB cannot replace them in one "
            "transaction. Make an empty schema, restore into that one, and let TESSEBS_DATABASE_URL name it. "
            "Nothing was changed."
        )
    if not replace:
        raise InputError(
            f"The database holds rows already (table {filled}). Restore into an empty one, or give "
            "--replace to lose what is there. Nothing was changed."
        )


def _make_room(session: Session, username: str, *, replace: bool) -> None:
    _check_room(session, replace=replace)
    if whole_tables.filled_table(session) is not None:
        require_admin(session, username)
        whole_tables.delete_all_rows(session)


def _fill(session: Session, backup: BackupReader, report: Report) -> None:
    known = {table.name: table for table in whole_tables.all_tables()}
    listed = {each.name: (each.row_count, each.sha256) for each in backup.manifest.tables}
    with whole_tables.loading(session):
        for done, (name, table) in enumerate(known.items()):
            report(Step(done, len(known), name))
            whole_tables.insert_rows(session, table, backup.rows(name))
    whole_tables.check_references(session)
    for name, table in known.items():
        if digest_of_rows(whole_tables.rows_of(session, table)) != listed[name]:
            raise DatabaseError(f"Table {name} did not come out as it was written. Nothing was changed.")


def _stage(
    staged: StagedFiles, backup: BackupReader, folder: DataFolder, *, replace: bool
) -> dict[Path, Path]:
    """Write the files that are missing or differ under temporary names; give each its final name."""
    names: dict[Path, Path] = {}
    for each in backup.manifest.files:
        place = folder.root / each.path
        if place.exists():
            if _digest(place) == each.sha256:
                continue
            if not replace:
                raise InputError(
                    f"{place} is there and differs from that of the backup. Restore into an empty data "
                    "folder, or give --replace to lose what is there. Nothing was changed."
                )
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            made = staged.new(place.parent, place.name)
            backup.write_file(each.path, made)
        except OSError as error:
            raise StorageError(
                f"{place} cannot be written: {error.strerror}. Nothing was changed."
            ) from error
        names[made] = place
    return names


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
