"""TESS sectors: dates and pointings, from the table that `tesswcs` brings."""

import csv
import importlib.util
import math
from datetime import date
from functools import cache
from pathlib import Path

from tessebs_core.errors import SettingsError
from tessebs_core.records import Pointing, SectorPointing

__all__ = ["camera_pointing", "sector_pointings"]

_CAMERA_ANGLES = (-36.0, -12.0, 12.0, 36.0)
"""Degrees from the spacecraft's boresight to those of cameras 1 to 4 (TESS Instrument Handbook)."""

_JD_OF_ORDINAL_ZERO = 1721424.5


@cache
def sector_pointings() -> tuple[SectorPointing, ...]:
    """Return every sector that the installed ``tesswcs`` knows, by number; later ones are plans.

    Its table is read as a file: ``import tesswcs`` takes seconds for what is not needed here.

    Raises
    ------
    SettingsError
        The table is not where ``tesswcs`` has it.
    """
    found = importlib.util.find_spec("tesswcs")
    if found is None or not found.submodule_search_locations:
        raise SettingsError("The package tesswcs is missing; install tessebs with its dependencies.")
    path = Path(found.submodule_search_locations[0]) / "data" / "pointings.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            sectors = [_sector(row) for row in csv.DictReader(file)]
    except (OSError, KeyError, ValueError) as error:
        raise SettingsError(
            f"{path} is not the table of sectors that tesswcs 1.9 has ({error}). Install that release."
        ) from error
    return tuple(sorted(sectors, key=lambda each: each.sector_id))


def camera_pointing(spacecraft: Pointing, camera: int) -> Pointing:
    """Return where a camera points when the spacecraft points so.

    Nominal geometry: the boresights stand 24 degrees apart on one great circle; the mounting of the
    real cameras differs by some 0.1 degrees. ``roll`` has the sense of the mission's tables.
    """
    boresight, north, east = _axes(spacecraft)
    turn, tilt = math.radians(spacecraft.roll), math.radians(_CAMERA_ANGLES[camera - 1])
    x_axis = _sum(math.cos(turn), north, -math.sin(turn), east)
    y_axis = _sum(math.sin(turn), north, math.cos(turn), east)
    axis = _sum(math.cos(tilt), boresight, math.sin(tilt), x_axis)
    ra = math.degrees(math.atan2(axis[1], axis[0])) % 360.0
    dec = math.degrees(math.asin(max(-1.0, min(1.0, axis[2]))))
    _, camera_north, camera_east = _axes(Pointing(ra, dec, 0.0))
    up = y_axis if tilt > 0.0 else _sum(-1.0, y_axis, 0.0, y_axis)  # cameras 1 and 2 stand upside down
    roll = math.degrees(math.atan2(-_dot(up, camera_east), _dot(up, camera_north))) % 360.0
    return Pointing(ra, dec, roll)


Vector = tuple[float, float, float]


def _sector(row: dict[str, str]) -> SectorPointing:
    spacecraft = Pointing(float(row["RA"]), float(row["Dec"]), float(row["Roll"]))
    one, two, three, four = (camera_pointing(spacecraft, camera) for camera in (1, 2, 3, 4))
    return SectorPointing(
        sector_id=int(row["Sector"]),
        date_start=_utc_date(float(row["Start"])),
        date_end=_utc_date(float(row["End"])),
        spacecraft=spacecraft,
        cameras=(one, two, three, four),
    )


def _utc_date(julian_date: float) -> date:
    return date.fromordinal(math.floor(julian_date - _JD_OF_ORDINAL_ZERO))


def _axes(pointing: Pointing) -> tuple[Vector, Vector, Vector]:
    """Unit vectors to a point of the sky, and north and east there."""
    ra, dec = math.radians(pointing.ra), math.radians(pointing.dec)
    return (
        (math.cos(dec) * math.cos(ra), math.cos(dec) * math.sin(ra), math.sin(dec)),
        (-math.sin(dec) * math.cos(ra), -math.sin(dec) * math.sin(ra), math.cos(dec)),
        (-math.sin(ra), math.cos(ra), 0.0),
    )


def _sum(a: float, u: Vector, b: float, v: Vector) -> Vector:
    return (a * u[0] + b * v[0], a * u[1] + b * v[1], a * u[2] + b * v[2])


def _dot(u: Vector, v: Vector) -> float:
    return u[0] * v[0] + u[1] * v[1] + u[2] * v[2]
