"""Blends: the same signal on neighbouring targets, whose it may be, and what people have judged."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from math import isnan
from pathlib import Path

from sqlalchemy.orm import Session

from tessebs_core.compute.alias_groups import alias_ratio
from tessebs_core.compute.blend_chains import traced_owners
from tessebs_core.compute.blend_owners import likely_owner
from tessebs_core.compute.consensus import standings
from tessebs_core.compute.neighbours import REACH, farthest
from tessebs_core.compute.product_folds import fold_product
from tessebs_core.compute.shared_signals import MOST_CHANCE, Matches, match_signals
from tessebs_core.compute.sphere import SkyBox, box_around
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.database.stores import decisions, votes
from tessebs_core.database.stores.ephemerides import ephemeris_record, proposals_numbered
from tessebs_core.database.stores.first_looks import first_look
from tessebs_core.database.stores.shared_signals import KnownDepths, SignalRows, depths_of, signal_rows
from tessebs_core.database.stores.targets import find_target
from tessebs_core.errors import Cancelled, ProductError
from tessebs_core.export import blends as export
from tessebs_core.records import Ephemeris, Judgement, Standing
from tessebs_core.records.blends import BlendSearch, JudgedBlend, SharedSignal, SignalSide
from tessebs_core.vocabulary import EphemerisStatus, Reason, Verdict
from tessebs_core.workflows.light_curves import load_light_curve, provenances_with_light_curve
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.workspace import Workspace

__all__ = [
    "judged_blends",
    "nearby_signals",
    "shared_signals",
    "write_judged_blends",
    "write_shared_signals",
]

_FEWEST_EXPECTED = 1e-12


def shared_signals(
    workspace: Workspace,
    *,
    reach: float = REACH,
    most_chance: float = MOST_CHANCE,
    judged: bool = False,
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> BlendSearch:
    """Search the whole catalogue and all proposals for signals that two neighbours share.

    Parameters
    ----------
    reach : float
        Pixels that the light of a faint star reaches; that of brighter ones reaches farther.
    most_chance : float
        The largest probability of agreeing by chance that is reported.
    judged : bool
        Also pairs of which one is settled as something else than a binary.
    report, cancelled : callable, optional
        Progress, and whether to stop.

    Returns
    -------
    BlendSearch
        One pair for each two targets and signal; depths as far as they are stored.

    Raises
    ------
    Cancelled
        The work was stopped on request.
    """
    report(Step(0, 3, "reading ephemerides"))
    rows = workspace.database.read(signal_rows)
    _check(cancelled)
    report(Step(1, 3, "comparing neighbours"))
    matches = match_signals(rows.table, reach=reach, most_chance=most_chance)
    _check(cancelled)
    report(Step(2, 3, "weighing depths"))
    found = _result(workspace, rows, matches, most_chance, judged=judged)
    return replace(found, pairs=traced_owners(found.pairs))


def nearby_signals(
    workspace: Workspace,
    tess_id: int,
    *,
    reach: float = REACH,
    most_chance: float = MOST_CHANCE,
    username: str | None = None,
    measure: bool = False,
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> BlendSearch:
    """Search the neighbours of one target for its signals; this target is ``one`` of every pair.

    What people said of either target plays no part, so that the answer tells nothing of their votes.

    Parameters
    ----------
    username : str, optional
        Who asks: what exists only because another proposal was accepted, which this person may not know yet,
        is left out.
    measure : bool
        Fold both light curves of a product that both have, in place of depths that are stored.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    Cancelled
        The work was stopped on request.
    """

    def work(session: Session) -> SignalRows:
        star = find_target(session, tess_id)
        if star.ra is None or star.dec is None:
            return signal_rows(session, SkyBox((0.0, 0.0), ()))
        found = signal_rows(session, box_around(star.ra, star.dec, farthest(reach) / 3600))
        if username is None:
            return found
        hidden = first_look(
            session, username, proposals_numbered(session, found.ephemeris_id.tolist())
        ).hidden
        return found.without(hidden)

    report(Step(0, 2, "reading ephemerides"))
    rows = workspace.database.read(work)
    report(Step(1, 2, "comparing neighbours"))
    matches = match_signals(rows.table, reach=reach, most_chance=most_chance, tess_id=tess_id)
    found = _result(workspace, rows, matches, most_chance, judged=True)
    pairs = [each.seen_from(tess_id) for each in found.pairs]
    if measure:
        for done, pair in enumerate(pairs):
            _check(cancelled)
            report(Step(done, len(pairs), f"folding TIC {pair.other.tess_id}"))
            pairs[done] = _measured(workspace, pair)
    if len(pairs) > 1:  # the neighbours are neighbours of each other, too
        every = match_signals(rows.table, reach=reach, most_chance=most_chance)
        named = {each.owner for each in pairs}
        for pair in _result(workspace, rows, every, most_chance, judged=True).pairs:
            stars = {pair.one.tess_id, pair.other.tess_id}
            if tess_id not in stars:
                _check(cancelled)
                pairs.append(_measured(workspace, pair) if measure and stars <= named else pair)
    return replace(found, pairs=traced_owners(pairs)[: len(found.pairs)])


def judged_blends(workspace: Workspace) -> tuple[JudgedBlend, ...]:
    """Every proposal that is settled as a blend, by TIC number, with the owner that people agree on."""

    def work(session: Session) -> tuple[JudgedBlend, ...]:
        cast = votes.all_votes(session)
        stand = standings(cast, decisions.all_decisions(session))
        on_each: defaultdict[int, list[Judgement]] = defaultdict(list)
        for vote in cast:
            on_each[vote.ephemeris_id].append(vote.judgement)
        settled = {key for key, each in stand.items() if _is_blend(each, on_each[key])}
        found = [_judged(row, stand[row.id], on_each[row.id]) for row in proposals_numbered(session, settled)]
        return tuple(sorted(found, key=lambda each: (each.tess_id, each.ephemeris_id)))

    return workspace.database.read(work)


def write_shared_signals(pairs: Iterable[SharedSignal], path: Path) -> None:
    """Write pairs as CSV.

    Raises
    ------
    StorageError
        The disk refused.
    """
    export.write_shared_signals(pairs, path)


def write_judged_blends(found: Iterable[JudgedBlend], path: Path) -> None:
    """Write what is settled as a blend as CSV.

    Raises
    ------
    StorageError
        The disk refused.
    """
    export.write_judged_blends(found, path)


def _is_blend(standing: Standing, said: Iterable[Judgement]) -> bool:
    """Whether a lead decided so, or at least half of those who settled it say so."""
    if standing.position is None or standing.position[0] is not Verdict.NOT_EB:
        return False
    if standing.decision is not None:
        return standing.decision.judgement.reason is Reason.BLEND
    agreeing = [each.reason for each in said if each.verdict is Verdict.NOT_EB]
    return 0 < len(agreeing) <= 2 * agreeing.count(Reason.BLEND)


def _judged(row: EphemerisRow, standing: Standing, said: Iterable[Judgement]) -> JudgedBlend:
    blends = [each.blend_of for each in said if each.reason is Reason.BLEND]
    owner = standing.blend_of
    return JudgedBlend(
        row.tic.tess_id, row.id, ephemeris_record(row), owner, votes=len(blends),
        naming=0 if owner is None else blends.count(owner), by_decision=standing.decision is not None,
    )  # fmt: skip


def _result(
    workspace: Workspace, rows: SignalRows, matches: Matches, most_chance: float, *, judged: bool
) -> BlendSearch:
    pairs = [_pair(rows, matches, at) for at in matches.chance.argsort(kind="stable")]

    def work(session: Session) -> tuple[frozenset[int], KnownDepths]:
        ids = {side.ephemeris_id for pair in pairs for side in (pair.one, pair.other)}
        dropped = frozenset() if judged else _settled_otherwise(session, ids)
        return dropped, depths_of(
            session, {side.tess_id for pair in pairs for side in (pair.one, pair.other)}
        )

    dropped, depths = workspace.database.read(work)
    kept = [each for each in pairs if not {each.one.ephemeris_id, each.other.ephemeris_id} & dropped]
    best = _one_for_each_signal(kept)
    expected = matches.tested * most_chance
    return BlendSearch(
        tuple(_weighed(each, depths) for each in best), matches.targets, matches.tested, expected
    )


def _pair(rows: SignalRows, matches: Matches, at: int) -> SharedSignal:
    ratio = matches.ratios[int(matches.ratio[at])]
    return SharedSignal(
        one=_side(rows, int(matches.first[at])),
        other=_side(rows, int(matches.second[at])),
        separation=float(matches.separation[at]),
        ratio=(ratio.numerator, ratio.denominator),
        period_sigma=float(matches.period_sigma[at]),
        time_difference=float(matches.time_difference[at]),
        time_sigma=float(matches.time_sigma[at]),
        same_minimum=bool(matches.same_minimum[at]),
        chance=max(float(matches.chance[at]), _FEWEST_EXPECTED),
    )


def _side(rows: SignalRows, at: int) -> SignalSide:
    table = rows.table
    return SignalSide(
        tess_id=int(table.tess_id[at]),
        ephemeris=Ephemeris(
            float(table.bjd0[at]), float(table.period[at]),
            _stated(table.bjd0_uncert[at]), _stated(table.period_uncert[at]),
        ),
        ephemeris_id=int(rows.ephemeris_id[at]),
        signal_id=int(rows.signal_id[at]) or None,
        magnitude=_stated(table.magnitude[at]),
    )  # fmt: skip


def _stated(value: float) -> float | None:
    return None if isnan(value) else float(value)


def _settled_otherwise(session: Session, ephemeris_ids: Iterable[int]) -> frozenset[int]:
    """Proposals that are settled as something else than a binary or one more proposal of it."""
    ids = list(ephemeris_ids)
    stand = standings(votes.votes_on(session, ids), decisions.decisions_on(session, ids))
    kept = (Verdict.EB, Verdict.DUPLICATE)
    return frozenset(
        key
        for key, each in stand.items()
        if each.status is EphemerisStatus.SETTLED and each.position and each.position[0] not in kept
    )


def _one_for_each_signal(pairs: Iterable[SharedSignal]) -> list[SharedSignal]:
    """Of the ephemerides of one signal the pair that says most: entries, equal periods, least chance."""
    order = sorted(
        pairs,
        key=lambda each: (
            -sum(side.signal_id is not None for side in (each.one, each.other)),
            sum(each.ratio), not each.same_minimum, each.chance,
        ),
    )  # fmt: skip
    kept: list[SharedSignal] = []
    known: dict[tuple[int, int], list[Ephemeris]] = {}
    for each in order:
        same = known.setdefault((each.one.tess_id, each.other.tess_id), [])
        if all(alias_ratio(each.one.ephemeris, other) is None for other in same):
            same.append(each.one.ephemeris)
            kept.append(each)
    return sorted(kept, key=lambda each: each.chance)


def _weighed(pair: SharedSignal, depths: KnownDepths) -> SharedSignal:
    """With depths, of one product if there is one for both, and the likely owner."""
    one, other = depths.by_product(pair.one), depths.by_product(pair.other)
    common = next((name for name in one if name in other), None)
    if common is not None:
        return _owned(pair, one[common], other[common])
    return _owned(pair, depths.of(pair.one), depths.of(pair.other))


def _owned(pair: SharedSignal, depth: float | None, other_depth: float | None) -> SharedSignal:
    one, other = replace(pair.one, depth=depth), replace(pair.other, depth=other_depth)
    owner, reasons = likely_owner(one, other, pair.separation)
    return replace(pair, one=one, other=other, owner=owner, reasons=reasons)


def _measured(workspace: Workspace, pair: SharedSignal) -> SharedSignal:
    """With depths folded from a product that both targets have; as it was where there is none."""
    theirs = provenances_with_light_curve(workspace, pair.other.tess_id)
    for name in provenances_with_light_curve(workspace, pair.one.tess_id):
        if name not in theirs:
            continue
        depths = [_depth(workspace, side, name) for side in (pair.one, pair.other)]
        if all(depth is not None and depth > 0 for depth in depths):
            return _owned(pair, *depths)
    return pair


def _depth(workspace: Workspace, side: SignalSide, provenance: str) -> float | None:
    try:
        return fold_product(load_light_curve(workspace, side.tess_id, provenance), side.ephemeris).depth
    except ProductError:  # a file that cannot be used: the depths that are stored stand
        return None


def _check(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled("The search was stopped; nothing was changed.")
