"""Releases: the catalogue frozen, so that it can be cited, compared and made again byte by byte."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from tessebs_core.compute.consensus import DEFAULT_RULE
from tessebs_core.compute.release_changes import explained, line_changes
from tessebs_core.database.migrations import HEAD
from tessebs_core.database.schema import EB
from tessebs_core.database.stores import releases as store
from tessebs_core.database.stores.catalogue_lines import catalogue_lines
from tessebs_core.database.stores.happenings import happenings, marks_now
from tessebs_core.database.stores.settling import light_behind, settling_votes
from tessebs_core.database.types import utc_now
from tessebs_core.errors import InputError, StorageError
from tessebs_core.export.frozen import CHANGES, LIGHT_CURVES, LINES, VOTES, digest
from tessebs_core.export.release_files import (
    FILES,
    NAMED_FILES,
    Contents,
    manifest,
    named_files,
    record_digest,
    release_file,
)
from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.records.releases import LineChange, ReleaseMarks, ReleaseRecord
from tessebs_core.storage import StagedFiles
from tessebs_core.workflows.code_version import code_version
from tessebs_core.workflows.permissions import check_lead, require_lead
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.workspace import Workspace

__all__ = [
    "compare_releases",
    "list_releases",
    "load_release",
    "make_release",
    "release_named",
    "write_release_files",
]

T = TypeVar("T")

_LONGEST_NAME = 64


def make_release(
    workspace: Workspace, name: str, username: str, *, note: str = "", report: Report = silent
) -> ReleaseRecord:
    """Freeze the confirmed entries of the catalogue as they are now; leads only.

    Kept are the lines, the votes and decisions behind them, the sha256 of the light curves, the versions of
    code, tables and consensus rule, what differs from the release before and why, and the sha256 of every
    file that `write_release_files` makes of this. All of it is one view of the database. While it is put
    together others go on judging; it is stored in one short transaction, whole or not at all.

    Parameters
    ----------
    name : str
        Letters, digits, dots, hyphens and underscores.
    note : str
        What it is for.

    Raises
    ------
    InputError
        The name cannot be one or is taken, or somebody made another release meanwhile.
    NotPermitted
        Only leads and admins make releases.
    """
    if not name.replace("-", "").replace("_", "").replace(".", "").isalnum() or len(name) > _LONGEST_NAME:
        raise InputError(
            f"{name!r} is no name of a release: letters, digits, dots, hyphens and underscores, "
            f"{_LONGEST_NAME} at most."
        )
    workspace.database.read(lambda session: check_lead(session, username))
    report(Step(0, len(FILES) + 2, "reading the catalogue"))
    contents = workspace.database.snapshot(lambda session: _frozen(session, name, username, note))
    files = {}
    for number, each in enumerate(FILES, start=1):
        report(Step(number, len(FILES) + 2, each))
        files[each] = sha256(release_file(each, contents)).hexdigest()
    parts = _parts(contents)
    digests = {part: digest(lines) for part, lines in parts.items()}
    digests["record"] = record_digest(contents.record)
    record = replace(contents.record, digests=digests, files=files)

    def work(session: Session) -> None:
        require_lead(session, username)
        store.add_release(session, record, parts)

    report(Step(len(FILES) + 1, len(FILES) + 2, "storing"))
    workspace.database.write(work)
    report(Step(len(FILES) + 2, len(FILES) + 2, "done"))
    return record


def list_releases(workspace: Workspace) -> list[ReleaseRecord]:
    """Every release, oldest first."""
    return workspace.database.read(store.all_releases)


def release_named(workspace: Workspace, name: str) -> ReleaseRecord:
    """What is known of one release.

    Raises
    ------
    InputError
        There is none of this name.
    """
    return workspace.database.read(lambda session: store.release_named(session, name))


def compare_releases(workspace: Workspace, before: str, after: str | None = None) -> list[LineChange]:
    """Tell every line that was added, changed or removed between two releases, and why.

    Parameters
    ----------
    before, after : str
        Names of releases, the older first; without ``after`` the live catalogue is compared.

    Raises
    ------
    InputError
        There is no such release, or the first is the newer one.
    """

    def work(session: Session) -> list[LineChange]:
        first = store.release_named(session, before)
        if after is None:
            return _changes(session, first, _live(session), marks_now(session))
        second = store.release_named(session, after)
        if second.released_at < first.released_at:
            raise InputError(f"Release {before!r} is newer than {after!r}. Name the older one first.")
        return _changes(session, first, _lines(session, after), second.marks)

    return workspace.database.snapshot(work)


def load_release(workspace: Workspace, name: str) -> Contents:
    """Everything that was frozen in a release.

    Raises
    ------
    InputError
        There is none of this name, or what is stored is damaged.
    """

    def work(session: Session) -> Contents:
        return Contents(
            store.release_named(session, name),
            tuple(_lines(session, name)),
            tuple(map(VOTES.thaw, store.part_lines(session, name, VOTES.name))),
            tuple(map(LIGHT_CURVES.thaw, store.part_lines(session, name, LIGHT_CURVES.name))),
            tuple(map(CHANGES.thaw, store.part_lines(session, name, CHANGES.name))),
        )

    return workspace.database.read(work)


def write_release_files(
    workspace: Workspace, name: str, folder: Path, *, with_names: bool = False, overwrite: bool = False
) -> list[Path]:
    """Make the files of a release: always the same bytes.

    Beside `FILES` there are ``release.json``, which says what the release is, and ``SHA256SUMS``. They take
    their places together or not at all.

    Parameters
    ----------
    with_names : bool
        Also write the votes and the reasons of changes with people's names, in files of their own.

    Raises
    ------
    InputError
        There is no such release, a file is there already, or one that names people would stay beside them.
    StorageError
        The files cannot be written.
    """
    contents = load_release(workspace, name)
    extra = {"release.json": manifest(contents.record), **(named_files(contents) if with_names else {})}
    names = sorted([*FILES, *extra, "SHA256SUMS"])
    there = [each for each in names if (folder / each).exists()]
    if there and not overwrite:
        raise InputError(f"{folder / there[0]} is there already. Nothing was changed; --force replaces it.")
    naming = [] if with_names else [folder / each for each in NAMED_FILES if (folder / each).exists()]
    if naming:
        raise InputError(
            f"{naming[0]} names people, and would stay among files that are to be published. Nothing was "
            "changed; take it away, or choose another folder."
        )
    sums = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with StagedFiles() as staged:
            places = {}
            for each in (*sorted([*FILES, *extra]), "SHA256SUMS"):
                content = release_file(each, contents) if each in FILES else extra.get(each, sums.encode())
                sums += f"{sha256(content).hexdigest()}  {each}\n"
                made = staged.new(folder, each)
                made.write_bytes(content)
                places[made] = folder / each
            staged.place(places)
            staged.settle()
    except OSError as error:
        raise StorageError(
            f"{folder} cannot be written: {error.strerror or error}. Make room or mend the permissions; what "
            "stood there before is unchanged."
        ) from error
    return [folder / each for each in names]


def _frozen(session: Session, name: str, username: str, note: str) -> Contents:
    lines, marks, previous = _live(session), marks_now(session), store.newest_release(session)
    record = ReleaseRecord(
        name=name, released_at=utc_now(), username=username, note=note, rule_version=DEFAULT_RULE.version,
        code_version=code_version(), schema_version=HEAD,
        previous=None if previous is None else previous.name, row_count=len(lines), digests={}, marks=marks,
    )  # fmt: skip
    return Contents(
        record,
        tuple(lines),
        tuple(settling_votes(session, lines)),
        tuple(light_behind(session, lines)),
        () if previous is None else tuple(_changes(session, previous, lines, marks)),
    )


def _parts(contents: Contents) -> dict[str, list[str]]:
    return {
        LINES.name: [LINES.freeze(each) for each in contents.lines],
        VOTES.name: [VOTES.freeze(each) for each in contents.votes],
        LIGHT_CURVES.name: [LIGHT_CURVES.freeze(each) for each in contents.light_curves],
        CHANGES.name: [CHANGES.freeze(each) for each in contents.changes],
    }


def _live(session: Session) -> list[CatalogueLine]:
    return list(catalogue_lines(session, EB.in_catalog))


def _lines(session: Session, name: str) -> list[CatalogueLine]:
    return [LINES.thaw(each) for each in store.part_lines(session, name, LINES.name)]


def _changes(
    session: Session, first: ReleaseRecord, now: list[CatalogueLine], marks: ReleaseMarks
) -> list[LineChange]:
    before = _lines(session, first.name)
    changes = line_changes(before, now)
    differing = {(each.tess_id, each.signal_id) for each in changes}
    if not changes:
        return []
    old, new = (
        [each for each in lines if (each.tess_id, each.signal_id) in differing] for lines in (before, now)
    )
    return explained(changes, happenings(session, first.marks, marks, old, new))
