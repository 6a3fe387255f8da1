"""Two spherical stars on a Kepler orbit: eclipses, tides, reflection and Doppler boosting."""

from dataclasses import dataclass

import numpy as np

from tessebs_core.demonstration.eclipses import hidden_fraction
from tessebs_core.demonstration.kepler import Orbit, SkyPosition, semi_major_axis
from tessebs_core.demonstration.phase_curves import phase_grid
from tessebs_core.demonstration.stars import Star, beaming_exponent, gravity_darkening, limb_darkening
from tessebs_core.records import FloatArray

__all__ = ["DetachedBinary"]

_ALBEDO = 0.3  # of the light that a star sends on in the TESS band: Lambert sphere times Bond albedo 0.5
_SPEED_OF_LIGHT = 299_792.458  # km/s
_SOLAR_RADIUS_PER_DAY = 8.0520  # km/s


@dataclass(frozen=True)
class DetachedBinary:
    """Two stars well inside their Roche lobes.

    ``phase`` counts cycles since star 2 stood in front of star 1; for an eccentric and inclined orbit
    the minimum of light falls within a small fraction of the eclipse from it.
    """

    star1: Star
    star2: Star
    orbit: Orbit

    @property
    def semi_major_axis(self) -> float:
        """Of the relative orbit, solar radii."""
        return semi_major_axis(self.star1.mass + self.star2.mass, self.orbit.period)

    def conjunctions(self) -> tuple[float, float]:
        """Phases of closest approach on the sky, star 2 in front and star 1 in front."""
        phase = phase_grid()
        sky = self.orbit.position(phase)
        nearer = np.where(sky.toward > 0, sky.separation, np.inf)
        farther = np.where(sky.toward < 0, sky.separation, np.inf)
        return _lowest(phase, nearer), _lowest(phase, farther)

    def grazes(self, phase: float) -> bool:
        """Whether the discs overlap on the sky at ``phase``."""
        separation = float(self.orbit.position(np.array([phase])).separation[0])
        return separation * self.semi_major_axis < self.star1.radius + self.star2.radius

    def flux(self, phase: FloatArray) -> FloatArray:
        """Light of both stars, relative to two undisturbed stars; arrays of one shape."""
        sky = self.orbit.position(phase)
        light1, light2 = self.star1.band_luminosity, self.star2.band_luminosity
        # Star 2 moves with M1 / (M1 + M2) of the relative velocity, star 1 with the rest against it.
        share = self.star1.mass / (self.star1.mass + self.star2.mass)
        first = self._light_of(self.star1, self.star2, sky, front=1.0, velocity_share=share - 1)
        second = self._light_of(self.star2, self.star1, sky, front=-1.0, velocity_share=share)
        return (light1 * first + light2 * second) / (light1 + light2)

    def _light_of(
        self, star: Star, other: Star, sky: SkyPosition, *, front: float, velocity_share: float
    ) -> FloatArray:
        """Light of one star relative to itself undisturbed; ``front`` is +1 for star 1, -1 for star 2."""
        a = self.semi_major_axis
        toward = front * sky.toward  # cosine of the angle at this star from its companion to us
        hidden = hidden_fraction(
            np.where(toward > 0, sky.separation * a / star.radius, np.inf),
            other.radius / star.radius,
            limb_darkening(star.teff),
        )
        size = star.radius / (a * sky.distance)
        tide = _tidal_coefficient(star) * other.mass / star.mass * size**3 * (1 - 3 * toward**2)
        lit = other.band_luminosity / star.band_luminosity * _ALBEDO * size**2 * _lambert(toward)
        speed = 2 * np.pi * a / self.orbit.period * _SOLAR_RADIUS_PER_DAY / _SPEED_OF_LIGHT
        doppler = -beaming_exponent(star.teff) * velocity_share * speed * sky.recession
        return np.asarray((1 - hidden) * (1 + tide + lit + doppler))


def _lowest(phase: FloatArray, values: FloatArray) -> float:
    """Phase of the lowest value, by a parabola through it and its neighbours."""
    index = int(np.argmin(values))
    before, here, after = values[index - 1], values[index], values[(index + 1) % len(values)]
    bend = before - 2 * here + after
    shift = 0.5 * (before - after) / bend if np.isfinite(bend) and bend > 0 else 0.0
    return float(phase[index] + shift / len(phase))


def _tidal_coefficient(star: Star) -> float:
    """Leading term of ellipsoidal light, per ``q (R / r)**3 (1 - 3 cos**2)``.

    On a circular orbit this is the ``cos 2 phi`` term of Morris & Naftilan (1993, ApJ 419, 344) with
    their ``alpha = 0.15 (15 + u)(1 + g) / (3 - u)``; on an eccentric one it is the equilibrium tide of
    Kumar, Ao & Quataert (1995, ApJ 449, 294), the shape of a heartbeat star.
    """
    law = limb_darkening(star.teff)
    linear = law.u1 + 0.7 * law.u2  # the linear law of about the same limb
    exponent = 4 * gravity_darkening(star.teff)  # of bolometric flux with gravity
    return 0.15 * (15 + linear) * (1 + exponent) / (3 - linear) / 1.5


def _lambert(toward: FloatArray) -> FloatArray:
    """Phase function of a sphere lit from ``toward`` (cosine of companion-star-observer angle).

    The companion nearer to us (+1) shows its lit side of this star: full phase, 1.
    """
    angle = np.arccos(np.clip(toward, -1, 1))
    return np.asarray((np.sin(angle) + (np.pi - angle) * np.cos(angle)) / np.pi)
