"""One target: which, what of it is seen, what is done for it, what is said of it."""

from pathlib import Path

from tessebs_core.records import Note
from tessebs_core.records.blends import BlendSearch
from tessebs_core.records.target_views import Refreshed
from tessebs_core.records.timing_diagrams import TimingDiagram
from tessebs_core.vocabulary import FigureKind
from tessebs_widgets.actions.target_sharing import TargetSharing
from tessebs_widgets.actions.target_showing import TargetShowing
from tessebs_widgets.actions.target_timing import TargetTiming
from tessebs_widgets.actions.target_working import TargetWorking
from tessebs_widgets.dashboards.twins.words import word_of
from tessebs_widgets.state.target import Section

__all__ = ["TargetTwins"]


class TargetTwins:
    """What keys and buttons of the target screen do."""

    _showing: TargetShowing
    _working: TargetWorking
    _timing: TargetTiming
    _sharing: TargetSharing

    def open(self, tess_id: int) -> None:
        """Show a target by its TIC number."""
        self._showing.open(tess_id)

    def refresh(self) -> None:
        """Read everything again from the database."""
        self._showing.read_again()

    def show(self, section: Section | str) -> None:
        """Put a section on top.

        One of 'signals', 'ephemerides', 'figures', 'products', 'notes', 'neighbours', 'o-c', 'same-signal'.
        """
        self._showing.show(word_of(Section, section))

    def set_provenance(self, provenance: str) -> None:
        """Show the figures of another product."""
        self._showing.choose_product(provenance)

    def figure(self, kind: FigureKind | str, number: int | None = None) -> bytes:
        """A static figure of the product shown, PNG: ``IPython.display.Image(screen.figure('light-curve'))``.

        Parameters
        ----------
        kind : FigureKind or str
            'light-curve', 'first-days', 'periodogram', 'signal' or 'proposal'.
        number : int, optional
            Of the signal, or of the proposal (its ephemeris id).

        Raises
        ------
        InputError
            There can be no such figure, or it was not made yet.
        """
        return self._showing.read_figure(word_of(FigureKind, kind), number)

    def refresh_metadata(self) -> Refreshed | None:
        """Ask MAST and SIMBAD again and store what they say.

        Returns
        -------
        Refreshed or None
            What changed; None while it is under way beside the screen: ``state.refreshed`` has it then.
        """
        return self._working.refresh()

    def syndicate(self) -> tuple[str, ...] | None:
        """Write the syndicated file anew; the products in it, or None while it is under way."""
        return self._working.syndicate()

    def make_figures(self, *, force: bool = False) -> tuple[Path, ...] | None:
        """Draw the figures that are missing or out of date, or all; None while it is under way."""
        return self._working.draw(force=force)

    def cancel(self) -> None:
        """Stop what is under way."""
        self._working.cancel()

    def try_again(self) -> None:
        """Try once more what failed."""
        self._working.again()

    def o_minus_c(self, signal: int | None = None) -> TimingDiagram | None:
        """Time the eclipses of a signal; None while it is under way: ``state.diagram`` has it then."""
        return self._timing.time(signal)

    def choose_eclipse(self, name: str, used: bool | None) -> None:
        """Use an eclipse (``'primary 12'``) or leave it out; None leaves it to the program again."""
        self._timing.choose(name, used)

    def shared_signals(self) -> BlendSearch | None:
        """Search neighbours for this target's signals; None while under way: ``state.shared`` has it then."""
        return self._sharing.search()

    def comment(self, text: str, *, ephemeris_id: int | None = None, signal_id: int | None = None) -> Note:
        """Store a comment on the target, or on one of its proposals or signals.

        Raises
        ------
        InputError
            It is empty or too long, or there is no such proposal or signal.
        NotPermitted
            A viewer may only look.
        """
        return self._showing.comment(text, ephemeris_id=ephemeris_id, signal_id=signal_id)
