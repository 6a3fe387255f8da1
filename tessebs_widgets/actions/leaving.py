"""Leave a candidate; what is unjudged there is said before, and leaving again leaves."""

from collections.abc import Callable

from tessebs_widgets.actions.opening import Opening
from tessebs_widgets.state.inspecting import Leaving as Way
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.triage import Phase, TriageState

__all__ = ["Leaving"]


class Leaving:
    """What "Next" and "Previous" do.

    The first press warns where proposals are unjudged, the second goes. Whatever is done in between
    makes the next press a first one again.
    """

    def __init__(self, state: TriageState, opening: Opening) -> None:
        self._state = state
        self._opening = opening
        state.observe(self._stay, names=["candidate", "selected", "multiple", "fold", "phase"])

    def next(self) -> None:
        """Go to the next candidate, or warn."""
        self._leave(Way.NEXT, self._opening.open_next)

    def previous(self) -> None:
        """Go to the candidate before, or warn."""
        self._leave(Way.PREVIOUS, self._opening.open_previous)

    def _leave(self, way: Way, go: Callable[[], None]) -> None:
        state = self._state
        if (
            state.phase is Phase.READY
            and state.unjudged
            and state.preferences.warn_unjudged
            and state.leaving is not way
        ):
            state.leaving = way
            state.notice = Notice(Kind.WARNING, _unjudged_words(state, way))
            return
        state.leaving = Way.NOT
        if state.notice is not None and state.notice.kind is Kind.WARNING:
            state.notice = None  # what was to be said, was
        go()

    def _stay(self, _change: object) -> None:
        self._state.leaving = Way.NOT


def _unjudged_words(state: TriageState, way: Way) -> str:
    left = {each.ephemeris_id for each in state.unjudged}
    numbers = [f"#{at}" for at, each in enumerate(state.proposals, 1) if each.ephemeris_id in left]
    verb = "is" if len(numbers) == 1 else "are"
    again = f"{way.capitalize()} again leaves; the target stays in your queue."
    return f"{', '.join(numbers)} {verb} unjudged. {again}"
