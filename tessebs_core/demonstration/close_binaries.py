"""Light curves of contact and semi-detached binaries by integration over Roche surfaces."""

from dataclasses import dataclass

import numpy as np

from tessebs_core.demonstration.roche import (
    Surface,
    inner_lagrangian_point,
    lobe_radius,
    outer_potential,
    potential,
    surface,
)
from tessebs_core.demonstration.stars import gravity_darkening, limb_darkening, planck
from tessebs_core.records import FloatArray

__all__ = ["CloseBinary", "contact", "semi_detached"]

_ALBEDO_COOL, _ALBEDO_HOT = 0.5, 1.0  # Rucinski (1969) for convective, radiative envelopes
_CLIMB = 4  # Newton steps from the point of closest approach to the highest potential on a ray


@dataclass(frozen=True)
class CloseBinary:
    """Two stars of given mass ratio that fill potentials ``level1`` and ``level2``.

    Parameters
    ----------
    q : float
        Mass of star 2 over that of star 1.
    inclination : float
        Radians.
    level1, level2 : float
        Potentials of the two surfaces (equal in contact).
    teff1, teff2 : float
        Mean effective temperatures, K.
    """

    q: float
    inclination: float
    level1: float
    level2: float
    teff1: float
    teff2: float

    def flux(self, phase: FloatArray) -> FloatArray:
        """Light of both stars, relative to the mean of a cycle; phase 0 has star 2 in front.

        The curve is computed at 121 phases of half a cycle (the other half mirrors it), closer together
        in the eclipses, and interpolated by cubic pieces that keep its minima flat where they are flat.
        """
        from scipy.interpolate import PchipInterpolator

        step = np.linspace(0, 1, 121)
        half_cycle = (step - 0.8 * np.sin(2 * np.pi * step) / (2 * np.pi)) / 2
        light = self._light(half_cycle)
        curve = PchipInterpolator(half_cycle, light)
        folded = np.abs(phase - np.floor(phase + 0.5))
        mean = float(curve.integrate(0.0, 0.5)) * 2
        return np.asarray(curve(folded) / mean, dtype=np.float64)

    def _light(self, phase: FloatArray) -> FloatArray:
        first = surface(self.q, self.level1, secondary=False)
        second = surface(self.q, self.level2, secondary=True)
        bright1, bright2 = self._intensities(first, second)
        total = np.empty_like(phase)
        for index, each in enumerate(phase):
            sight = _line_of_sight(float(each), self.inclination)
            nearer_is_second = sight[0] > 0
            total[index] = self._seen(first, bright1, self.teff1, sight, second if nearer_is_second else None)
            total[index] += self._seen(
                second, bright2, self.teff2, sight, None if nearer_is_second else first
            )
        return total

    def _intensities(self, first: Surface, second: Surface) -> tuple[FloatArray, FloatArray]:
        """Normal intensity of every patch: gravity darkening and one round of mutual heating."""
        power1 = float((first.area).sum()) * self.teff1**4
        power2 = float((second.area).sum()) * self.teff2**4
        heated = []
        for star, other, teff, power in (
            (first, second, self.teff1, power2),
            (second, first, self.teff2, power1),
        ):
            local = star.gravity ** (4 * gravity_darkening(teff))
            local *= teff**4 * star.area.sum() / (local * star.area).sum()
            away = other.centre - star.point
            distance = np.linalg.norm(away, axis=1)
            fall = np.clip(np.einsum("ij,ij->i", star.normal, away) / distance, 0, None)
            albedo = _ALBEDO_COOL if teff < 7000 else _ALBEDO_HOT
            received = albedo * power * fall / (4 * np.pi * distance**2)
            heated.append(planck((local + received) ** 0.25))
        return heated[0], heated[1]

    def _seen(
        self, star: Surface, bright: FloatArray, teff: float, sight: FloatArray, front: Surface | None
    ) -> float:
        """Light of one star toward ``sight``, the part behind ``front`` left out."""
        mu = star.normal @ sight
        facing = mu > 0
        mu, area, point = mu[facing], star.area[facing], star.point[facing]
        light = bright[facing] * limb_darkening(teff).intensity(mu) * mu * area
        if front is not None:
            light = light * (1 - _covered(point, np.sqrt(area * mu), front, sight, self.q))
        return float(light.sum())


def contact(q: float, fillout: float, inclination: float, teff1: float, teff2: float) -> CloseBinary:
    """A contact binary; ``fillout`` runs from 0 (both just fill their lobes) to 1 (about to leak)."""
    inner = float(potential(np.array([inner_lagrangian_point(q), 0.0, 0.0]), q))
    level = inner - fillout * (inner - outer_potential(q))
    return CloseBinary(q, inclination, level, level, teff1, teff2)


def semi_detached(q: float, radius1: float, inclination: float, teff1: float, teff2: float) -> CloseBinary:
    """Star 2 fills its lobe, star 1 has the polar radius ``radius1`` (in separations) inside its own.

    Raises
    ------
    ValueError
        Star 1 would overflow its lobe.
    """
    if radius1 >= lobe_radius(1 / q):
        raise ValueError(f"radius {radius1} is not inside the lobe of {lobe_radius(1 / q):.3f}")
    inner = float(potential(np.array([inner_lagrangian_point(q), 0.0, 0.0]), q))
    level1 = float(potential(np.array([0.0, 0.0, radius1]), q))
    return CloseBinary(q, inclination, level1, inner, teff1, teff2)


def _line_of_sight(phase: float, inclination: float) -> FloatArray:
    """Unit vector toward the observer in the frame that turns with the stars."""
    angle = 2 * np.pi * phase
    sine = np.sin(inclination)
    return np.array([sine * np.cos(angle), -sine * np.sin(angle), np.cos(inclination)])


def _covered(point: FloatArray, size: FloatArray, front: Surface, sight: FloatArray, q: float) -> FloatArray:
    """Covered fraction of each patch.

    A ray from the patch to the observer is covered when the potential along it rises above that of
    the star in front (Mochnacki & Doughty 1972, MNRAS 156, 51). How far above, over the potential's
    slope, says how deep the ray runs below the limb; over the patch's ``size`` on the sky that gives
    the fraction of a patch that the limb cuts through.
    """
    closest = (front.centre - point) @ sight
    near = closest > 0
    impact = np.linalg.norm(point + closest[:, None] * sight - front.centre, axis=1)
    reach = float(np.linalg.norm(front.point - front.centre, axis=1).max())
    near &= impact < reach + size
    covered = np.zeros(len(point))
    if near.any():
        start, along = point[near], closest[near]
        step = 1e-3
        # Before L1 the ray is still in the well of the star behind, which covers nothing.
        neck = (inner_lagrangian_point(q) - start[:, 0]) / sight[0]
        along = np.maximum(along, neck)
        for _ in range(_CLIMB):
            here = potential(start + along[:, None] * sight, q)
            above = potential(start + (along + step)[:, None] * sight, q)
            below = potential(start + (along - step)[:, None] * sight, q)
            bend = np.minimum((above - 2 * here + below) / step**2, -1.0)
            along = along - np.clip((above - below) / (2 * step) / bend, -0.1, 0.1)
            along = np.maximum(along, neck)
        ray = start + along[:, None] * sight
        out = ray - front.centre
        away = np.linalg.norm(out, axis=1)
        outward = out / away[:, None]
        slope = (potential(ray - step * outward, q) - potential(ray + step * outward, q)) / (2 * step)
        depth = (potential(ray, q) - front.level) / np.maximum(slope, 0.5)
        covered[near] = np.clip(0.5 + depth / size[near], 0, 1)
    return covered
