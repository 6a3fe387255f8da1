"""``tessebs import-legacy``: move the group's former catalogue in."""

import json
from pathlib import Path
from typing import Annotated

import typer

from tessebs_core.cli.terminal import progress_bar, say
from tessebs_core.errors import InputError, StorageError
from tessebs_core.export.legacy_report import report_as_dict, report_as_text
from tessebs_core.identity import acting_user
from tessebs_core.records.legacy import ImportReport
from tessebs_core.settings import without_password
from tessebs_core.workflows.import_legacy import import_legacy as move_in
from tessebs_core.workflows.workspace import open_workspace

__all__ = ["import_legacy"]

_EXAMPLES = 10


def import_legacy(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            envvar="TESSEBS_LEGACY_SOURCE",
            help="mariadb://user@host/schema, a SQLite file, or a mariadb-dump file (also .gz).",
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Do everything, tell everything, store nothing.")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False, help="Write the whole report to this file: JSON if it ends in .json, else text."
        ),
    ] = None,
) -> None:
    """Import the legacy catalogue, and account for every row of it; repeating adds nothing.

    The source is only read. Rows that cannot be ours are kept aside with the reason; passwords are not
    imported. An address with a password is taken from TESSEBS_LEGACY_SOURCE only: lists of processes show the
    command line.
    """
    given = context.get_parameter_source("source")
    if given is not None and given.name == "COMMANDLINE" and ":***@" in without_password(source):
        raise InputError(
            "Everybody on this machine can read a password on the command line. Put the address into the "
            "variable TESSEBS_LEGACY_SOURCE and leave it out here. Nothing was imported."
        )
    if report is not None and not report.parent.is_dir():
        raise StorageError(f"The folder of the report, {report.parent}, is not there. Nothing was imported.")
    workspace = open_workspace()
    with progress_bar("legacy catalogue") as steps:
        found = move_in(workspace, acting_user(), source, dry_run=dry_run, report=steps)
    say(report_as_text(found, examples=_EXAMPLES))
    if report is not None:
        _write(report, found)
        say(f"The whole report is in {report}.")


def _write(path: Path, found: ImportReport) -> None:
    as_json = path.suffix.lower() == ".json"
    words = (
        json.dumps(report_as_dict(found), indent=1, ensure_ascii=False) if as_json else report_as_text(found)
    )
    try:
        path.write_text(words, encoding="utf-8")
    except OSError as error:
        done = "nothing was imported (dry run)" if found.dry_run else "the import itself is stored"
        raise StorageError(f"The report cannot be written to {path}: {error.strerror}; {done}.") from error
