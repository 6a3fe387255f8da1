"""A periodic brightness, tabulated over one cycle and averaged over exposures."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from tessebs_core.records import Ephemeris, FloatArray

__all__ = ["SAMPLES", "PhaseCurve", "phase_grid"]

SAMPLES = 16384
"""Points per cycle: 53 s at a period of ten days, shorter than any eclipse's ingress by far."""


def phase_grid() -> FloatArray:
    """Phases at which curves are tabulated, from 0 to just below 1."""
    return np.arange(SAMPLES) / SAMPLES


@dataclass(frozen=True, eq=False)
class PhaseCurve:
    """Relative flux over one cycle.

    Parameters
    ----------
    ephemeris : Ephemeris
        Phase 0 and period.
    flux : ndarray of shape (SAMPLES,)
        At `phase_grid`; linear between.
    """

    ephemeris: Ephemeris
    flux: FloatArray
    _integral: FloatArray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        around = np.append(self.flux, self.flux[0]) - self.flux.mean()
        steps = (around[1:] + around[:-1]) / 2 / SAMPLES
        object.__setattr__(self, "_integral", np.append(0.0, np.cumsum(steps)))

    @classmethod
    def of(cls, ephemeris: Ephemeris, model: Callable[[FloatArray], FloatArray]) -> "PhaseCurve":
        """Tabulate ``model``, a function of phase in cycles."""
        return cls(ephemeris, model(phase_grid()))

    def at(self, time: FloatArray) -> FloatArray:
        """Flux at instants ``time`` (BTJD)."""
        index, part = self._cell((time - self.ephemeris.bjd0) / self.ephemeris.period)
        after = self.flux[(index + 1) % SAMPLES]
        return np.asarray(self.flux[index] * (1 - part) + after * part)

    def observed(self, time: FloatArray, exposure: float) -> FloatArray:
        """Mean flux over exposures.

        Parameters
        ----------
        time : ndarray of shape (n,)
            Middle of the exposures, BTJD.
        exposure : float
            Length of each, days.

        Notes
        -----
        The average is exact for the tabulated curve: a difference of its integral, from which the mean
        is taken out so that it stays small over thousands of cycles.
        """
        cycles = (time - self.ephemeris.bjd0) / self.ephemeris.period
        half = exposure / self.ephemeris.period / 2
        difference = self._integrated(cycles + half) - self._integrated(cycles - half)
        return np.asarray(self.flux.mean() + difference / (2 * half))

    def _integrated(self, cycles: FloatArray) -> FloatArray:
        """Integral of flux minus mean from phase 0; periodic."""
        index, part = self._cell(cycles)
        mean = self.flux.mean()
        before, after = self.flux[index] - mean, self.flux[(index + 1) % SAMPLES] - mean
        cell = part * before + part**2 / 2 * (after - before)
        return np.asarray(self._integral[index] + cell / SAMPLES)

    @staticmethod
    def _cell(cycles: FloatArray) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.intp]], FloatArray]:
        place = (cycles - np.floor(cycles)) * SAMPLES
        index = np.minimum(place.astype(np.intp), SAMPLES - 1)
        return index, place - index
