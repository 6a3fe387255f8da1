"""What a screen shows, as values: no widget, no database, no network."""

from tessebs_widgets.state.folds import Fold, multiple_of
from tessebs_widgets.state.loading import Loading
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.tabs import Tab
from tessebs_widgets.state.triage import Phase, TriageState

__all__ = ["Fold", "Kind", "Loading", "Notice", "Phase", "Tab", "TriageState", "multiple_of"]
