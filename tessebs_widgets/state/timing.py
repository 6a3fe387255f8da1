"""The O-C diagram and the shared signals of the target on a screen, as far as they have come."""

from traitlets import HasTraits, Instance, Int, Unicode, UseEnum

from tessebs_core.records.blends import BlendSearch
from tessebs_core.records.reporting import Step
from tessebs_core.records.timing_diagrams import TimingDiagram
from tessebs_widgets.state.loading import Loading

__all__ = ["BlendTraits", "TimingTraits"]


class TimingTraits(HasTraits):
    """The part of a screen's state that is about times of eclipses."""

    timed_signal = Int(None, allow_none=True, help="number of the signal; None where there is none")
    diagram = Instance(TimingDiagram, allow_none=True)
    timing_loading = UseEnum(Loading, default_value=Loading.NONE)
    timing_step = Instance(Step, allow_none=True)
    timing_message = Unicode(help="why there is no diagram")


class BlendTraits(HasTraits):
    """The part of a screen's state that is about signals that neighbours share."""

    shared = Instance(BlendSearch, allow_none=True)
    shared_loading = UseEnum(Loading, default_value=Loading.NONE)
    shared_step = Instance(Step, allow_none=True)
    shared_message = Unicode(help="why nothing was found out")
