"""Where the demonstration's targets stand, and which sectors see them."""

import math
from dataclasses import dataclass

import numpy as np

from tessebs_core.demonstration.holdings import Footprint

__all__ = ["FIELDS", "Field", "galactic", "scattered"]

FIELD_RADIUS = 0.4
"""Targets stand within this many degrees of their field's centre, so that all see the same CCDs."""


@dataclass(frozen=True)
class Field:
    """A small piece of sky (degrees, ICRS) and the CCDs that saw it up to sector 96.

    The footprints follow from the pointings and the camera geometry of ``tesswcs``; every CCD covers
    the whole field. A test compares sectors and cameras with the pointings.
    """

    ra: float
    dec: float
    seen: tuple[Footprint, ...]


def _field(ra: float, dec: float, *seen: tuple[int, int, int]) -> Field:
    return Field(ra, dec, tuple(Footprint(*each) for each in seen))


FIELDS = {
    "Tucana": _field(
        337.77, -65.30,
        (1, 2, 1), (27, 2, 2), (28, 2, 1), (67, 2, 2), (68, 2, 1), (94, 2, 2), (95, 2, 1),
    ),
    "Apus": _field(238.81, -73.13, (12, 2, 2), (39, 2, 1), (65, 2, 2), (66, 2, 1), (93, 2, 1)),
    "Octans": _field(
        284.16, -82.79,
        (12, 3, 1), (13, 3, 2), (27, 3, 2), (39, 3, 1), (66, 3, 1), (67, 3, 2), (93, 3, 1), (94, 3, 2),
    ),
    "Hydrus": _field(
        23.33, -62.11,
        (1, 3, 1), (2, 3, 2), (28, 3, 1), (29, 3, 2), (68, 3, 1), (69, 3, 2), (95, 3, 1), (96, 3, 2),
    ),
    "Vela": _field(157.11, -44.23, (9, 2, 2), (10, 2, 1), (36, 2, 2), (63, 2, 1), (90, 2, 1)),
    "Monoceros": _field(95.46, -10.92, (6, 2, 3), (33, 2, 4), (87, 2, 4)),
    "Canis Major": _field(102.77, -26.16, (6, 2, 2), (7, 2, 1), (33, 2, 2), (87, 2, 2)),
    "Cepheus": _field(
        344.90, 67.46,
        (17, 3, 2), (18, 3, 1), (24, 4, 2), (57, 3, 2), (58, 3, 1), (77, 4, 1), (78, 4, 2), (84, 3, 2),
        (85, 3, 1),
    ),
    "Ursa Major": _field(
        179.57, 55.24, (15, 4, 3), (21, 2, 1), (22, 2, 2), (41, 4, 4), (48, 2, 1), (75, 1, 1)
    ),
    "Bootes": _field(226.17, 27.73, (24, 1, 3), (50, 2, 1), (51, 2, 2), (77, 1, 4), (78, 1, 3)),
    "Pisces": _field(30.25, 2.56, (4, 1, 4), (42, 3, 3), (43, 2, 4), (70, 3, 2)),
    "Caelum": _field(65.50, -36.08, (4, 3, 1), (5, 3, 2), (31, 3, 1), (32, 3, 2)),
    "Centaurus": _field(196.19, -34.93, (10, 1, 2), (37, 1, 2), (64, 1, 1)),
    "Gemini": _field(110.97, 24.07, (44, 3, 4), (45, 2, 3), (46, 1, 3), (71, 4, 1), (72, 2, 3)),
    "Lyra": _field(
        291.45, 41.39,
        (14, 2, 3), (40, 2, 4), (41, 2, 3), (54, 3, 2), (55, 3, 1), (74, 4, 1), (75, 4, 2), (81, 3, 2),
        (82, 3, 1),
    ),
}  # fmt: skip
"""Fields by name; Lyra is a corner of Kepler's field, Canis Major and Cepheus are rich in clusters."""

_TO_GALACTIC = np.array(  # ESA 1997, The Hipparcos and Tycho Catalogues, volume 1, equation 1.5.11
    [
        [-0.0548755604, -0.8734370902, -0.4838350155],
        [0.4941094279, -0.4448296300, 0.7469822445],
        [-0.8676661490, -0.1980763734, 0.4559837762],
    ]
)


def scattered(field: Field, rng: np.random.Generator) -> tuple[float, float]:
    """Draw a position in a field: right ascension and declination, degrees."""
    radius = FIELD_RADIUS * math.sqrt(rng.uniform(0, 1))
    angle = rng.uniform(0, 2 * math.pi)
    dec = field.dec + radius * math.sin(angle)
    ra = field.ra + radius * math.cos(angle) / math.cos(math.radians(field.dec))
    return ra % 360.0, dec


def galactic(ra: float, dec: float) -> tuple[float, float]:
    """Galactic longitude and latitude of an ICRS position, all in degrees."""
    a, d = math.radians(ra), math.radians(dec)
    x, y, z = _TO_GALACTIC @ np.array([math.cos(d) * math.cos(a), math.cos(d) * math.sin(a), math.sin(d)])
    return math.degrees(math.atan2(y, x)) % 360.0, math.degrees(math.asin(z))
