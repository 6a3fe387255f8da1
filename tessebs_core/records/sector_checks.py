"""How a settled ephemeris does in data that came after it."""

from dataclasses import dataclass

from tessebs_core.vocabulary import CheckOutcome

__all__ = ["SectorCheckResult"]


@dataclass(frozen=True)
class SectorCheckResult:
    """Predicted against observed eclipses.

    Parameters
    ----------
    outcome : CheckOutcome
    predicted : int
        Eclipses that the ephemeris puts where there are points.
    observed : int
        Those that were seen.
    offset, offset_uncert : float or None
        Observed minus predicted and its one-sigma uncertainty without that of the ephemeris, days; None
        where nothing was seen.
    tolerated : float
        Offset that would still agree, days.
    depth, depth_uncert : float or None
        Mean depth at the predicted times over that of the eclipse elsewhere; 1 for an unchanged one.
    cycles : int
        Different cycles whose eclipse was seen in all data.
    """

    outcome: CheckOutcome
    predicted: int
    observed: int
    offset: float | None
    offset_uncert: float | None
    tolerated: float
    depth: float | None
    depth_uncert: float | None
    cycles: int
