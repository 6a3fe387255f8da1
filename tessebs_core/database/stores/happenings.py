"""What happened to lines of the catalogue between two moments, from the tables that only grow."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.compute.eclipse_numbers import EclipseNumber
from tessebs_core.database.schema import Decision, Run, User, Vote
from tessebs_core.database.schema.audits import Audit
from tessebs_core.database.stores.line_rows import LineRows
from tessebs_core.database.stores.runs import ACCEPTING, SWAPPING
from tessebs_core.database.stores.settling import LineKey, judged_for
from tessebs_core.database.stores.upserts import batches
from tessebs_core.database.stores.votes import judgement_of
from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.records.releases import ChangeReason, ReleaseMarks
from tessebs_core.vocabulary import SignalFlag

__all__ = ["happenings", "marks_now"]

_TIMES = ("bjd0", "bjd0_uncert", "period", "period_uncert")
_SOURCE = ("model", "version", "author", "reference")
_EPHEMERIS = (*_TIMES, *_SOURCE)
_NUMBERS = tuple(each.value for each in EclipseNumber)
_ACCEPTED = (
    *_EPHEMERIS, *_NUMBERS, *(each.value for each in SignalFlag), "in_catalog", "source", "origins",
    "date_modified",
)  # fmt: skip
_WITHDRAWING = "tessebs_core.workflows.withdrawing"
_REVIEWING = "tessebs_core.compute.eclipses"
_COVERED = {
    ACCEPTING: _ACCEPTED,
    SWAPPING: (*_EPHEMERIS, *_NUMBERS),
    _WITHDRAWING: ("in_catalog",),
    _REVIEWING: _NUMBERS,
}
_LINKS = {
    "TIC_sectors": ("TIC", "sectors"),
    "TIC_provenances": ("TIC", "provenances"),
    "EB_origins": ("EB", "origins"),
}
_NOUNS = {
    "EB": "entry",
    "TIC": "target",
    "Ephemeris": "ephemeris",
    "EphemerisSource": "source of the ephemeris",
    "Origin": "origin",
    "Provenance": "product",
}
_FIELDS = {  # of a line, where not all that are called as a column of the row
    "Ephemeris": _TIMES,
    "EphemerisSource": _SOURCE,
}
_FOLLOWING: dict[tuple[str, str], tuple[str, ...]] = {  # what of a line follows from a column of a row
    ("EB", "ephemeris_id"): _EPHEMERIS,
    ("EB", "tic_id"): ("in_catalog",),  # to a line it is another one that comes or goes
    ("EB", "signal_id"): ("in_catalog",),
    ("Ephemeris", "source_id"): _SOURCE,
    ("Origin", "name"): ("origins",),
    ("Provenance", "name"): ("provenances",),
}
_DONE = {"create": "added", "edit": "edited", "delete": "deleted"}

Happened = dict[LineKey, list[ChangeReason]]


def marks_now(session: Session) -> ReleaseMarks:
    """The newest key of each table that only grows."""

    def newest(column: Any) -> int:
        return session.scalar(select(column).order_by(column.desc()).limit(1)) or 0

    return ReleaseMarks(newest(Vote.id), newest(Decision.id), newest(Run.id), newest(Audit.id))


def happenings(
    session: Session,
    since: ReleaseMarks,
    until: ReleaseMarks,
    before: Sequence[CatalogueLine],
    after: Sequence[CatalogueLine],
) -> Happened:
    """Tell what touched these lines after ``since`` and not after ``until``.

    Parameters
    ----------
    before, after : sequence of CatalogueLine
        As they were and as they are, in any order.

    Returns
    -------
    dict of LineKey to list of ChangeReason
        For each line first the edits of administration that nothing has overwritten, then what the workflows
        tell, then the rest of the audit trail, then votes and decisions; the newest of each first.
    """
    rows = LineRows(session, since, until, before, after)
    found: Happened = defaultdict(list)
    edits = _audited(session, since, until, rows, found)
    _add_runs(session, since, until, rows, found)
    for key, reasons in edits.items():
        found[key] += reasons
    _add_judgements(session, since, until, judged_for(session, (*before, *after)), found)
    return found


def _add_runs(
    session: Session, since: ReleaseMarks, until: ReleaseMarks, rows: LineRows, found: Happened
) -> None:
    statement = (
        select(Run.code, Run.parameters, Run.date_run, User.username)
        .outerjoin(User, Run.user_id == User.id)
        .where(Run.id > since.run, Run.id <= until.run, Run.code.in_(_COVERED))
        .order_by(Run.id.desc())
        .execution_options(yield_per=1000)
    )
    for code, asked, when, username in session.execute(statement):
        entry = asked.get("eb", (asked.get("before") or {}).get("eb"))
        if entry is not None:
            reason = ChangeReason(_COVERED[code], _run_words(code, asked), username or "", when)
            for key in rows.lines("EB", entry, when):
                found[key].append(reason)


def _run_words(code: str, asked: Mapping[str, Any]) -> str:
    if code == ACCEPTING:
        return (
            f"ephemeris {asked['ephemeris']} ({asked['multiple']}) accepted, settled by {asked['settled_by']}"
        )
    if code == SWAPPING:
        return "primary and secondary swapped"
    if code == _REVIEWING:
        return "eclipses reviewed"
    return "entry removed" if asked["remove"] else "taken out of the catalogue"


def _audited(
    session: Session, since: ReleaseMarks, until: ReleaseMarks, rows: LineRows, found: Happened
) -> Happened:
    """Add what administration changed last to ``found``; give all that the audit trail tells, newest first.

    Workflows leave both a `Run`, which says more, and a trace; administration leaves a trace with a request.
    """
    told: Happened = defaultdict(list)
    newer: defaultdict[LineKey, set[str]] = defaultdict(set)
    statement = select(Audit).where(Audit.id > since.audit, Audit.id <= until.audit)
    for row in session.scalars(statement.order_by(Audit.id.desc()).execution_options(yield_per=1000)):
        table = _LINKS[row.row_table][0] if row.row_table in _LINKS else row.row_table
        if table not in _NOUNS:
            continue
        keys = rows.lines(table, int(row.row_key.partition("/")[0]), row.at)
        if not keys:
            continue
        reason = _reason(row)
        for key in keys:
            told[key].append(reason)
            standing = tuple(name for name in reason.columns if name not in newer[key])
            if row.request_id is not None and standing:
                found[key].append(replace(reason, columns=standing))
            newer[key].update(reason.columns)
    return told


def _reason(row: Audit) -> ChangeReason:
    if row.row_table in _LINKS:
        columns: tuple[str, ...] = (_LINKS[row.row_table][1],)
        words = f"list of {columns[0]} edited"
    else:
        names = dict.fromkeys([*(row.before or {}), *(row.after or {})])
        fields = _FIELDS.get(row.row_table, CatalogueLine._fields)
        columns = tuple(name for name in names if name in fields)
        for name in names:
            columns += _FOLLOWING.get((row.row_table, name), ())
        words = f"{_NOUNS[row.row_table]} {_DONE[row.action]}"
    return ChangeReason(columns, f"{words}: {row.reason}" if row.reason else words, row.username, row.at)


def _add_judgements(
    session: Session,
    since: ReleaseMarks,
    until: ReleaseMarks,
    speaks: Mapping[int, set[LineKey]],
    found: Happened,
) -> None:
    ranges: tuple[tuple[Any, int, int], ...] = (
        (Vote, since.vote, until.vote),
        (Decision, since.decision, until.decision),
    )
    for kind, first, last in ranges:
        for batch in batches(sorted(speaks)):
            statement = (
                select(kind, User.username)
                .join(kind.user)
                .where(kind.id > first, kind.id <= last, kind.ephemeris_id.in_(batch))
            )
            for row, username in session.execute(statement.order_by(kind.id)):
                reason = ChangeReason((), _judged_words(row), username, _when(row))
                for key in sorted(speaks[row.ephemeris_id]):
                    found[key].append(reason)


def _judged_words(row: Vote | Decision) -> str:
    if isinstance(row, Decision):
        note = f": {row.note}" if row.note else ""
        return f"ephemeris {row.ephemeris_id} decided to be {judgement_of(row).words}{note}"
    if row.withdrawn:
        return f"vote on ephemeris {row.ephemeris_id} taken back"
    return f"ephemeris {row.ephemeris_id} judged {judgement_of(row).words}"


def _when(row: Vote | Decision) -> Any:
    return row.decided_at if isinstance(row, Decision) else row.cast_at
