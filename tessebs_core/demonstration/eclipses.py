"""How much light of one spherical, limb-darkened star another one hides."""

from dataclasses import dataclass

import numpy as np

from tessebs_core.records import FloatArray

__all__ = ["LimbDarkening", "hidden_fraction"]

_NODES = 40  # Gauss-Legendre nodes; the error stays below 1e-6 of the star's light (see the test)


@dataclass(frozen=True)
class LimbDarkening:
    """The quadratic law ``I(mu) / I(1) = 1 - u1 (1 - mu) - u2 (1 - mu)**2``."""

    u1: float
    u2: float

    def intensity(self, mu: FloatArray) -> FloatArray:
        """Intensity relative to the centre of the disc at ``mu``, cosine of the emission angle."""
        return np.asarray(1 - self.u1 * (1 - mu) - self.u2 * (1 - mu) ** 2)

    @property
    def disc_mean(self) -> float:
        """Mean intensity over the disc, relative to its centre."""
        return 1 - self.u1 / 3 - self.u2 / 6


def hidden_fraction(separation: FloatArray, ratio: float, law: LimbDarkening) -> FloatArray:
    """Fraction of a star's light that a dark disc in front of it hides.

    Parameters
    ----------
    separation : ndarray of shape (n,)
        Distance of the two centres on the sky, in radii of the star behind; not negative.
    ratio : float
        Radius of the star in front over that of the star behind.
    law : LimbDarkening
        Of the star behind.

    Returns
    -------
    ndarray of shape (n,)
        0 (out of eclipse) to 1 (total eclipse).

    Notes
    -----
    The disc behind is cut into concentric rings. The part of the ring of radius r that is covered is
    the angle ``arccos((d**2 + r**2 - k**2) / (2 d r)) / pi``, so the hidden light is one integral over
    r (Mandel & Agol 2002, ApJ 580, L171, equations 2 and 3 in this form; Kreidberg 2015, PASP 127,
    1161). With ``r = m - h cos(s)`` the square-root ends of the angle become smooth and Gauss-Legendre
    quadrature in s converges fast. Rings that are covered whole are integrated in closed form.
    """
    hidden = np.zeros_like(separation)
    touched = separation < 1 + ratio
    if touched.any():
        hidden[touched] = _hidden(separation[touched], ratio, law)
    return hidden


def _hidden(separation: FloatArray, ratio: float, law: LimbDarkening) -> FloatArray:
    node, weight = np.polynomial.legendre.leggauss(_NODES)
    angle = np.pi / 2 * (node + 1)
    d = np.maximum(separation, 1e-12)[:, None]
    inner = np.clip(np.abs(d - ratio), 0, 1)
    outer = np.clip(d + ratio, 0, 1)
    middle, half = (outer + inner) / 2, (outer - inner) / 2
    r = middle - half * np.cos(angle)
    covered = np.arccos(np.clip((d**2 + r**2 - ratio**2) / (2 * d * np.maximum(r, 1e-12)), -1, 1)) / np.pi
    intensity = law.intensity(np.sqrt(np.clip(1 - r**2, 0, None)))
    rings = (2 * r * covered * intensity * np.sin(angle) * half) @ (weight * np.pi / 2)
    whole = np.where(d < ratio, _light_within(inner, law), 0.0)[:, 0]
    return np.asarray((rings + whole) / law.disc_mean)


def _light_within(radius: FloatArray, law: LimbDarkening) -> FloatArray:
    """Integral of ``2 r I(r)`` from the centre to ``radius``."""
    mu = np.sqrt(np.clip(1 - radius**2, 0, None))
    first = radius**2 - 2 / 3 * (1 - mu**3)  # of 2 r (1 - mu)
    second = radius**2 - 4 / 3 * (1 - mu**3) + (1 - mu**4) / 2  # of 2 r (1 - mu)**2
    return np.asarray(radius**2 - law.u1 * first - law.u2 * second)
