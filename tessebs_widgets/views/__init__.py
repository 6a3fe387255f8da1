"""Parts of the screen; each shows one concern of the state and is built whole."""

from tessebs_widgets.views.eclipse_numbers import EclipseNumbers
from tessebs_widgets.views.ephemeris_editor import EphemerisEditor
from tessebs_widgets.views.evidence import EvidenceCard, GradeChip
from tessebs_widgets.views.header import Header
from tessebs_widgets.views.peaks import PeakButtons
from tessebs_widgets.views.products import ProductsCard
from tessebs_widgets.views.proposals import Proposals
from tessebs_widgets.views.ruler import RulerBar
from tessebs_widgets.views.screen import Screen
from tessebs_widgets.views.tabs import Tabs
from tessebs_widgets.views.target_card import TargetCard
from tessebs_widgets.views.verdicts import Verdicts

__all__ = [
    "EclipseNumbers",
    "EphemerisEditor",
    "EvidenceCard",
    "GradeChip",
    "Header",
    "PeakButtons",
    "ProductsCard",
    "Proposals",
    "RulerBar",
    "Screen",
    "Tabs",
    "TargetCard",
    "Verdicts",
]
