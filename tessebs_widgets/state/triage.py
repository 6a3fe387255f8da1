"""One reviewer's triage screen, as values."""

from enum import StrEnum

from traitlets import Bool, Dict, Instance, Int, Unicode, UseEnum

from tessebs_core.records import (
    Candidate,
    Draft,
    LightCurve,
    Periodogram,
    Progress,
    Proposal,
    ProposalGroup,
)
from tessebs_core.vocabulary import PeriodMultiple, PeriodogramMethod, SignalFlag
from tessebs_widgets.state.folds import Fold, multiple_of
from tessebs_widgets.state.inspecting import InspectorTraits
from tessebs_widgets.state.judging import Refused
from tessebs_widgets.state.loading import Loading
from tessebs_widgets.state.notices import Notice
from tessebs_widgets.state.personal import PersonalTraits
from tessebs_widgets.state.products import ProductTraits
from tessebs_widgets.state.queueing import QueueTraits
from tessebs_widgets.state.reports import ReportTraits
from tessebs_widgets.state.reviews import ReviewTraits
from tessebs_widgets.state.signals import SignalTraits

__all__ = ["Phase", "TriageState"]


class Phase(StrEnum):
    """What the whole screen is about."""

    STARTING = "starting"
    READY = "ready"  # a candidate is shown
    EMPTY = "empty"  # the queue holds nothing more for this person
    FAILED = "failed"  # nothing could be opened; the notice says why


class TriageState(
    InspectorTraits, QueueTraits, ReportTraits, ProductTraits, ReviewTraits, SignalTraits, PersonalTraits
):
    """What one reviewer sees and has begun to say; knows no widget and no database.

    Everything that a view shows is a trait here or follows from traits; actions and Python code
    set them, views observe them.
    """

    username = Unicode()
    phase = UseEnum(Phase, default_value=Phase.STARTING)
    candidate = Instance(Candidate, allow_none=True)
    progress = Instance(Progress, allow_none=True)
    can_go_back = Bool(False)

    selected = Int(None, allow_none=True, help="ephemeris_id of the proposal that a verdict is on")
    multiple = UseEnum(PeriodMultiple, default_value=PeriodMultiple.PERIOD)
    fold = Instance(Fold, allow_none=True)

    provenance = Unicode(None, allow_none=True)
    sector = Int(None, allow_none=True, help="the sector in view; None for all")
    light_curve = Instance(LightCurve, allow_none=True)
    light_curve_loading = UseEnum(Loading, default_value=Loading.WAITING)
    light_curve_message = Unicode()

    method = UseEnum(PeriodogramMethod, default_value=PeriodogramMethod.LOMB_SCARGLE)
    periodogram = Instance(Periodogram, allow_none=True)
    periodogram_loading = UseEnum(Loading, default_value=Loading.WAITING)
    periodogram_message = Unicode()

    judges_group = Bool(True, help="whether a verdict is on all proposals of the same signal")
    refused = Instance(Refused, allow_none=True, help="a verdict that waits for the person's choice")

    thumbnails = Dict(help="{(ephemeris_id, PeriodMultiple): Thumbnail}")
    owners = Dict(help="{ephemeris_id: SharedSignal} where a search names another star as the likely source")
    comment = Unicode()
    notice = Instance(Notice, allow_none=True)

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """The candidate's proposals; empty when there is no candidate."""
        return self.candidate.proposals if self.candidate is not None else ()

    @property
    def proposal(self) -> Proposal | None:
        """The proposal that a verdict would be on."""
        return next((each for each in self.proposals if each.ephemeris_id == self.selected), None)

    @property
    def group(self) -> ProposalGroup | None:
        """The proposals that mean the same signal as the selected one."""
        if self.candidate is None or self.selected is None:
            return None
        return self.candidate.group_of(self.selected)

    @property
    def unjudged(self) -> tuple[Proposal, ...]:
        """Proposals without a vote of one's own that counts, but for those that stand in the catalogue.

        What newer data has brought back is asked again, though it stands there.
        """
        accepted = {each.ephemeris_id for each in self.board.signals if each.in_catalog}
        return tuple(
            each
            for each in self.proposals
            if each.is_back or (each.own_vote is None and each.ephemeris_id not in accepted)
        )

    @property
    def is_edited(self) -> bool:
        """Whether the fold differs from the selected proposal's P/2, P and 2P."""
        if self.proposal is None or self.fold is None:
            return self.fold is not None
        ephemeris = self.proposal.ephemeris
        if self.fold.bjd0 != ephemeris.bjd0:
            return True
        multiple = multiple_of(self.fold.period, ephemeris.period)
        return multiple.factor is None or self.fold.period != ephemeris.times(multiple.factor).period

    @property
    def voted_flags(self) -> frozenset[SignalFlag]:
        """The flags of one's own vote on the selected proposal; none without one."""
        vote = self.proposal.counted_vote if self.proposal is not None else None
        return frozenset() if vote is None else vote.judgement.flags

    @property
    def baseline(self) -> float | None:
        """Length of the light curve, days; None until it is there."""
        if self.light_curve is None or self.light_curve.baseline <= 0:
            return None
        return self.light_curve.baseline

    @property
    def draft(self) -> Draft:
        """What has been begun and not yet said."""
        edited = self.fold if self.is_edited else None
        return Draft(
            ephemeris_id=self.selected,
            bjd0=edited.bjd0 if edited else None,
            period=edited.period if edited else None,
            comment=self.comment,
            provenance=self.provenance,
            bjd0_uncert=edited.bjd0_uncert if edited else None,
            period_uncert=edited.period_uncert if edited else None,
            flags=frozenset() if self.flags == self.voted_flags else self.flags,
        )
