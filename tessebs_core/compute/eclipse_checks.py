"""Which numbers of an eclipse model cannot be trusted, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tessebs_core.compute.eclipse_numbers import EclipseModel, EclipseNumber, Quantity, Which, number_of
from tessebs_core.compute.eclipse_shapes import EclipseShape
from tessebs_core.compute.phase_profiles import PhaseProfile, wrapped
from tessebs_core.compute.polyfit import PolyfitFit
from tessebs_core.compute.two_gaussian import TwoGaussianFit

__all__ = ["Doubt", "eclipse_doubts"]

_SIGNIFICANT = 5.0  # sigma of a depth
_WIDTH_KNOWN_TO = 0.3
_WIDEST = 0.4  # phase; beyond it there is no light curve between the eclipses
_FEWEST_SAMPLES = 3.0  # points per eclipse and cycle
_WIDEST_GAP = 0.2  # of the eclipse's width
_MISFIT = 0.15  # of the eclipse's depth
_ALIKE = (1.0, 2.4)  # two-Gaussian over polyfit width of an eclipse, with room for noise
_UNLIKE = 0.15  # of a width or depth
_CONTACT_FROM = 0.08  # polyfit width above which the two widths part (close binaries)


@dataclass(frozen=True)
class Doubt:
    """One reason, in words, not to trust one number."""

    number: EclipseNumber
    reason: str


def eclipse_doubts(
    two_gaussian: TwoGaussianFit, polyfit: PolyfitFit, profile: PhaseProfile
) -> tuple[Doubt, ...]:
    """Check all twelve numbers.

    Parameters
    ----------
    two_gaussian, polyfit : TwoGaussianFit, PolyfitFit
        Both fits of one profile.
    profile : PhaseProfile
        What they were fitted to.

    Returns
    -------
    tuple of Doubt
        A number may have several; one without any passed all checks. Numbers that are not there have none.

    Notes
    -----
    Checked are: significance of the depth, possible depths, how well the width is known, room for light
    between the eclipses, points and gaps within the eclipse, whether the model follows the points there,
    whether other knots of the polyfit fit as well, and whether the two models agree on place and width.
    """
    doubts: list[Doubt] = []
    for which in Which:
        gaussian, chain = _eclipse(two_gaussian, which), _eclipse(polyfit, which)
        for model, fit, eclipse in (
            (EclipseModel.TWO_GAUSSIAN, two_gaussian, gaussian),
            (EclipseModel.POLYFIT, polyfit, chain),
        ):
            if eclipse is None:
                continue
            for quantities, reason in _of_eclipse(eclipse, fit, profile):
                doubts += [Doubt(number_of(which, each, model), reason) for each in quantities]
        for quantity, reason in _of_rivals(polyfit, which):
            doubts.append(Doubt(number_of(which, quantity, EclipseModel.POLYFIT), reason))
        if gaussian is not None and chain is not None:
            for quantities, reason in _of_both(gaussian, chain):
                doubts += [
                    Doubt(number_of(which, each, model), reason)
                    for each in quantities
                    for model in EclipseModel
                ]
    return (
        *doubts,
        *_of_overlap(two_gaussian, EclipseModel.TWO_GAUSSIAN),
        *_of_overlap(polyfit, EclipseModel.POLYFIT),
    )


_EVERY = (Quantity.WIDTH, Quantity.DEPTH, Quantity.POSITION)
_Found = Iterator[tuple[tuple[Quantity, ...], str]]


def _eclipse(fit: TwoGaussianFit | PolyfitFit, which: Which) -> EclipseShape | None:
    return fit.primary if which is Which.PRIMARY else fit.secondary


def _of_eclipse(eclipse: EclipseShape, fit: TwoGaussianFit | PolyfitFit, profile: PhaseProfile) -> _Found:
    width, depth = eclipse.width or 0.0, eclipse.depth or 0.0
    if eclipse.depth_unc is None or not depth > _SIGNIFICANT * eclipse.depth_unc:
        yield _EVERY, f"the depth is not {_SIGNIFICANT:g} times its uncertainty"
    if depth > 1:
        yield (
            (Quantity.DEPTH,),
            "more than all light is lost: the flux was normalised wrongly or is over-subtracted",
        )
    if eclipse.width_unc is None or eclipse.width_unc > _WIDTH_KNOWN_TO * width:
        yield (Quantity.WIDTH,), "the width is not known to 30 %"
    if width > _WIDEST:
        yield (
            (Quantity.WIDTH,),
            "so wide that no light between the eclipses is left; first and last contact cannot be seen",
        )
    if width < _FEWEST_SAMPLES * profile.time_step:
        yield (
            (Quantity.WIDTH, Quantity.DEPTH),
            "exposures so long that an eclipse holds fewer than three points: it looks wider and shallower",
        )
    away = wrapped(profile.phase - eclipse.position)
    inside = np.abs(away) < 0.5 * width
    edges = np.sort(np.concatenate([away[inside], [-0.5 * width, 0.5 * width]]))
    gap = float(np.diff(edges).max()) - 1 / 512  # bins of the profile are up to so far apart
    if gap > _WIDEST_GAP * width:
        yield _EVERY, f"no points in {100 * gap / width:.0f} % of the eclipse"
    elif inside.any():
        misfit = profile.flux[inside] - fit.flux(profile.phase[inside])
        excess = float(
            np.average(misfit**2 - profile.error[inside] ** 2, weights=profile.error[inside] ** -2)
        )
        if excess > (_MISFIT * depth) ** 2:
            share = 100 * np.sqrt(excess) / depth if depth else 0.0
            yield (
                (Quantity.WIDTH, Quantity.DEPTH),
                f"the model misses the points by {share:.0f} % of the depth",
            )


def _of_rivals(polyfit: PolyfitFit, which: Which) -> Iterator[tuple[Quantity, str]]:
    """Widths and depths that another chain, which fits as well, has otherwise."""
    eclipse = _eclipse(polyfit, which)
    rivals = [first if which is Which.PRIMARY else second for first, second in polyfit.rivals]
    for quantity in (Quantity.WIDTH, Quantity.DEPTH):
        value = getattr(eclipse, quantity.value, None) or 0.0
        others = [getattr(each, quantity.value) or 0.0 for each in rivals]
        unlike = [each for each in others if abs(each - value) > _UNLIKE * value]
        if unlike:
            yield quantity, f"other knots fit as well and give {unlike[0]:.3g}"


def _of_both(gaussian: EclipseShape, chain: EclipseShape) -> _Found:
    width = max(gaussian.width or 0.0, chain.width or 0.0)
    apart = abs(float(wrapped(gaussian.position - chain.position)))
    if apart > 0.5 * width:
        yield _EVERY, f"the two models see different eclipses, {apart:.3f} in phase apart"
    elif gaussian.width and chain.width and chain.width < _CONTACT_FROM:
        ratio = gaussian.width / chain.width
        if not _ALIKE[0] < ratio < _ALIKE[1]:
            yield (
                (Quantity.WIDTH,),
                f"the two-Gaussian width is {ratio:.1f} times the polyfit width; 1.4 is usual",
            )


def _of_overlap(fit: TwoGaussianFit | PolyfitFit, model: EclipseModel) -> Iterator[Doubt]:
    first, second = fit.primary, fit.secondary
    if first is None or second is None or not first.width or not second.width:
        return
    if abs(float(wrapped(first.position - second.position))) < 0.5 * (first.width + second.width):
        for which in Which:
            yield Doubt(number_of(which, Quantity.WIDTH, model), "primary and secondary eclipse overlap")
