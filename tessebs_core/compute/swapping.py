"""Primary and secondary exchanged: the same light, described from the other eclipse."""

from collections.abc import Mapping
from dataclasses import replace

from tessebs_core.compute.eclipse_numbers import EclipseModel, EclipseNumber, Quantity, Which, number_of
from tessebs_core.compute.eclipse_shapes import EclipseShape, catalogue_phase
from tessebs_core.compute.phase_profiles import phase_profile
from tessebs_core.compute.two_gaussian import fit_two_gaussian
from tessebs_core.records import Ephemeris, LightCurve

__all__ = ["measured_secondary", "swapped_ephemeris", "swapped_numbers"]

_DIGITS = 12  # of a phase: what is left of two opposite shifts is rounding, not measurement


def measured_secondary(light_curve: LightCurve, ephemeris: Ephemeris) -> EclipseShape | None:
    """The secondary eclipse by the two-Gaussian model; None where none is significant.

    The dip that is farther from phase 0 is meant, whichever is deeper.

    Raises
    ------
    BadLightCurve
        Too few points to fold.
    """
    profile = phase_profile(light_curve.time, light_curve.flux, ephemeris, light_curve.flux_err)
    fit = fit_two_gaussian(profile)
    shapes = [each for each in (fit.primary, fit.secondary) if each is not None]
    if len(shapes) < 2:
        return None
    return max(shapes, key=lambda each: min(each.position, 1 - each.position))


def swapped_ephemeris(ephemeris: Ephemeris, phase: float, phase_unc: float | None = None) -> Ephemeris:
    """Put phase 0 at the eclipse that was at ``phase``.

    Parameters
    ----------
    phase : float
        Cycles, in [0, 1): the first such eclipse after ``bjd0`` becomes the zero point.
    phase_unc : float, optional
        One sigma; it is the new zero point's whole uncertainty, since the phase was measured against the old
        zero point whatever that was worth.
    """
    uncertainty = None if phase_unc is None else phase_unc * ephemeris.period
    return replace(ephemeris, bjd0=ephemeris.bjd0 + phase * ephemeris.period, bjd0_uncert=uncertainty)


def swapped_numbers(
    numbers: Mapping[EclipseNumber, float | None], phase: float
) -> dict[EclipseNumber, float | None]:
    """Exchange the two eclipses' widths, depths and positions in both models.

    Parameters
    ----------
    numbers : mapping
        All numbers of an entry; the morphology coefficient is of the whole curve and stays.
    phase : float
        By how much the zero point moves, cycles; positions are from the new one, in [0, 1).
    """
    swapped = dict(numbers)
    other = {Which.PRIMARY: Which.SECONDARY, Which.SECONDARY: Which.PRIMARY}
    for model in EclipseModel:
        for quantity in Quantity:
            for which in Which:
                value = numbers[number_of(other[which], quantity, model)]
                if value is not None and quantity is Quantity.POSITION:
                    value = catalogue_phase(round(value - phase, _DIGITS))
                swapped[number_of(which, quantity, model)] = value
    return swapped
