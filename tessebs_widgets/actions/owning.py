"""Whose signal it may be: neighbours of the candidate are searched for it while the person looks."""

from tessebs_core.compute.alias_groups import alias_ratio
from tessebs_core.records.blends import BlendSearch, SharedSignal
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.triage import Desk
from tessebs_widgets.state.guarding import words_for
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.triage import TriageState

__all__ = ["Owning"]

_REST = 1.0  # seconds that a candidate must stay before its neighbours are searched


class Owning:
    """Keep ``state.owners`` that of the candidate: for each proposal another star that it may come from."""

    def __init__(self, state: TriageState, desk: Desk, background: Background) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._about: int | None = None
        self._found: BlendSearch | None = None
        state.observe(self._look, names=["candidate"])

    def search(self) -> dict[int, SharedSignal]:
        """Search the neighbours now; what is known is returned and is on the screen."""
        tess_id = self._tess_id()
        if tess_id is not None:
            self._then(tess_id, self._desk.shared_signals(tess_id))
        return dict(self._state.owners)

    def _look(self, _change: object = None) -> None:
        tess_id = self._tess_id()
        if tess_id == self._about:
            self._show()
            return
        self._about, self._found = tess_id, None
        self._show()
        if tess_id is not None and self._background.beside:
            self._background.later("owners", _REST, lambda: self._begin(tess_id))

    def _begin(self, tess_id: int) -> None:
        if self._tess_id() == tess_id:
            self._background.run(
                lambda: self._desk.shared_signals(tess_id),
                lambda found: self._then(tess_id, found),
                self._failed,
            )

    def _then(self, tess_id: int, found: BlendSearch) -> None:
        if self._tess_id() == tess_id:
            self._about, self._found = tess_id, found
            self._show()

    def _failed(self, error: BaseException) -> None:
        self._state.notice = Notice(Kind.ERROR, words_for(error))

    def _show(self) -> None:
        """For each proposal the pair whose signal it is, where another star is likely."""
        pairs = [] if self._found is None else self._found.pairs
        likely = [each for each in pairs if each.owner not in (None, self._about)]
        owners = {}
        for proposal in self._state.proposals:
            for pair in likely:
                if alias_ratio(proposal.ephemeris, pair.one.ephemeris) is not None:
                    owners.setdefault(proposal.ephemeris_id, pair)
        self._state.owners = owners

    def _tess_id(self) -> int | None:
        candidate = self._state.candidate
        return None if candidate is None else candidate.target.tess_id
