"""Which times a plot shows."""

import numpy as np

from tessebs_core.records import LightCurve

__all__ = ["contiguous_start", "sector_range"]

_LONGEST_GAP = 40.0  # days; about one and a half sectors


def sector_range(light_curve: LightCurve, sector: int | None) -> tuple[float, float]:
    """Times (BTJD, days) from the first to the last point of a sector, or of all, with a margin."""
    time = light_curve.time
    if sector is not None:
        time = time[light_curve.sector == sector]
    if time.size == 0:
        return 0.0, 1.0
    room = 0.01 * float(time[-1] - time[0]) or 0.5
    return float(time[0]) - room, float(time[-1]) + room


def contiguous_start(light_curve: LightCurve) -> int | None:
    """The sector to show first: None for all, or the first where gaps leave the sectors as thin lines."""
    gaps = np.diff(light_curve.time)
    empty = float(gaps[gaps > _LONGEST_GAP].sum())
    return light_curve.sectors[0] if empty > 0.5 * light_curve.baseline > 0 else None
