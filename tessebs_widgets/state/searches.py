"""What a periodogram is of."""

from dataclasses import dataclass

from tessebs_core.vocabulary import PeriodogramMethod

__all__ = ["SearchChoice"]


@dataclass(frozen=True)
class SearchChoice:
    """How a periodogram is computed, and of what.

    Parameters
    ----------
    method : PeriodogramMethod
        Lomb-Scargle or box least squares.
    differences : bool
        Of the flux changes between neighbours instead of the fluxes.
    start, end : float or None
        Of the points between these times alone, BTJD; None for all.
    """

    method: PeriodogramMethod = PeriodogramMethod.LOMB_SCARGLE
    differences: bool = False
    start: float | None = None
    end: float | None = None

    @property
    def words(self) -> str:
        """What it is of, for a title.

        Examples
        --------
        >>> SearchChoice(differences=True, start=1326.04, end=1340.0).words
        'flux differences, BTJD 1326.0 to 1340.0'
        >>> SearchChoice().words
        'all data'
        """
        parts = ["flux differences"] if self.differences else []
        if self.start is not None and self.end is not None:
            parts.append(f"BTJD {self.start:.1f} to {self.end:.1f}")
        elif not self.differences:
            parts.append("all data")
        return ", ".join(parts)
