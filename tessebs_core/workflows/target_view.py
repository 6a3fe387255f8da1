"""All of one target at once, as one person may see it."""

from dataclasses import replace
from fractions import Fraction

from sqlalchemy.orm import Session

from tessebs_core.compute.alias_groups import alias_ratio
from tessebs_core.compute.consensus import standings
from tessebs_core.compute.proposal_groups import baseline_of, proposal_groups
from tessebs_core.compute.sphere import box_around, position_angle, separation
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.database.schema import Product
from tessebs_core.database.stores import comments, decisions, group_choices, neighbours, votes
from tessebs_core.database.stores.contact_sheet import back_since
from tessebs_core.database.stores.ephemerides import ephemeris_record, proposals_of
from tessebs_core.database.stores.first_looks import FirstLook, first_look
from tessebs_core.database.stores.neighbours import NearbyTarget
from tessebs_core.database.stores.products import products_of
from tessebs_core.database.stores.reports import graded_reports
from tessebs_core.database.stores.runs import box_runs_of
from tessebs_core.database.stores.signals import entry_record, signals_of
from tessebs_core.database.stores.targets import find_target, target_record
from tessebs_core.records import Proposal, Standing, TargetMetadata
from tessebs_core.records.target_views import Neighbour, ProductFile, TargetView
from tessebs_core.vocabulary import EphemerisStatus
from tessebs_core.workflows.light_curves import provenances_with_light_curve
from tessebs_core.workflows.permissions import role_of
from tessebs_core.workflows.static_figures import static_figures
from tessebs_core.workflows.triage import proposal_seen
from tessebs_core.workflows.workspace import Workspace

__all__ = ["NEIGHBOURHOOD", "load_target"]

NEIGHBOURHOOD = 3.0 / 60.0
"""How far neighbours are looked for, degrees: about eight pixels of TESS."""


def load_target(workspace: Workspace, username: str, tess_id: int) -> TargetView:
    """Gather everything about a target, in a number of queries that does not grow with what there is.

    What the blind first look hides is left out: see `TargetView`.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    """
    held = provenances_with_light_curve(workspace, tess_id)

    def work(session: Session) -> TargetView:
        tic = find_target(session, tess_id)
        target = target_record(tic)
        rows = proposals_of(session, tess_id)
        nearby = _close_to(session, target)
        theirs = neighbours.proposals_by_target(session, [each.tic_id for each in nearby]) if nearby else {}
        every = [*rows, *(row for proposed in theirs.values() for row in proposed)]
        look = first_look(session, username, every)
        entries = [
            entry_record(each)
            for each in signals_of(session, tess_id, origins=True)
            if look.shows_entry(each.ephemeris_id, [row.id for row in rows])
        ]
        shown = frozenset(each.entry_id for each in entries)
        sectors = tuple(sorted(each.sector_id for each in tic.sectors))
        provenances = tuple(each.name for each in tic.provenances)
        seen = [row for row in rows if row.id not in look.hidden]
        return TargetView(
            target=target,
            sectors=sectors,
            provenances=provenances,
            light_curves=held,
            signals=tuple(entries),
            proposals=_proposals(session, username, seen, sectors),
            unjudged=frozenset(row.id for row in seen) - look.known,
            reports=graded_reports(session, tess_id),
            comments=tuple(
                note
                for note in comments.comments_on(session, tess_id)
                if look.shows_note(note, username, shown)
            ),
            bls_runs=box_runs_of(session, tess_id),
            products=tuple(_file(row) for row in products_of(session, tess_id)),
            neighbours=_neighbours(session, target, nearby, theirs, look),
            role=role_of(session, username),
        )

    found = workspace.database.read(work)
    figures = static_figures(
        workspace.folder, tess_id, dict.fromkeys((*found.light_curves, *found.provenances)),
        signals=[each.signal_id for each in found.signals if each.ephemeris is not None],
        proposals=[each.ephemeris_id for each in found.proposals],
    )  # fmt: skip
    return replace(found, figures=figures, ratios=_ratios(found))


def _ratios(view: TargetView) -> dict[int, Fraction]:
    """Which small multiple of each proposal the newest report found, where it is one."""
    report = view.newest_report
    if report is None or report.ephemeris is None:
        return {}
    found = {
        each.ephemeris_id: alias_ratio(report.ephemeris, each.ephemeris, baseline=baseline_of(view.sectors))
        for each in view.proposals
    }
    return {key: ratio for key, ratio in found.items() if ratio is not None}


def _proposals(
    session: Session, username: str, rows: list[EphemerisRow], sectors: tuple[int, ...]
) -> tuple[Proposal, ...]:
    """The proposals by signal, as this person may see them."""
    ids = [row.id for row in rows]
    cast = votes.votes_on(session, ids)
    stand = standings(cast, decisions.decisions_on(session, ids))
    blind = group_choices.is_first_look_blind(session)
    groups = proposal_groups({row.id: ephemeris_record(row) for row in rows}, baseline=baseline_of(sectors))
    place = {key: at for at, key in enumerate(key for group in groups for key in group.ephemeris_ids)}
    unsettled = Standing(EphemerisStatus.OPEN)
    since = back_since(session, ids)
    return tuple(
        proposal_seen(row, username, cast, stand.get(row.id, unsettled), blind=blind, since=since.get(row.id))
        for row in sorted(rows, key=lambda row: place[row.id])
    )


def _close_to(session: Session, target: TargetMetadata) -> list[NearbyTarget]:
    """Our targets in the neighbourhood; none of a target without a position."""
    if target.ra is None or target.dec is None:
        return []
    ra, dec = target.ra, target.dec
    found = neighbours.targets_in(session, box_around(ra, dec, NEIGHBOURHOOD), without=target.tess_id)
    return [each for each in found if separation(ra, dec, each.ra, each.dec) <= NEIGHBOURHOOD]


def _neighbours(
    session: Session,
    target: TargetMetadata,
    nearby: list[NearbyTarget],
    proposed: dict[int, list[EphemerisRow]],
    look: FirstLook,
) -> tuple[Neighbour, ...]:
    """The neighbours, nearest first; what the first look hides of them is not told."""
    if not nearby or target.ra is None or target.dec is None:
        return ()
    entered = neighbours.entered_ephemerides(session, [each.tic_id for each in nearby])
    ra, dec = target.ra, target.dec
    found = []
    for each in nearby:
        keys = [row.id for row in proposed[each.tic_id]]
        known = True if any(look.shows_entry(key, keys) for key in entered[each.tic_id]) else None
        found.append(
            Neighbour(
                tess_id=each.tess_id,
                separation=separation(ra, dec, each.ra, each.dec) * 3600.0,
                position_angle=position_angle(ra, dec, each.ra, each.dec),
                Tmag=each.Tmag,
                in_catalog=known or (False if look.known.issuperset(keys) else None),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.separation, each.tess_id)))


def _file(row: Product) -> ProductFile:
    return ProductFile(
        provenance=row.provenance.name,
        file_name=row.file_name,
        sector=row.sector,
        cadence=row.cadence,
        size=row.size,
        state=row.state,
        error=row.error,
    )
