"""The three numbers of an eclipse, as models of phase curves give them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

__all__ = ["EclipseShape", "catalogue_phase", "primary_first"]

_AS_DEEP = 0.01  # of the depth: no model meets the shape of an eclipse better


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


def primary_first(shapes: Sequence[EclipseShape]) -> list[int]:
    """Order in which eclipses are primary, secondary and no more.

    Parameters
    ----------
    shapes : sequence of EclipseShape
        With depths.

    Returns
    -------
    list of int
        Indices, deeper eclipses first; but of the two deepest that differ by less than two sigma, or by less
        than 1 %, the one nearer phase 0 is the primary, since there the ephemeris has it.
    """
    order = sorted(range(len(shapes)), key=lambda k: -(shapes[k].depth or 0.0))
    if len(order) > 1:
        first, second = shapes[order[0]], shapes[order[1]]
        deepest, other = first.depth or 0.0, second.depth or 0.0
        alike = max(_AS_DEEP * deepest, 2 * hypot(first.depth_unc or 0.0, second.depth_unc or 0.0))
        if deepest - other < alike and _from_zero(second) < _from_zero(first):
            order[:2] = order[1], order[0]
    return order


def _from_zero(shape: EclipseShape) -> float:
    return min(shape.position, 1 - shape.position)
