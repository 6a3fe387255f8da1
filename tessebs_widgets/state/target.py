"""The target screen, as values."""

from dataclasses import dataclass
from enum import StrEnum

from traitlets import Instance, Int, Unicode, UseEnum

from tessebs_core.records.reporting import Step
from tessebs_core.records.target_views import Refreshed, ReleasedSignal, TargetView
from tessebs_widgets.state.notices import Notice
from tessebs_widgets.state.timing import BlendTraits, TimingTraits
from tessebs_widgets.state.triage import Phase

__all__ = ["Failure", "Section", "TargetState", "Work", "WorkKind"]


class Section(StrEnum):
    """The parts of the page that share one place, in their order."""

    SIGNALS = "signals"
    EPHEMERIDES = "ephemerides"
    FIGURES = "figures"
    PRODUCTS = "products"
    NOTES = "notes"
    NEIGHBOURS = "neighbours"
    TIMING = "o-c"
    SHARED = "same-signal"


class WorkKind(StrEnum):
    """What can be done for a target and takes a while."""

    REFRESH = "refresh"
    SYNDICATE = "syndicate"
    FIGURES = "figures"


@dataclass(frozen=True)
class Work:
    """What is under way, for which target, and how far it has come."""

    kind: WorkKind
    tess_id: int
    step: Step


@dataclass(frozen=True)
class Failure:
    """What was asked last and did not come to be, and why, in words."""

    kind: WorkKind
    tess_id: int
    words: str


class TargetState(TimingTraits, BlendTraits):
    """What one person sees of one target; knows no widget and no database."""

    username = Unicode()
    phase = UseEnum(Phase, default_value=Phase.STARTING)
    tess_id = Int(None, allow_none=True, help="the target asked for; it may be unknown")
    view = Instance(TargetView, allow_none=True)
    section = UseEnum(Section, default_value=Section.SIGNALS)
    provenance = Unicode(None, allow_none=True, help="whose figures are shown")
    work = Instance(Work, allow_none=True)
    failure = Instance(Failure, allow_none=True)
    refreshed = Instance(Refreshed, allow_none=True, help="what the last refresh changed")
    releases: tuple[ReleasedSignal, ...] | None = Instance(tuple, allow_none=True)  # None: being looked for
    notice = Instance(Notice, allow_none=True)
