"""A light curve without some of its signals, for targets that eclipse more than once."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.phase_profiles import phase_profile
from tessebs_core.compute.phases import orbital_phase
from tessebs_core.compute.signal_removal import Removal, outside_eclipses
from tessebs_core.compute.two_gaussian import TwoGaussianFit, fit_two_gaussian
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris, LightCurve

__all__ = ["FEWEST_LEFT", "chosen_points", "residual"]

FEWEST_LEFT = 0.2
"""Part of the points that must be left by masks; with fewer, too much of every other signal is gone too."""


def residual(
    light_curve: LightCurve, signals: Sequence[Ephemeris], removal: Removal | None = None
) -> LightCurve:
    """Take signals out of a light curve, one after the other.

    Parameters
    ----------
    light_curve : LightCurve
        All that was seen.
    signals : sequence of Ephemeris
        What to take out, the most conspicuous first.
    removal : Removal, optional
        ``mask`` leaves out the points in eclipse, ``subtract`` takes the mean folded curve away. Without it a
        signal is masked where enough points stay and subtracted where its light varies all the time.

    Raises
    ------
    BadLightCurve
        A signal cannot be folded (too few points), or masks leave too little: subtract instead.
    """
    left = light_curve
    for ephemeris in signals:
        left = _without(left, ephemeris, removal, fewest=int(FEWEST_LEFT * len(light_curve)))
    return left


def _without(
    light_curve: LightCurve, ephemeris: Ephemeris, removal: Removal | None, fewest: int
) -> LightCurve:
    profile = phase_profile(light_curve.time, light_curve.flux, ephemeris, light_curve.flux_err)
    eclipses = fit_two_gaussian(profile)
    kept = outside_eclipses(light_curve.time, ephemeris, eclipses)
    enough = int(kept.sum()) >= fewest
    if removal is Removal.MASK and not enough:
        raise BadLightCurve(
            f"Masking the signal of P = {ephemeris.period:.6g} d leaves {int(kept.sum())} of "
            f"{len(light_curve)} points: subtract it instead."
        )
    if removal is Removal.MASK or (removal is None and enough and not _varies_always(eclipses)):
        return chosen_points(light_curve, kept)
    phase = orbital_phase(light_curve.time, ephemeris)
    curve = np.interp(phase, profile.phase, profile.flux, period=1.0)
    return replace(light_curve, flux=light_curve.flux - curve + float(np.median(light_curve.flux)))


def _varies_always(eclipses: TwoGaussianFit) -> bool:
    """Whether there is light to take away between the eclipses too."""
    return bool(eclipses.ellipsoidal) or not eclipses.dips


def chosen_points(light_curve: LightCurve, kept: npt.NDArray[np.bool_]) -> LightCurve:
    """The points of a light curve where ``kept`` is true, with all their columns."""
    return replace(
        light_curve, time=light_curve.time[kept], flux=light_curve.flux[kept],
        flux_err=light_curve.flux_err[kept], sector=light_curve.sector[kept],
        cadence=light_curve.cadence[kept], quality=light_curve.quality[kept],
    )  # fmt: skip
