"""Releases: added with all their parts, and read."""

import base64
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence

from sqlalchemy import and_, func, insert, or_, select
from sqlalchemy.orm import Session, joinedload

from tessebs_core.database.schema import Release, ReleasePart, User
from tessebs_core.database.stores.upserts import batches
from tessebs_core.errors import DamagedRelease, InputError
from tessebs_core.records.releases import ReleaseMarks, ReleaseRecord

__all__ = [
    "add_release",
    "all_releases",
    "lines_near",
    "newest_release",
    "packed",
    "part_lines",
    "release_named",
]

_LINES_AT_ONCE = 1000
"""Lines in one row: a megabyte at most before it is compressed, far from what MariaDB takes at once."""

_LEVEL = 6


def add_release(session: Session, record: ReleaseRecord, parts: Mapping[str, Sequence[str]]) -> None:
    """Add a release and its parts.

    Parameters
    ----------
    parts : mapping of str to sequence of str
        Lines by the name of the part.

    Raises
    ------
    InputError
        A release of this name is there, or another was made after the one that it follows.
    """
    if session.scalar(select(Release.id).where(Release.name == record.name)) is not None:
        raise InputError(f"There is a release {record.name!r} already. Choose another name.")
    before = _newest_alone(session)
    if (None if before is None else before.name) != record.previous:
        raise InputError("Somebody made another release meanwhile. Nothing was changed; make this one again.")
    marks = record.marks
    row = Release(
        name=record.name, released_at=record.released_at, username=record.username, note=record.note,
        rule_version=record.rule_version, code_version=record.code_version,
        schema_version=record.schema_version, previous_id=None if before is None else before.id,
        row_count=record.row_count, digests=dict(record.digests), files=dict(record.files),
        last_vote=marks.vote, last_decision=marks.decision, last_run=marks.run, last_audit=marks.audit,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for part, lines in parts.items():
        for number, batch in enumerate(batches(lines, _LINES_AT_ONCE)):
            session.execute(
                insert(ReleasePart).values(
                    release_id=row.id, part=part, number=number, line_count=len(batch),
                    content=packed(batch),
                )
            )  # fmt: skip


def release_named(session: Session, name: str) -> ReleaseRecord:
    """A release without its parts.

    Raises
    ------
    InputError
        There is none of this name.
    """
    return _record(_row(session, name))


def newest_release(session: Session) -> ReleaseRecord | None:
    """The release that was made last; None if there is none."""
    row = _newest(session)
    return None if row is None else _record(row)


def all_releases(session: Session) -> list[ReleaseRecord]:
    """Every release, oldest first, in one query."""
    statement = select(Release).options(joinedload(Release.previous)).order_by(Release.id)
    return [_record(row) for row in session.scalars(statement)]


def part_lines(session: Session, name: str, part: str) -> Iterator[str]:
    """The lines of one part of a release, in their order.

    Raises
    ------
    InputError
        There is no such release, or a part is damaged.
    """
    statement = select(ReleasePart.content).where(
        ReleasePart.release_id == _row(session, name).id, ReleasePart.part == part
    )
    for content in session.scalars(statement.order_by(ReleasePart.number)):
        yield from _unpacked(content, name, part)


def lines_near(
    session: Session, part: str, place_of: Callable[[str], int], wanted: int
) -> dict[str, list[str]]:
    """Find the lines of one place in every release, in parts whose lines ascend by that place.

    All releases are halved together, so that the number of queries is the logarithm of their longest.

    Parameters
    ----------
    place_of : callable
        The place of a line, such as the target that it is about.
    wanted : int
        The place.

    Returns
    -------
    dict
        Lines by the name of the release, releases in the order in which they were made; only those that
        have such lines.

    Raises
    ------
    InputError
        A part is damaged.
    """
    counted = (
        select(Release.id, Release.name, func.max(ReleasePart.number))
        .join(ReleasePart, ReleasePart.release_id == Release.id)
        .where(ReleasePart.part == part)
        .group_by(Release.id, Release.name)
        .order_by(Release.id)
    )
    names: dict[int, str] = {}
    ranges: dict[int, tuple[int, int]] = {}  # numbers of the parts that may hold the place, both included
    for key, name, last in session.execute(counted):
        names[key], ranges[key] = name, (0, last)
    found: dict[int, list[str]] = {key: [] for key in names}
    while ranges:
        middles = {key: (low + high) // 2 for key, (low, high) in ranges.items()}
        asked = or_(
            *(and_(ReleasePart.release_id == key, ReleasePart.number == at) for key, at in middles.items())
        )
        columns = select(ReleasePart.release_id, ReleasePart.content).where(ReleasePart.part == part, asked)
        for key, content in session.execute(columns):
            lines = _unpacked(content, names[key], part)
            places = [place_of(each) for each in lines]
            found[key] += [each for each, place in zip(lines, places, strict=True) if place == wanted]
            (low, high), middle = ranges.pop(key), middles[key]
            if places[0] >= wanted and low < middle:
                ranges[key] = (low, middle - 1)
            elif places[-1] <= wanted and middle < high:
                ranges[key] = (middle + 1, high)
    return {names[key]: lines for key, lines in found.items() if lines}


def packed(lines: Sequence[str]) -> str:
    """Lines as a row of `ReleasePart` holds them."""
    return base64.b64encode(zlib.compress("\n".join(lines).encode(), _LEVEL)).decode("ascii")


def _unpacked(content: str, name: str, part: str) -> list[str]:
    try:
        return zlib.decompress(base64.b64decode(content, validate=True)).decode().split("\n")
    except (zlib.error, ValueError) as error:
        raise DamagedRelease(f"Release {name!r}: its {part} are damaged ({error}).") from error


def _row(session: Session, name: str) -> Release:
    statement = select(Release).options(joinedload(Release.previous)).where(Release.name == name)
    row = session.scalar(statement)
    if row is None:
        raise InputError(f"There is no release {name!r}; `tessebs release list` names those that are.")
    return row


def _newest(session: Session) -> Release | None:
    statement = select(Release).options(joinedload(Release.previous)).order_by(Release.id.desc()).limit(1)
    return session.scalar(statement)


def _newest_alone(session: Session) -> Release | None:
    """The newest release, while nobody else adds one: who makes another at this moment waits here."""
    newest = select(Release.id).order_by(Release.id.desc()).limit(1)
    if session.scalar(newest.with_for_update()) is None:  # before the first there is none to lock
        session.scalar(select(User.id).order_by(User.id).limit(1).with_for_update())
    return _newest(session)  # who waited got what was the newest when it began to


def _record(row: Release) -> ReleaseRecord:
    return ReleaseRecord(
        name=row.name, released_at=row.released_at, username=row.username, note=row.note,
        rule_version=row.rule_version, code_version=row.code_version, schema_version=row.schema_version,
        previous=None if row.previous is None else row.previous.name, row_count=row.row_count,
        digests=row.digests, files=row.files,
        marks=ReleaseMarks(row.last_vote, row.last_decision, row.last_run, row.last_audit),
    )  # fmt: skip
