"""The triage screen's one-line Python twins, one class for each subject; `Triage` is all of them."""

from tessebs_widgets.dashboards.twins.folding import FoldingTwins
from tessebs_widgets.dashboards.twins.inspecting import InspectingTwins
from tessebs_widgets.dashboards.twins.judging import JudgingTwins
from tessebs_widgets.dashboards.twins.looking import LookingTwins
from tessebs_widgets.dashboards.twins.opening import OpeningTwins
from tessebs_widgets.dashboards.twins.personal import PersonalTwins
from tessebs_widgets.dashboards.twins.queueing import QueueingTwins
from tessebs_widgets.dashboards.twins.reporting import ReportingTwins
from tessebs_widgets.dashboards.twins.signals import SignalTwins

__all__ = [
    "FoldingTwins",
    "InspectingTwins",
    "JudgingTwins",
    "LookingTwins",
    "OpeningTwins",
    "PersonalTwins",
    "QueueingTwins",
    "ReportingTwins",
    "SignalTwins",
]
