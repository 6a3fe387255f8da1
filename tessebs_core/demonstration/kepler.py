"""Kepler's orbit of two stars, seen from Earth."""

from dataclasses import dataclass

import numpy as np

from tessebs_core.records import FloatArray

__all__ = ["Orbit", "SkyPosition", "eccentric_anomaly", "semi_major_axis"]

_ITERATIONS = 12  # Newton from Danby's start ends at machine precision well before, for e < 0.95


@dataclass(frozen=True, eq=False)
class SkyPosition:
    """Where star 2 stands relative to star 1, arrays of one shape.

    ``distance`` between the centres and ``separation`` of them on the sky are in semi-major axes;
    ``toward`` is the cosine of the angle at star 1 between star 2 and the observer, so it is positive
    when star 2 is nearer to us; ``recession`` is the line-of-sight velocity of star 2 relative to star 1
    in units of ``2 pi a / P``, positive when star 2 recedes.
    """

    distance: FloatArray
    separation: FloatArray
    toward: FloatArray
    recession: FloatArray


@dataclass(frozen=True)
class Orbit:
    """Shape and attitude of a relative orbit.

    Parameters
    ----------
    period : float
        Days.
    eccentricity : float
        0 to below 0.95.
    omega : float
        Argument of periastron of star 1, radians.
    inclination : float
        Radians; pi/2 is edge-on.
    """

    period: float
    eccentricity: float
    omega: float
    inclination: float

    def position(self, phase: FloatArray) -> SkyPosition:
        """Position of star 2 at ``phase`` (cycles since star 2 stood in front of star 1)."""
        e = self.eccentricity
        mean = 2 * np.pi * phase + self._mean_anomaly_of_conjunction()
        eccentric = eccentric_anomaly(mean, e)
        true = 2 * np.arctan2(np.sqrt(1 + e) * np.sin(eccentric / 2), np.sqrt(1 - e) * np.cos(eccentric / 2))
        distance = 1 - e * np.cos(eccentric)
        toward = np.sin(self.inclination) * np.sin(true + self.omega)
        speed = np.sin(self.inclination) / np.sqrt(1 - e**2)
        return SkyPosition(
            distance=distance,
            separation=distance * np.sqrt(1 - toward**2),
            toward=toward,
            recession=-speed * (np.cos(true + self.omega) + e * np.cos(self.omega)),
        )

    def _mean_anomaly_of_conjunction(self) -> float:
        true = np.pi / 2 - self.omega
        e = self.eccentricity
        eccentric = 2 * np.arctan2(np.sqrt(1 - e) * np.sin(true / 2), np.sqrt(1 + e) * np.cos(true / 2))
        return float(eccentric - e * np.sin(eccentric))


def eccentric_anomaly(mean_anomaly: FloatArray, eccentricity: float) -> FloatArray:
    """Solve Kepler's equation ``E - e sin E = M`` by Newton's method.

    Parameters
    ----------
    mean_anomaly : ndarray
        M, radians, any range.
    eccentricity : float
        0 to below 0.95.

    Returns
    -------
    ndarray of the same shape
        E, radians, in the same turn as M.

    Notes
    -----
    The start ``M + 0.85 e sign(sin M)`` is Danby's (1987, Celest. Mech. 40, 303).
    """
    turns = np.floor(mean_anomaly / (2 * np.pi) + 0.5) * 2 * np.pi
    mean = mean_anomaly - turns
    eccentric = mean + 0.85 * eccentricity * np.sign(np.sin(mean))
    for _ in range(_ITERATIONS):
        residual = eccentric - eccentricity * np.sin(eccentric) - mean
        eccentric = eccentric - residual / (1 - eccentricity * np.cos(eccentric))
    return np.asarray(eccentric + turns)


def semi_major_axis(total_mass: float, period: float) -> float:
    """Kepler's third law: solar radii from solar masses and days."""
    return 4.2083 * float(np.cbrt(total_mass * period**2))
