"""Dark spots that are carried around by rotation, and that grow and decay."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tessebs_core.records import FloatArray

__all__ = ["RotatingSpots", "Spot", "spotted"]


@dataclass(frozen=True)
class Spot:
    """One spot group.

    ``period`` (days) is that of its own latitude, ``crossing`` (BTJD) a time when it faces us,
    ``depth`` the relative light that it takes then at its largest, ``born`` (BTJD) the middle of its
    life and ``life`` (days) the length of it as a Gaussian sigma.
    """

    period: float
    crossing: float
    depth: float
    born: float
    life: float


@dataclass(frozen=True)
class RotatingSpots:
    """A star with spots: each takes light while it is on our side, by the cosine of its distance."""

    spots: Sequence[Spot]
    inclination: float

    def observed(self, time: FloatArray, exposure: float) -> FloatArray:
        """Return the relative flux at mid-exposure; rotation is slow beside any exposure."""
        flux = np.ones_like(time)
        for spot in self.spots:
            angle = 2 * np.pi * (time - spot.crossing) / spot.period
            foreshortening = np.clip(np.sin(self.inclination) * np.cos(angle), 0, None)
            size = np.exp(-0.5 * ((time - spot.born) / spot.life) ** 2)
            flux -= spot.depth * size * foreshortening
        return flux


def spotted(
    rng: np.random.Generator,
    period: float,
    depth: float,
    spans: Sequence[tuple[float, float]],
    *,
    shear: float = 0.02,
) -> RotatingSpots:
    """Draw spots for a star that rotates in ``period`` days.

    Parameters
    ----------
    rng : Generator
        Source of randomness.
    period : float
        Days.
    depth : float
        Typical light that one spot group takes.
    spans : sequence of (float, float)
        First and last BTJD of the stretches that will be observed: each gets two or three groups.
    shear : float
        Relative spread of the rotation periods (differential rotation); 0 for a star locked to its orbit.
    """
    spots = []
    for first, last in spans:
        for _ in range(int(rng.integers(2, 4))):
            spots.append(
                Spot(
                    period=period * (1 + shear * float(rng.uniform(-1, 1))),
                    crossing=float(rng.uniform(first, first + period)),
                    depth=depth * float(rng.uniform(0.5, 1.3)),
                    born=float(rng.uniform(first - 10, last + 10)),
                    life=float(rng.uniform(12, 40)),
                )
            )
    return RotatingSpots(tuple(spots), inclination=float(rng.uniform(0.8, np.pi / 2)))
