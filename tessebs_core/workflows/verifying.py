"""Whether a release is still what was made, and can be made again."""

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy.orm import Session

from tessebs_core.database.migrations import HEAD
from tessebs_core.database.stores import releases as store
from tessebs_core.database.stores.releases_again import held_hashes, judgements_again
from tessebs_core.errors import DamagedRelease
from tessebs_core.export.frozen import CHANGES, LIGHT_CURVES, LINES, VOTES, digest
from tessebs_core.export.release_files import FILES, Contents, record_digest, release_file
from tessebs_core.records.releases import ReleaseRecord, Verification
from tessebs_core.workflows.code_version import code_version
from tessebs_core.workflows.releases import load_release
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.workspace import Workspace

__all__ = ["verify_release"]


def verify_release(workspace: Workspace, name: str, *, report: Report = silent) -> Verification:
    """Derive a release again and compare.

    The frozen parts must have the digests that were stored with them, each file must come out with the same
    bytes, and every vote and decision must stand in the database as it was frozen. Other code, other tables
    and light curves that were replaced since are told as notes.

    Raises
    ------
    InputError
        There is no release of this name.
    """

    def altered(session: Session) -> list[str]:
        record = store.release_named(session, name)
        names = [each.name for each in (LINES, VOTES, LIGHT_CURVES, CHANGES)]
        return [
            f"the frozen {each} were altered"
            for each in names
            if digest(store.part_lines(session, name, each)) != record.digests.get(each)
        ]

    problems: list[str] = []
    try:
        problems += workspace.database.read(altered)
        contents = load_release(workspace, name)
    except DamagedRelease as error:
        return Verification(name, len(FILES), (*problems, str(error)))
    record = contents.record
    problems += _what_is_said(record)
    if len(contents.lines) != record.row_count:
        problems.append(f"{len(contents.lines)} lines are there, {record.row_count} were frozen")
    problems += _files_that_differ(contents, report)
    problems += workspace.database.read(lambda session: _judgements_that_differ(session, contents))
    notes = [
        *_other_versions(record),
        *workspace.database.read(lambda session: _new_light(session, contents)),
    ]
    return Verification(name, len(FILES), tuple(problems), tuple(notes))


def _what_is_said(record: ReleaseRecord) -> Iterable[str]:
    known = record.digests.get("record")
    if known is None:
        yield "what is said of the release has no sum: it is older than these sums, or its own was taken out"
    elif known != record_digest(record):
        yield "what is said of the release (name, time, note, versions...) was altered"


def _files_that_differ(contents: Contents, report: Report) -> Iterable[str]:
    for number, name in enumerate(FILES):
        report(Step(number, len(FILES), name))
        if sha256(release_file(name, contents)).hexdigest() != contents.record.files.get(name):
            yield f"{name} does not come out with the bytes that it had"
    report(Step(len(FILES), len(FILES), "done"))


def _judgements_that_differ(session: Session, contents: Contents) -> list[str]:
    again = judgements_again(session, contents.votes)
    return [
        f"{'decision' if each.decided else 'vote'} {each.key} of TIC {each.tess_id} does not stand in the "
        "database as it was frozen"
        for each in contents.votes
        if again.get((each.decided, each.key)) != (each.ephemeris_id, each.username, each.judgement, each.at)
    ]


def _other_versions(record: ReleaseRecord) -> Iterable[str]:
    if record.code_version != code_version():
        yield f"made by code {record.code_version}, looked at by {code_version()}"
    if record.schema_version != HEAD:
        yield f"the tables were of version {record.schema_version}, now {HEAD}"


def _new_light(session: Session, contents: Contents) -> list[str]:
    files = [each for each in contents.light_curves if each.signal_id is None]
    held = held_hashes(session, {each.tess_id for each in files})
    gone = sum((each.tess_id, each.file_name, each.sha256) not in held for each in files)
    return [f"{gone} of {len(files)} light-curve files were replaced or given up since"] if gone else []
