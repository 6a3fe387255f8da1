"""How deep the eclipses of one ephemeris are, from the unbinned points."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.phases import cycle_number, orbital_phase
from tessebs_core.records import Ephemeris, FloatArray

__all__ = ["Depth", "box_depth", "box_depths"]


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


def box_depth(
    flux: FloatArray, weight: FloatArray, inside: npt.NDArray[np.bool_], outside: npt.NDArray[np.bool_]
) -> Depth | None:
    """Mean flux outside minus mean flux inside; weights are 1/error^2."""
    weight_in, weight_out = float(weight[inside].sum()), float(weight[outside].sum())
    if weight_in <= 0 or weight_out <= 0:
        return None
    mean_in = float((weight[inside] * flux[inside]).sum()) / weight_in
    mean_out = float((weight[outside] * flux[outside]).sum()) / weight_out
    return Depth(mean_out - mean_in, (1 / weight_in + 1 / weight_out) ** 0.5)


def box_depths(
    time: FloatArray, flux: FloatArray, weight: FloatArray, ephemeris: Ephemeris, duration: float
) -> BoxDepths:
    """Measure a box on all eclipses, on every other one, and folded at half the period.

    ``even`` eclipses are at bjd0, bjd0 + 2 P, ...; ``odd`` ones between them: unlike depths say that the
    orbital period is 2 P. ``half`` is the mean depth at phases 0 and 0.5: near ``all``, the orbital
    period may be P/2. Out of eclipse means further than half a duration from every eclipse of the fold in
    question.
    """
    near = 0.5 * duration / ephemeris.period
    phase = orbital_phase(time, ephemeris)
    inside = np.abs(phase) < near
    odd = cycle_number(time, ephemeris) % 2 == 1
    inside_half = np.abs(orbital_phase(time, ephemeris.times(0.5))) < 2 * near
    return BoxDepths(
        all=box_depth(flux, weight, inside, ~inside),
        odd=box_depth(flux, weight, inside & odd, ~inside),
        even=box_depth(flux, weight, inside & ~odd, ~inside),
        half=box_depth(flux, weight, inside_half, ~inside_half),
        eclipses=int(np.unique(cycle_number(time[inside], ephemeris)).size),
    )
