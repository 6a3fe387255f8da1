"""What happened to lines of the catalogue between two moments, from the tables that only grow."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.compute.eclipse_numbers import EclipseNumber
from tessebs_core.database.schema import TIC, Decision, Run, User, Vote
from tessebs_core.database.schema.audits import Audit
from tessebs_core.database.stores.runs import ACCEPTING, SWAPPING
from tessebs_core.database.stores.settling import LineKey, judged_for
from tessebs_core.database.stores.upserts import batches
from tessebs_core.database.stores.votes import judgement_of
from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.records.releases import ChangeReason, ReleaseMarks
from tessebs_core.vocabulary import SignalFlag

__all__ = ["happenings", "marks_now"]

_EPHEMERIS = ("bjd0", "bjd0_uncert", "period", "period_uncert", "model", "version", "author", "reference")
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
_LINKS = {"TIC_sectors": "sectors", "TIC_provenances": "provenances", "EB_origins": "origins"}
_NOUNS = {"EB": "entry", "TIC": "target", "Ephemeris": "ephemeris"}
_DONE = {"create": "added", "edit": "edited", "delete": "deleted"}

Happened = dict[LineKey, list[ChangeReason]]


def marks_now(session: Session) -> ReleaseMarks:
    """The newest key of each table that only grows."""

    def newest(column: Any) -> int:
        return session.scalar(select(column).order_by(column.desc()).limit(1)) or 0

    return ReleaseMarks(newest(Vote.id), newest(Decision.id), newest(Run.id), newest(Audit.id))


def happenings(
    session: Session, since: ReleaseMarks, until: ReleaseMarks, lines: Sequence[CatalogueLine]
) -> Happened:
    """Tell what touched these lines after ``since`` and not after ``until``.

    Parameters
    ----------
    lines : sequence of CatalogueLine
        As they were before and as they are after, in any order.

    Returns
    -------
    dict of LineKey to list of ChangeReason
        For each line first what the workflows tell, then what the audit trail does, then votes and decisions.
    """
    found: Happened = defaultdict(list)
    _add_runs(session, since, until, lines, found)
    _add_audits(session, since, until, lines, found)
    _add_judgements(session, since, until, judged_for(session, lines), found)
    return found


def _add_runs(
    session: Session,
    since: ReleaseMarks,
    until: ReleaseMarks,
    lines: Iterable[CatalogueLine],
    found: Happened,
) -> None:
    entries = {each.entry_id: (each.tess_id, each.signal_id) for each in lines}
    statement = (
        select(Run.code, Run.parameters, Run.date_run, User.username)
        .outerjoin(User, Run.user_id == User.id)
        .where(Run.id > since.run, Run.id <= until.run, Run.code.in_(_COVERED))
        .order_by(Run.id.desc())
        .execution_options(yield_per=1000)
    )
    for code, asked, when, username in session.execute(statement):
        entry = asked.get("eb", (asked.get("before") or {}).get("eb"))
        key = entries.get(entry)
        if key is not None:
            found[key].append(ChangeReason(_COVERED[code], _run_words(code, asked), username or "", when))


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


def _add_audits(
    session: Session,
    since: ReleaseMarks,
    until: ReleaseMarks,
    lines: Sequence[CatalogueLine],
    found: Happened,
) -> None:
    concerned: defaultdict[tuple[str, str], set[LineKey]] = defaultdict(set)
    targets = _target_keys(session, {each.tess_id for each in lines})
    for each in lines:
        rows = {"EB": each.entry_id, "Ephemeris": each.ephemeris_id, "TIC": targets.get(each.tess_id)}
        for table, key in rows.items():
            if key is not None:
                concerned[table, str(key)].add((each.tess_id, each.signal_id))
    between = (Audit.id > since.audit, Audit.id <= until.audit)
    statement = select(Audit).where(*between).order_by(Audit.id.desc()).execution_options(yield_per=1000)
    owners = {"TIC_sectors": "TIC", "TIC_provenances": "TIC", "EB_origins": "EB"}
    for row in session.scalars(statement):
        table = owners.get(row.row_table, row.row_table)
        for line in concerned.get((table, row.row_key.partition("/")[0]), ()):
            found[line].append(_audited(row))


def _audited(row: Audit) -> ChangeReason:
    if row.row_table in _LINKS:
        columns: tuple[str, ...] = (_LINKS[row.row_table],)
        words = f"list of {columns[0]} edited"
    else:
        names = dict.fromkeys([*(row.before or {}), *(row.after or {})])
        columns = tuple(name for name in names if name in CatalogueLine._fields)
        if "ephemeris_id" in names:
            columns += _EPHEMERIS
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


def _target_keys(session: Session, tess_ids: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for batch in batches(sorted(tess_ids)):
        statement = select(TIC.tess_id, TIC.id).where(TIC.tess_id.in_(batch))
        found.update((tess_id, key) for tess_id, key in session.execute(statement))
    return found
