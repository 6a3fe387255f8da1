"""Accepting a settled proposal: entry, flags, eclipse numbers and figures at once."""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from tessebs_core import __version__
from tessebs_core.compute.consensus import DEFAULT_RULE
from tessebs_core.compute.eclipse_numbers import EclipseNumber
from tessebs_core.compute.eclipse_review import EclipseReview, review_of
from tessebs_core.compute.eclipses import measure_eclipses
from tessebs_core.database.schema import EB, Run
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.database.stores import signals
from tessebs_core.database.stores.ephemerides import propose_ephemeris
from tessebs_core.database.stores.runs import ACCEPTING, run_of_request, save_run
from tessebs_core.errors import (
    BadLightCurve,
    InputError,
    NoLightCurve,
    StaleForm,
    TessebsError,
)
from tessebs_core.export.syndicated import light_curve_hash
from tessebs_core.records import DataFolder, LightCurve, Source
from tessebs_core.storage import StagedFiles
from tessebs_core.vocabulary import EBSource, PeriodMultiple, SignalFlag
from tessebs_core.workflows.acceptance_plans import Plan, length_of_data, plan_acceptance
from tessebs_core.workflows.light_curves import load_light_curve, provenances_with_light_curve
from tessebs_core.workflows.publishing import Outcome, write_with_figures
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.signal_figures import DrawnFigures, draw_signal
from tessebs_core.workflows.signal_light import light_of_signal
from tessebs_core.workflows.workspace import Workspace

__all__ = ["accept"]

_LONGEST_NAME = 64  # of an origin


@dataclass(frozen=True)
class _Wish:
    """What was asked; see `accept`."""

    username: str
    ephemeris_id: int
    signal_id: int | None
    flags: Collection[SignalFlag] | None
    review: EclipseReview | None
    provenance: str | None
    request_id: str


class _SignalsChanged(TessebsError):
    """The target's other signals are not those that were taken out of the light."""


@dataclass(frozen=True)
class _Measured:
    """What is written beside the ephemeris, and on what it was measured."""

    light_curve: LightCurve
    review: EclipseReview | None
    figures: DrawnFigures


def accept(
    workspace: Workspace,
    username: str,
    ephemeris_id: int,
    *,
    signal_id: int | None = None,
    flags: Collection[SignalFlag] | None = None,
    review: EclipseReview | None = None,
    provenance: str | None = None,
    request_id: str,
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Enter a proposal that is settled as `eb` into the catalogue, or bring its signal up to date.

    Entry, flags, eclipse numbers, morphology, the `Run` that says how they came about, and the static figures
    are there together when this returns, or none of them is. Votes stay as they are.

    Parameters
    ----------
    ephemeris_id : int
        The proposal. Where the agreed multiple is half or double, the entry gets an ephemeris of its own
        (source ``consensus``, or ``decision``): the same zero point; period and uncertainty times the factor.
    signal_id : int, optional
        Its number. Without it a new signal gets the smallest free one, and the same ephemeris again its own.
        A multiple of a signal that stands is accepted with that signal's number only.
    flags : collection of SignalFlag, optional
        Instead of those of the votes or of the decision.
    review : EclipseReview, optional
        A person's word on each eclipse number; otherwise those that pass all checks are taken.
    provenance : str, optional
        The product to measure on; that of the proposal, or the first that is held, by default.
    request_id : str
        The same id again changes nothing and returns the same entry.
    report, cancelled : callable, optional
        Progress, and whether to stop; stopping changes nothing.

    Returns
    -------
    int
        The entry's id.

    Raises
    ------
    InputError
        The proposal is not settled as `eb`.
    SignalExists
        It is a multiple of a signal that stands; accept it with that number.
    NotPermitted
        This person may not: viewers never, and what a decision settled only a lead.
    NoLightCurve
        There is nothing to measure and to draw.
    StaleForm
        Votes or signals changed while the figures were drawn; nothing was changed.
    """
    wish = _Wish(username, ephemeris_id, signal_id, flags, review, provenance, request_id)
    tess_id = workspace.database.read(lambda session: _row(session, ephemeris_id).tic.tess_id)
    baseline = length_of_data(workspace, tess_id)
    agreed: Plan | None = None
    while True:
        # may add a person who is new
        plan = workspace.database.write(lambda session: _planned(session, wish, baseline), repeatable=True)
        if agreed is not None and plan is not None and plan.proposal != agreed.proposal:
            raise StaleForm("The votes changed while the figures were drawn. Look, and accept again.")
        agreed = agreed or plan
        with StagedFiles() as staged:
            measured = None
            if plan is not None:
                measured = _measure(workspace, plan, wish, staged, report=report, cancelled=cancelled)
            entering = _Entering(workspace.folder, wish, baseline, plan, measured)
            try:
                return write_with_figures(workspace, tess_id, staged, entering.work)
            except _SignalsChanged:  # somebody accepted another signal meanwhile: measure without it
                continue


def _planned(session: Session, wish: _Wish, baseline: float | None) -> Plan | None:
    """What is to be done; None if the request was answered before."""
    if run_of_request(session, ACCEPTING, wish.username, wish.request_id) is not None:
        return None
    return plan_acceptance(session, wish.username, wish.ephemeris_id, wish.signal_id, baseline)


@dataclass(frozen=True)
class _Entering:
    """The transaction: writes the entry if everything is still as it was when its figures were drawn."""

    folder: DataFolder
    wish: _Wish
    baseline: float | None
    plan: Plan | None
    measured: _Measured | None

    def work(self, session: Session) -> Outcome[int]:
        wish, plan = self.wish, self.plan
        before = run_of_request(session, ACCEPTING, wish.username, wish.request_id)
        if before is not None:
            return Outcome(int(before.parameters["eb"]), repeated=True)
        now = plan_acceptance(session, wish.username, wish.ephemeris_id, wish.signal_id, self.baseline)
        if (
            plan is None
            or self.measured is None
            or (now.proposal, now.others) != (plan.proposal, plan.others)
        ):
            raise _SignalsChanged("The target's signals changed.")
        entry = _enter(session, wish, now, self.measured)
        return Outcome(entry.id, self.measured.figures.names(self.folder, now.tess_id, now.signal_id))


def _measure(
    workspace: Workspace,
    plan: Plan,
    wish: _Wish,
    staged: StagedFiles,
    *,
    report: Report,
    cancelled: Callable[[], bool],
) -> _Measured:
    """Measure the eclipses and draw the figures, on the light without the target's other signals."""
    held = provenances_with_light_curve(workspace, plan.tess_id)
    if not held:
        raise NoLightCurve(
            f"TIC {plan.tess_id} has no light curves here, so its eclipses cannot be measured. "
            f"`tessebs tic add {plan.tess_id}` fetches them from MAST."
        )
    report(Step(0, len(held), "measuring eclipses"))
    wanted = wish.provenance or plan.provenance
    light_curve = load_light_curve(workspace, plan.tess_id, wanted if wanted in held else held[0])
    alone, review = light_of_signal(light_curve, plan.others), wish.review
    if review is None:
        with suppress(BadLightCurve):  # too little of the cycle is covered: it is accepted without numbers
            review = review_of(measure_eclipses(alone.time, alone.flux, plan.ephemeris, alone.flux_err))
    figures = draw_signal(
        workspace, plan.tess_id, plan.ephemeris, staged,
        others=plan.others, report=report, cancelled=cancelled,
    )  # fmt: skip
    return _Measured(light_curve, review, figures)


def _enter(session: Session, wish: _Wish, plan: Plan, measured: _Measured) -> EB:
    standing = None if plan.entry_id is None else signals.entry_numbered(session, plan.entry_id)
    light_curve, review = measured.light_curve, measured.review
    chosen = plan.binary.flags if wish.flags is None else frozenset(wish.flags)
    parameters: dict[str, Any] = {
        "request_id": wish.request_id,
        "ephemeris": wish.ephemeris_id,
        "multiple": str(plan.binary.multiple),
        "settled_by": "decision" if plan.binary.by_decision else "votes",
        "rule": DEFAULT_RULE.version,
        "flags": sorted(str(each) for each in chosen),
        "review": [] if review is None else [asdict(each) for each in review.numbers],
        "before": None if standing is None else signals.entry_state(standing),
    }
    run = save_run(
        session, code=ACCEPTING, version=__version__, parameters=parameters,
        light_curve_hash=light_curve_hash(light_curve), provenance=light_curve.provenance,
        sectors=light_curve.sectors, username=wish.username,
    )  # fmt: skip
    proposal = _row(session, wish.ephemeris_id)
    entry = signals.enter_signal(session, _at_multiple(session, proposal, plan, run), plan.signal_id)
    entry.in_catalog = True
    signals.set_flags(entry, chosen)
    for number in EclipseNumber:
        setattr(entry, number.value, None if review is None else review.accepted(number))
    if standing is None:
        proposer = proposal.source
        entry.origins = [signals.origin_named(session, (proposer.author or proposer.model)[:_LONGEST_NAME])]
        entry.source = EBSource.LCF if light_curve.provenance == "SPOC" else EBSource.FFI
    session.flush()
    run.parameters = {**parameters, "eb": entry.id, "signal": entry.signal_id}
    return entry


def _at_multiple(session: Session, proposal: EphemerisRow, plan: Plan, run: Run) -> EphemerisRow:
    """The proposal itself, or what the agreed multiple makes of it."""
    if plan.binary.multiple is PeriodMultiple.PERIOD:
        return proposal
    source = Source(
        model="decision" if plan.binary.by_decision else "consensus",
        version=DEFAULT_RULE.version,
        reference=f"ephemeris {proposal.id}, {plan.binary.multiple} period",
    )
    return propose_ephemeris(
        session, plan.tess_id, plan.ephemeris, source, run=run, provenance=plan.provenance,
        sectors=[each.sector_id for each in proposal.sectors],
    )  # fmt: skip


def _row(session: Session, ephemeris_id: int) -> EphemerisRow:
    row = session.get(EphemerisRow, ephemeris_id)
    if row is None:
        raise InputError(f"There is no ephemeris {ephemeris_id}; it may have been removed. Reload the page.")
    return row
