"""How deep the eclipses of one ephemeris are, from the unbinned points."""

from dataclasses import dataclass

import numpy as np

from tessebs_core.records import Ephemeris, FloatArray

__all__ = ["BoxDepths", "Depth", "box_depths"]


@dataclass(frozen=True)
class Depth:
    """A depth, relative flux, and its one-sigma uncertainty from the errors of the points."""

    value: float
    uncertainty: float


@dataclass(frozen=True)
class BoxDepths:
    """Depths of a box; None where no point falls in such eclipses or outside all of them."""

    all: Depth | None
    odd: Depth | None
    even: Depth | None
    half: Depth | None
    eclipses: int


def box_depths(
    time: FloatArray, flux: FloatArray, weight: FloatArray, ephemeris: Ephemeris, duration: float
) -> BoxDepths:
    """Measure a box on all eclipses, on every other one, and folded at half the period.

    Parameters
    ----------
    time, flux, weight : ndarray of shape (n,)
        Days, ascending; relative flux; 1/error^2.
    ephemeris : Ephemeris
        Mid-eclipse and period, days.
    duration : float
        Width of the box, days.

    Notes
    -----
    ``even`` eclipses are at bjd0, bjd0 + 2 P, ...; ``odd`` ones between them: unlike depths say that the
    orbital period is 2 P. ``half`` is the mean depth at phases 0 and 0.5: near ``all``, the orbital
    period may be P/2. Out of eclipse means further than half a duration from every eclipse of the fold in
    question.
    """
    from tessebs_core.compute.box_kernels import eclipse_sums

    sums = np.zeros((5, 2))
    near = 0.5 * duration / ephemeris.period
    eclipses = eclipse_sums(time, flux, weight, ephemeris.bjd0, ephemeris.period, near, sums)
    even, odd, outside, inside_half, outside_half = sums
    return BoxDepths(
        all=_depth(even + odd, outside),
        odd=_depth(odd, outside),
        even=_depth(even, outside),
        half=_depth(inside_half, outside_half),
        eclipses=eclipses,
    )


def _depth(inside: FloatArray, outside: FloatArray) -> Depth | None:
    """Mean flux outside minus mean flux inside, from sums of weighted flux and of weight."""
    if inside[1] <= 0 or outside[1] <= 0:
        return None
    value = float(outside[0] / outside[1] - inside[0] / inside[1])
    return Depth(value, float(1 / inside[1] + 1 / outside[1]) ** 0.5)
