"""A light curve without some of its signals, for targets that eclipse more than once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.alias_groups import alias_ratio
from tessebs_core.compute.further_signals import search_further_signal
from tessebs_core.compute.phase_profiles import phase_profile
from tessebs_core.compute.phases import orbital_phase
from tessebs_core.compute.refinement import refine
from tessebs_core.compute.signal_removal import Removal, outside_eclipses
from tessebs_core.compute.two_gaussian import TwoGaussianFit, fit_two_gaussian
from tessebs_core.errors import BadLightCurve, Cancelled
from tessebs_core.records import Ephemeris, LightCurve
from tessebs_core.records.reporting import Report, Step, silent

__all__ = ["FEWEST_LEFT", "Further", "residual", "search_beyond"]

FEWEST_LEFT = 0.2
"""Part of the points that must be left by masks; with fewer, too much of every other signal is gone too."""

_STRAYED = 0.01  # relative change of the period by which a fit has left the signal


@dataclass(frozen=True, eq=False)
class Further:
    """What a search found beyond the signals known; ``ephemeris`` is None where nothing dips.

    ``depth`` is in relative flux, ``duration`` in days.
    """

    ephemeris: Ephemeris | None
    significant: bool
    depth: float | None
    duration: float | None
    remark: str


def search_beyond(
    light_curve: LightCurve,
    signals: Sequence[Ephemeris],
    removal: Removal | None = None,
    *,
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> Further:
    """Search a light curve for an eclipsing signal beside those that are known.

    Parameters
    ----------
    light_curve : LightCurve
        All that was seen.
    signals : sequence of Ephemeris
        What is known, at least one, the most conspicuous first; all are taken out.
    removal : Removal, optional
        See `residual`.
    report, cancelled : callable, optional
        Progress, and whether to stop between steps.

    Raises
    ------
    BadLightCurve
        Too little is left to search.
    Cancelled
        The work was stopped on request.

    Notes
    -----
    All signals but the last are taken out by `residual`, the last one and drifts by
    `tessebs_core.compute.further_signals.search_further_signal`, which judges what is found. A period that
    is a small multiple of any of the signals within the resolution is not called significant. The best
    box is fitted to its eclipses for an ephemeris with uncertainties; where that fails (too few eclipses seen
    whole) the box's own numbers stand, without uncertainties.
    """
    steps = len(signals) + 2
    left = light_curve
    for done, ephemeris in enumerate(signals[:-1]):
        _tell(report, cancelled, Step(done, steps, f"taking out P = {ephemeris.period:.6g} d"))
        left = residual(left, [ephemeris], removal)
    _tell(report, cancelled, Step(steps - 3, steps, f"taking out P = {signals[-1].period:.6g} d"))
    eclipses = fit_two_gaussian(phase_profile(left.time, left.flux, signals[-1], left.flux_err))
    _tell(report, cancelled, Step(steps - 2, steps, "searching what is left"))
    found = search_further_signal(left.time, left.flux, signals[-1], eclipses, left.flux_err, removal=removal)
    best = found.box
    if best is None:
        return Further(None, False, None, None, found.remark)
    _tell(report, cancelled, Step(steps - 1, steps, "fitting its eclipses"))
    ephemeris = _fitted(residual(left, signals[-1:], removal), Ephemeris(best.bjd0, best.period))
    alias = next(
        (
            each
            for each in signals[:-1]
            if alias_ratio(ephemeris, each, baseline=light_curve.baseline or None) is not None
        ),
        None,
    )
    remark = found.remark
    if alias is not None:
        remark += f"; a small multiple or fraction of P = {alias.period:.6g} d, which is known"
    return Further(ephemeris, found.significant and alias is None, best.depth, best.duration, remark)


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


def _tell(report: Report, cancelled: Callable[[], bool], step: Step) -> None:
    if cancelled():
        raise Cancelled("The search was stopped; nothing was changed.")
    report(step)


def _fitted(light_curve: LightCurve, ephemeris: Ephemeris) -> Ephemeris:
    """The ephemeris fitted to its eclipses, if that stays with the signal."""
    try:
        found = refine(light_curve, ephemeris)
    except BadLightCurve:
        return ephemeris
    if found is None or abs(found.ephemeris.period / ephemeris.period - 1) > _STRAYED:
        return ephemeris
    return found.ephemeris


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
        return _points(light_curve, kept)
    phase = orbital_phase(light_curve.time, ephemeris)
    curve = np.interp(phase, profile.phase, profile.flux, period=1.0)
    return replace(light_curve, flux=light_curve.flux - curve + float(np.median(light_curve.flux)))


def _varies_always(eclipses: TwoGaussianFit) -> bool:
    """Whether there is light to take away between the eclipses too."""
    return bool(eclipses.ellipsoidal) or not eclipses.dips


def _points(light_curve: LightCurve, kept: npt.NDArray[np.bool_]) -> LightCurve:
    """The points of a light curve where ``kept`` is true, with all their columns."""
    return replace(
        light_curve, time=light_curve.time[kept], flux=light_curve.flux[kept],
        flux_err=light_curve.flux_err[kept], sector=light_curve.sector[kept],
        cadence=light_curve.cadence[kept], quality=light_curve.quality[kept],
    )  # fmt: skip
