"""The numerical engine's report on the light curve shown, as far as it has come."""

from traitlets import HasTraits, Instance, Unicode, UseEnum

from tessebs_core.records.periods import PeriodReport
from tessebs_core.records.reporting import Step
from tessebs_widgets.state.loading import Loading
from tessebs_widgets.state.tabs import Tab

__all__ = ["ReportTraits"]


class ReportTraits(HasTraits):
    """The part of the screen's state that is about the report."""

    tab = UseEnum(Tab, default_value=Tab.PERIODOGRAM)
    report = Instance(PeriodReport, allow_none=True)
    report_loading = UseEnum(Loading, default_value=Loading.WAITING)
    report_step = Instance(Step, allow_none=True, help="how far the report has come; None if it is not begun")
    report_message = Unicode(help="why there is no report")
