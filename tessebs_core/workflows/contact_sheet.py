"""The contact sheet: many targets at once, each with the one proposal that is asked about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tessebs_core.compute.alias_groups import alias_ratio
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.database.stores import contact_sheet, ephemerides, votes
from tessebs_core.database.stores.contact_sheet import GradedPeriod
from tessebs_core.database.stores.first_looks import first_look
from tessebs_core.errors import NoLightCurve
from tessebs_core.records import Ephemeris, LightCurve, StoredVote
from tessebs_core.records.contact_sheet import SheetEntry, SheetPlace
from tessebs_core.vocabulary import PeriodMultiple, Verdict
from tessebs_core.workflows.light_curves import load_light_curve, provenances_with_light_curve
from tessebs_core.workflows.queue import keep_up
from tessebs_core.workflows.workspace import Workspace

__all__ = ["light_curve_of", "next_places", "sheet_entries"]


def next_places(
    workspace: Workspace, username: str, *, after: SheetPlace | None = None, count: int = 20
) -> tuple[SheetPlace, ...]:
    """Return the targets to show next: those left in this person's queue, the surest periods first.

    Parameters
    ----------
    after : SheetPlace, optional
        The last one shown.
    """
    keep_up(workspace)
    return workspace.database.read(
        lambda session: contact_sheet.places_on_sheet(session, username, after=after, count=count)
    )


def sheet_entries(
    workspace: Workspace, username: str, tess_ids: Iterable[int], *, keep: Iterable[int] = ()
) -> tuple[SheetEntry, ...]:
    """Gather what the sheet shows of targets; those without any proposal are left out.

    A proposal that newer data has brought back is to be judged again, and not judged until then. Of a
    target's proposals that this person has not judged, the sheet asks about one whose period the
    target's newest report confirms, or halves, or doubles; about the first if there is no such.

    Parameters
    ----------
    tess_ids : iterable of int
        In the order of the sheet.
    keep : iterable of int
        Each ``ephemeris_id`` that is asked about already; its target is asked about no other.
    """
    wanted, kept = list(dict.fromkeys(tess_ids)), frozenset(keep)

    def work(session: Session) -> tuple[SheetEntry, ...]:
        proposed = {tess_id: ephemerides.proposals_of(session, tess_id) for tess_id in wanted}
        everything = [row for rows in proposed.values() for row in rows]
        hidden = first_look(session, username, everything).hidden
        proposed = {key: [row for row in rows if row.id not in hidden] for key, rows in proposed.items()}
        ids = [row.id for row in everything]
        own = {each.ephemeris_id: each for each in votes.votes_on(session, ids) if each.username == username}
        said = _Said(own, frozenset(_outdated(own, contact_sheet.back_since(session, list(own)))))
        reports = contact_sheet.newest_reports(session, wanted)
        return tuple(
            _entry(tess_id, rows, said, reports.get(tess_id), kept)
            for tess_id, rows in proposed.items()
            if rows
        )

    return workspace.database.read(work)


def light_curve_of(workspace: Workspace, entry: SheetEntry) -> LightCurve:
    """Read the light curve that an entry is folded from.

    Raises
    ------
    NoLightCurve
        The target has none here.
    CorruptProduct
        The file cannot be read.
    """
    held = provenances_with_light_curve(workspace, entry.tess_id)
    if not held:
        raise NoLightCurve(
            f"TIC {entry.tess_id} has no light curves here. "
            f"`tessebs tic add {entry.tess_id}` fetches them from MAST."
        )
    chosen = entry.provenance if entry.provenance in held else held[0]
    return load_light_curve(workspace, entry.tess_id, chosen)


@dataclass(frozen=True)
class _Said:
    """This person's votes by proposal, and the proposals that newer data has brought back since."""

    own: Mapping[int, StoredVote]
    outdated: frozenset[int]


def _outdated(own: Mapping[int, StoredVote], since: Mapping[int, datetime]) -> Iterable[int]:
    return (key for key, vote in own.items() if key in since and vote.cast_at <= since[key])


def _entry(
    tess_id: int,
    rows: Sequence[EphemerisRow],
    said: _Said,
    report: GradedPeriod | None,
    kept: frozenset[int],
) -> SheetEntry:
    own = said.own
    unjudged = [row for row in rows if row.id not in own or row.id in said.outdated]
    judged = [row for row in rows if row.id in own and own[row.id].judgement.verdict is not Verdict.DUPLICATE]
    staying = [row for row in rows if row.id in kept]
    row, multiple = _chosen(staying or unjudged or judged or rows, report)
    return SheetEntry(
        tess_id=tess_id,
        ephemeris_id=row.id,
        ephemeris=ephemerides.ephemeris_record(row),
        source=ephemerides.source_record(row.source),
        multiple=multiple,
        provenance=row.provenance.name if row.provenance else (report.provenance if report else None),
        grade=report.grade if report else None,
        own_vote=own.get(row.id),
        is_back=row.id in said.outdated,
        left=sum(each.id != row.id for each in unjudged),
    )


def _chosen(rows: Sequence[EphemerisRow], report: GradedPeriod | None) -> tuple[EphemerisRow, PeriodMultiple]:
    """The proposal to ask about, and what the report says of its period."""
    for multiple in (PeriodMultiple.PERIOD, PeriodMultiple.DOUBLE, PeriodMultiple.HALF):
        for row in rows:
            if _confirms(report, ephemerides.ephemeris_record(row), multiple):
                return row, multiple
    return rows[0], PeriodMultiple.PERIOD


def _confirms(report: GradedPeriod | None, proposed: Ephemeris, multiple: PeriodMultiple) -> bool:
    if report is None or report.ephemeris is None:
        return False
    ratio = alias_ratio(report.ephemeris, proposed)
    return ratio is not None and float(ratio) == multiple.factor
