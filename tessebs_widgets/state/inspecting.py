"""What the inspector adds to the screen's state: flags, ruler, what is searched, what is asked for next."""

from enum import StrEnum

from traitlets import Bool, Float, HasTraits, Instance, Tuple, UseEnum

from tessebs_core.records import LightCurve, Peak
from tessebs_core.vocabulary import PeriodogramMethod, SignalFlag
from tessebs_widgets.state.rulers import Ruler
from tessebs_widgets.state.searches import SearchChoice

__all__ = ["InspectorTraits", "Leaving", "Wanted"]


class Wanted(StrEnum):
    """What the person is led to, because what they asked for needs it first."""

    NOTHING = "nothing"
    PERIOD = "period"  # a period must be set
    PROPOSAL = "proposal"  # the fold must be proposed


class Leaving(StrEnum):
    """Which way the person wants to leave and was warned of what is unjudged; again leaves."""

    NOT = "not"
    NEXT = "next"
    PREVIOUS = "previous"


class InspectorTraits(HasTraits):
    """The part of the screen's state that is about editing and looking closely."""

    light_curve: LightCurve | None
    method: PeriodogramMethod

    flags: frozenset[SignalFlag] = Instance(frozenset, ())
    wanted = UseEnum(Wanted, default_value=Wanted.NOTHING)
    leaving = UseEnum(Leaving, default_value=Leaving.NOT)

    time_view = Tuple(Float(), Float(), default_value=None, allow_none=True, help="BTJD in view, days")
    differences = Bool(False, help="whether the periodogram is of flux differences")
    in_view = Bool(False, help="whether the periodogram is of the times in view alone")
    peaks: tuple[Peak, ...] = Tuple(help="the highest peaks of the periodogram in view, highest first")

    measuring = Bool(False, help="whether the ruler is in hand")
    ruler = Instance(Ruler, allow_none=True)
    ruler_start = Float(None, allow_none=True, help="BTJD; set by a first click, until the second")
    fitting = Bool(False, help="whether the fold is being fitted to the eclipses")

    @property
    def search(self) -> SearchChoice:
        """What the periodogram on the screen is to be of."""
        if not self.in_view or self.time_view is None or self.light_curve is None:
            return SearchChoice(self.method, self.differences)
        start, end = self.time_view
        time = self.light_curve.time
        if start <= time[0] and time[-1] <= end:
            return SearchChoice(self.method, self.differences)
        return SearchChoice(self.method, self.differences, start, end)
