"""The Roche potential of a close pair on a circular orbit, and the surface of a star in it."""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from tessebs_core.records import FloatArray

__all__ = ["Surface", "inner_lagrangian_point", "lobe_radius", "outer_potential", "potential", "surface"]

_BISECTIONS = 40  # of a bracket shorter than 1: 1e-12 of the separation
_STEPS = 60  # from a star's centre outward, in search of its surface


def potential(point: FloatArray, q: float) -> FloatArray:
    """Modified Roche potential (Kopal), larger inside the stars.

    Parameters
    ----------
    point : ndarray of shape (..., 3)
        In units of the separation; star 1 at the origin, star 2 at (1, 0, 0), z along the orbital axis.
    q : float
        Mass of star 2 over that of star 1.
    """
    x, y, z = point[..., 0], point[..., 1], point[..., 2]
    r1 = np.sqrt(x**2 + y**2 + z**2)
    r2 = np.sqrt((x - 1) ** 2 + y**2 + z**2)
    return np.asarray(1 / r1 + q * (1 / r2 - x) + (1 + q) / 2 * (x**2 + y**2))


def _gradient(point: FloatArray, q: float) -> FloatArray:
    x, y, z = point[..., 0], point[..., 1], point[..., 2]
    inverse1 = (x**2 + y**2 + z**2) ** -1.5
    inverse2 = ((x - 1) ** 2 + y**2 + z**2) ** -1.5
    return np.stack(
        [
            -x * inverse1 - q * (x - 1) * inverse2 - q + (1 + q) * x,
            -y * inverse1 - q * y * inverse2 + (1 + q) * y,
            -z * inverse1 - q * z * inverse2,
        ],
        axis=-1,
    )


@cache
def inner_lagrangian_point(q: float) -> float:
    """Distance of L1 from star 1, in separations."""
    low, high = 1e-6, 1 - 1e-6
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if float(_gradient(np.array([middle, 0.0, 0.0]), q)[0]) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def outer_potential(q: float) -> float:
    """Potential at the Lagrangian point behind the lighter star, where a contact binary would leak."""
    low, high = (1 + 1e-6, 2.5) if q <= 1 else (-2.5, -1e-6)
    along = np.linspace(low, high, 4001)
    line = np.stack([along, np.zeros_like(along), np.zeros_like(along)], axis=-1)
    return float(np.min(potential(line, q)))


def lobe_radius(q: float) -> float:
    """Volume radius of star 2's Roche lobe in separations: Eggleton (1983, ApJ 268, 368)."""
    third = math.cbrt(q)
    return 0.49 * third**2 / (0.6 * third**2 + math.log(1 + third))


@dataclass(frozen=True, eq=False)
class Surface:
    """A star's surface as small patches, arrays over the patches; lengths in separations.

    ``point`` and ``normal`` have shape (n, 3), ``area`` and ``gravity`` shape (n,). ``centre`` is the
    star's own, ``level`` the potential of the surface.
    """

    point: FloatArray
    normal: FloatArray
    area: FloatArray
    gravity: FloatArray
    centre: FloatArray
    level: float


def surface(q: float, level: float, *, secondary: bool, patches: int = 1800) -> Surface:
    """Cut the surface of one star into patches.

    Parameters
    ----------
    q : float
        Mass of star 2 over that of star 1.
    level : float
        Potential of the surface; below that of L1 the star ends at the neck.
    secondary : bool
        Which star.
    patches : int
        How many directions from the star's centre, spread as a Fibonacci lattice.
    """
    neck = inner_lagrangian_point(q)
    centre = np.array([1.0 if secondary else 0.0, 0.0, 0.0])
    direction = _directions(patches)
    toward = np.where(secondary, -1, 1) * direction[:, 0]
    room = 1 - neck if secondary else neck
    farthest = np.where(toward * 0.9 > room, room / np.maximum(toward, 1e-9), 0.9)
    # Far out the centrifugal part lifts the potential again: the surface is the first way out.
    steps = np.linspace(1e-3, 1 - 1e-9, _STEPS) * farthest[:, None]
    outside = potential(centre + direction[:, None, :] * steps[..., None], q) < level
    closed = outside.any(axis=1)
    crossing = np.maximum(outside.argmax(axis=1), 1)[:, None]
    low = np.take_along_axis(steps, crossing - 1, axis=1)[:, 0]
    high = np.take_along_axis(steps, crossing, axis=1)[:, 0]
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        inside = potential(centre + direction * middle[:, None], q) > level
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    radius, direction = low[closed], direction[closed]
    point = centre + direction * radius[:, None]
    slope = _gradient(point, q)
    gravity = np.linalg.norm(slope, axis=1)
    normal = -slope / gravity[:, None]
    cosine = np.einsum("ij,ij->i", normal, direction)
    area = 4 * np.pi / patches * radius**2 / np.maximum(cosine, 0.05)
    return Surface(point, normal, area, gravity, centre, level)


def _directions(count: int) -> FloatArray:
    """Unit vectors spread evenly over the sphere: a Fibonacci lattice."""
    index = np.arange(count) + 0.5
    z = 1 - 2 * index / count
    longitude = np.pi * (1 + math.sqrt(5)) * index
    ring = np.sqrt(1 - z**2)
    return np.stack([ring * np.cos(longitude), ring * np.sin(longitude), z], axis=-1)
