"""What a number was computed from, as a short word."""

import hashlib

import numpy as np

from tessebs_core.records import LightCurve

__all__ = ["light_curve_hash"]


def light_curve_hash(light_curve: LightCurve) -> str:
    """Return the sha256 of a light curve's columns.

    Returns
    -------
    str
        64 hexadecimal digits, the same on every machine; the same for equal times, fluxes, errors,
        sectors, cadences and quality words, whatever target or product they are said to be of.
    """
    digest = hashlib.sha256(f"{len(light_curve)}\n".encode())
    for name in ("time", "flux", "flux_err", "cadence"):
        column = getattr(light_curve, name)
        digest.update(np.where(np.isnan(column), np.nan, column).astype("<f8").tobytes())
    for name in ("sector", "quality"):
        digest.update(getattr(light_curve, name).astype("<i8").tobytes())
    return digest.hexdigest()
