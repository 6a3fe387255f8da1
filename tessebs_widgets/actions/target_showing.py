"""Show a target: open it, read it again, choose what of it is seen, comment on it."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

from tessebs_core.errors import InputError, UnknownTarget
from tessebs_core.records import Note
from tessebs_core.records.target_views import ReleasedSignal, StaticFigure, TargetView
from tessebs_core.vocabulary import FigureKind, FigureState
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.target_desk import TargetDesk
from tessebs_widgets.state.guarding import guarded, words_for
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.target import Section, TargetState
from tessebs_widgets.state.triage import Phase

__all__ = ["TargetShowing", "best_provenance", "products_of"]


class TargetShowing:
    """Bring one target onto the screen."""

    def __init__(self, state: TargetState, desk: TargetDesk, background: Background) -> None:
        self._state = state
        self._desk = desk
        self._background = background

    def open(self, tess_id: int) -> None:
        """Show a target; one that the database does not have is said to be missing, and how to add it."""
        state = self._state
        try:
            view = self._desk.target(tess_id)
            wanted = best_provenance(view, self._desk.preferences().provenances)
        except UnknownTarget:
            view, wanted = None, None
        with state.hold_trait_notifications():
            if state.tess_id != tess_id:
                state.failure = state.refreshed = state.notice = None
            state.tess_id = tess_id
            state.view = view
            state.provenance = wanted
            state.releases = None
            state.phase = Phase.READY
        if view is not None:
            self._background.run(
                lambda: self._desk.releases(tess_id), partial(self._released, tess_id), self._failed
            )

    def wait(self) -> None:
        """Show that no target was asked for yet."""
        self._state.phase = Phase.READY

    def read_again(self) -> None:
        """Read the target anew; the product chosen stays where it still has figures or light curves."""
        state = self._state
        chosen = state.provenance
        if state.tess_id is not None:
            with state.hold_trait_notifications():
                self.open(state.tess_id)
                if state.view is not None and chosen in products_of(state.view):
                    state.provenance = chosen

    def show(self, section: Section) -> None:
        """Put a section on top."""
        self._state.section = section

    def choose_product(self, provenance: str) -> None:
        """Show the figures of another product.

        Raises
        ------
        InputError
            The target has none of this name.
        """
        held = products_of(self._view())
        if provenance not in held:
            raise InputError(
                f"{provenance!r} is no product of this target; it has {', '.join(held) or 'none'}."
            )
        self._state.provenance = provenance

    def figure_of(self, kind: FigureKind, number: int | None = None) -> StaticFigure:
        """The place of a figure of the product chosen.

        Raises
        ------
        InputError
            There can be no such figure.
        """
        for each in self._view().figures:
            if (each.provenance, each.kind, each.number) == (self._state.provenance, kind, number):
                return each
        of = "" if number is None else f" {number}"
        raise InputError(f"There is no {kind}{of} figure of {self._state.provenance or 'any product'}.")

    def read_figure(self, kind: FigureKind, number: int | None = None) -> bytes:
        """A figure of the product chosen, PNG.

        Raises
        ------
        InputError
            There can be no such figure, or it was not made yet.
        StorageError
            It cannot be read.
        """
        figure = self.figure_of(kind, number)
        if figure.state is FigureState.MISSING:
            raise InputError(f"The {kind} figure of {figure.provenance} was not made yet: make the figures.")
        return self._desk.figure(figure)

    def fetch_figure(
        self, figure: StaticFigure, then: Callable[[bytes], None], failed: Callable[[str], None]
    ) -> None:
        """Read a figure beside the screen."""
        self._background.run(lambda: self._desk.figure(figure), then, lambda error: failed(words_for(error)))

    def comment(
        self,
        text: str,
        *,
        ephemeris_id: int | None = None,
        signal_id: int | None = None,
        request_id: str | None = None,
    ) -> Note:
        """Store a comment on the target, or on a proposal or signal of it; it is there when this returns.

        Raises
        ------
        InputError
            It is empty or too long, or there is no such proposal or signal on the screen.
        NotPermitted
            A viewer may only look.
        """
        view = self._view()
        entry_id = None if signal_id is None else _entry_of(view, signal_id)
        if ephemeris_id is not None and ephemeris_id not in {each.ephemeris_id for each in view.proposals}:
            raise InputError(f"The target on the screen has no ephemeris {ephemeris_id}.")
        stored = self._desk.comment(
            view.target.tess_id, text,
            request_id=request_id or str(uuid4()), ephemeris_id=ephemeris_id, entry_id=entry_id,
        )  # fmt: skip
        with guarded(self._state):  # it is stored, whatever happens to the screen now
            self.read_again()
        self._state.notice = Notice(Kind.SAVED, "comment", stored.timestamp)
        return stored

    def _released(self, tess_id: int, found: tuple[ReleasedSignal, ...]) -> None:
        if self._state.tess_id == tess_id:
            self._state.releases = found

    def _failed(self, error: BaseException) -> None:
        self._state.notice = Notice(Kind.ERROR, words_for(error))

    def _view(self) -> TargetView:
        if self._state.view is None:
            raise InputError("No target is shown. Give its TIC number first.")
        return self._state.view


def products_of(view: TargetView) -> tuple[str, ...]:
    """The products that figures can be of, those with a light curve first."""
    return tuple(dict.fromkeys(each.provenance for each in view.figures))


def best_provenance(view: TargetView, preferred: tuple[str, ...] = ()) -> str | None:
    """The product to show first: one with figures, else one with a light curve; a preferred one of those."""
    names = products_of(view)
    drawn = {each.provenance for each in view.figures if each.state is not FigureState.MISSING}

    def rank(name: str) -> tuple[bool, bool, int, int]:
        liked = preferred.index(name) if name in preferred else len(preferred)
        return name not in drawn, name not in view.light_curves, liked, names.index(name)

    return min(names, key=rank, default=None)


def _entry_of(view: TargetView, signal_id: int) -> int:
    for each in view.signals:
        if each.signal_id == signal_id:
            return each.entry_id
    raise InputError(f"The target on the screen has no signal {signal_id}.")
