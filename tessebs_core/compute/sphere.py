"""Distances and directions on the sky, exact at the poles and across right ascension zero."""

import math
from dataclasses import dataclass

__all__ = ["SkyBox", "box_around", "position_angle", "separation"]


@dataclass(frozen=True)
class SkyBox:
    """Ranges of right ascension and declination that hold a circle on the sky; degrees, both ends included.

    ``right_ascensions`` are two ranges where the circle lies across 0 = 360.
    """

    declinations: tuple[float, float]
    right_ascensions: tuple[tuple[float, float], ...]


def separation(ra: float, dec: float, other_ra: float, other_dec: float) -> float:
    """Great-circle distance of two positions, degrees; all arguments in degrees.

    Notes
    -----
    Vincenty's formula on the unit sphere: unlike the cosine rule it keeps its digits for neighbours of an
    arcsecond, and unlike the haversine for antipodes.

    Examples
    --------
    >>> round(separation(359.9999, 0.0, 0.0001, 0.0) * 3600, 6)
    0.72
    """
    east, north, along = _directions(ra, dec, other_ra, other_dec)
    return math.degrees(math.atan2(math.hypot(east, north), along))


def position_angle(ra: float, dec: float, other_ra: float, other_dec: float) -> float:
    """Direction from the first position to the second, degrees east of north in [0, 360).

    Examples
    --------
    >>> position_angle(10.0, 0.0, 10.1, 0.0)
    90.0
    """
    east, north, _ = _directions(ra, dec, other_ra, other_dec)
    angle = math.degrees(math.atan2(east, north)) % 360.0
    return angle if angle < 360.0 else 0.0  # a negative nothing rounds up to it


def box_around(ra: float, dec: float, radius: float) -> SkyBox:
    """The ranges in which every position within ``radius`` of one lies; degrees.

    A circle that holds a pole has every right ascension.
    """
    low, high = dec - radius, dec + radius
    if low <= -90.0 or high >= 90.0:
        return SkyBox((max(low, -90.0), min(high, 90.0)), ((0.0, 360.0),))
    half = math.degrees(math.asin(math.sin(math.radians(radius)) / math.cos(math.radians(dec))))
    west, east = ra - half, ra + half
    if west < 0.0:
        return SkyBox((low, high), ((west + 360.0, 360.0), (0.0, east)))
    if east > 360.0:
        return SkyBox((low, high), ((west, 360.0), (0.0, east - 360.0)))
    return SkyBox((low, high), ((west, east),))


def _directions(ra: float, dec: float, other_ra: float, other_dec: float) -> tuple[float, float, float]:
    """The second position as a unit vector: to the east and north of the first, and along it."""
    turn = math.radians(other_ra - ra)
    here, there = math.radians(dec), math.radians(other_dec)
    sin_here, cos_here, sin_there, cos_there = (
        math.sin(here),
        math.cos(here),
        math.sin(there),
        math.cos(there),
    )
    beside = math.cos(turn)
    north = cos_here * sin_there - sin_here * cos_there * beside
    along = sin_here * sin_there + cos_here * cos_there * beside
    return cos_there * math.sin(turn), north, along
