"""The three numbers of an eclipse, as models of phase curves give them."""

from dataclasses import dataclass

__all__ = ["EclipseShape", "catalogue_phase"]


@dataclass(frozen=True)
class EclipseShape:
    """Width, depth and position of one eclipse, each with its one-sigma uncertainty.

    Parameters
    ----------
    width : float or None
        From first to last contact, in phase, as the model in question defines it.
    depth : float or None
        Relative flux lost at the minimum.
    position : float
        Phase of the minimum in [0, 1), as in the catalogue; 0 is the ephemeris' ``bjd0``.
    width_unc, depth_unc, position_unc : float or None
        One sigma, from the fit and raised where the model does not describe the points.

    Notes
    -----
    ``width`` and ``depth`` are None where the model has a lowest point but no eclipse around it.
    """

    width: float | None
    depth: float | None
    position: float
    width_unc: float | None = None
    depth_unc: float | None = None
    position_unc: float | None = None


def catalogue_phase(phase: float) -> float:
    """Phase in [0, 1), as the catalogue's position columns have it."""
    inside = float(phase) % 1.0
    return 0.0 if inside >= 1.0 else inside
