"""What the plots show: product, sector, kind of periodogram."""

from tessebs_core.errors import InputError
from tessebs_core.vocabulary import PeriodogramMethod
from tessebs_widgets.actions.editing import Editing
from tessebs_widgets.actions.fetching import Fetching
from tessebs_widgets.dashboards.twins.words import word_of
from tessebs_widgets.state import TriageState

__all__ = ["LookingTwins"]


class LookingTwins:
    """Choose what is looked at; what the lines above the plots do."""

    state: TriageState
    _editing: Editing
    _fetching: Fetching

    def set_provenance(self, provenance: str) -> None:
        """Show another product's light curve.

        Raises
        ------
        InputError
            It is not held for this target.
        """
        held = self.state.candidate.provenances if self.state.candidate else ()
        if provenance not in held:
            raise InputError(
                f"{provenance!r} is not held for this target; held: {', '.join(held) or 'none'}."
            )
        self.state.provenance = provenance
        self._fetching.load_light_curve()
        self._editing.keep_draft()

    def set_sector(self, sector: int | None) -> None:
        """Look at one sector of the light curve, or at all.

        Raises
        ------
        InputError
            The light curve has no such sector.
        """
        light_curve = self.state.light_curve
        if sector is not None and (light_curve is None or sector not in light_curve.sectors):
            raise InputError(f"The light curve has no sector {sector}.")
        self.state.sector = sector

    def set_method(self, method: PeriodogramMethod | str) -> None:
        """Show the Lomb-Scargle or the box-least-squares periodogram."""
        self.state.method = word_of(PeriodogramMethod, method)
        self._fetching.load_periodogram()
