"""The polynomial chain (polyfit): four parabolas, joined at four knots, that close around the cycle."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.eclipse_shapes import EclipseShape, catalogue_phase, primary_first
from tessebs_core.compute.least_squares import levenberg_marquardt
from tessebs_core.compute.phase_profiles import PhaseProfile, wrapped
from tessebs_core.compute.two_gaussian import WIDTH_IN_SIGMA, TwoGaussianFit
from tessebs_core.records import FloatArray

__all__ = ["PolyfitFit", "fit_polyfit", "knots_below_mean"]

_KNOTS = 4
_SHORTEST = 4e-4  # length of a parabola, in phase
_GAUSSIAN_OVER_PARABOLA = 1.43
"""Two-Gaussian over polyfit width of one eclipse: median 1.43 in the catalogue below morphology 0.5."""
_DEFAULT_KNOTS = (-0.4, -0.1, 0.1, 0.4)
_NARROWER = 0.75  # of an eclipse, from which its knots are sought once more
_FITS_AS_WELL = 9.0  # chi-squared above the best, in units of the misfit: three sigma

_Chain = tuple[FloatArray, FloatArray, float]
"""Values (knots, levels, bulges), their covariance, chi-squared."""


@dataclass(frozen=True, eq=False)
class PolyfitFit:
    """The fitted chain.

    Parameters
    ----------
    knots : ndarray of shape (4,)
        Phases at which parabolas meet, ascending, in [-0.5, 0.5); the fourth parabola runs on to the first
        knot plus 1.
    levels : ndarray of shape (4,)
        Flux at the knots.
    bulges : ndarray of shape (4,)
        Flux of each parabola in the middle of its stretch, relative to the chord between its knots.
    primary, secondary : EclipseShape or None
        The deepest minima; width between the knots, depth below the mean of the knots, position.
    chi_squared, bic : float
        With the errors of the profile.
    rivals : tuple of (EclipseShape, EclipseShape)
        Primary and secondary of other chains, with other knots, that fit as well within three sigma.
    """

    knots: FloatArray
    levels: FloatArray
    bulges: FloatArray
    primary: EclipseShape | None
    secondary: EclipseShape | None
    chi_squared: float
    bic: float
    rivals: tuple[tuple[EclipseShape, EclipseShape], ...] = ()

    def flux(self, phase: FloatArray) -> FloatArray:
        """Model flux at ``phase`` (cycles; any range)."""
        values = np.concatenate([self.knots, self.levels, self.bulges])
        return _model(values, wrapped(phase))


def fit_polyfit(profile: PhaseProfile, hint: TwoGaussianFit | None = None) -> PolyfitFit:
    """Fit a chain of four parabolas to a folded light curve.

    Parameters
    ----------
    profile : PhaseProfile
        The folded light curve.
    hint : TwoGaussianFit, optional
        Where its eclipses end is one more place to start the knots from.

    Returns
    -------
    PolyfitFit
        The chain of least chi-squared.

    Notes
    -----
    Prsa et al. 2008, ApJ 687, 542 (polyfit); used for the Kepler and TESS catalogues (Prsa et al. 2011, AJ
    141, 83; 2022, ApJS 258, 16). The chain is continuous, not smooth, and periodic: 8 coefficients and 4
    knots. It is written here by its values at the knots and the bulge of each parabola, so that the
    constraints hold by themselves; all twelve numbers are found together by Levenberg-Marquardt with the
    analytic Jacobian, from several sets of knots: the two longest stretches below the mean flux (the search
    of the original), the edges of the two-Gaussian eclipses, and the original's default. Chains that have
    a minimum in each of the two-Gaussian eclipses come first: three parabolas on the wings of a deep primary
    would have a lower chi-squared than one on each eclipse, and would lose a shallow secondary. With a single
    eclipse, the two knots far from it stay where they are, for the same reason, and bound no eclipse.

    An eclipse is a parabola with its minimum inside its stretch. Width is the distance of its knots; depth
    is the mean flux of the knots (of both eclipses, where there are two) minus that at the minimum, as the
    catalogue's ``_pf`` columns have it. Where eclipses run over into ellipsoidal variation, the knots of a
    shallow one can settle in several places: each eclipse of such a curve is fitted once more from narrower
    knots, and other chains that fit as well are kept as rivals. Knots settle on the steep parts of a
    Gaussian's wings: of one eclipse the two-Gaussian width is about 1.43 times the polyfit width.
    """
    best, *others = _settled(profile, hint, _best_chain(profile, hint))
    values, covariance, chi_squared = best
    free = max(1, profile.phase.size - values.size)
    spread = max(1.0, chi_squared / free)
    primary, secondary = _eclipses(values, covariance * spread)
    near = [each for each in others if each[2] - chi_squared < _FITS_AS_WELL * spread]
    pairs = [_eclipses(other, unscaled * spread) for other, unscaled, _ in near]
    return PolyfitFit(
        knots=values[:4], levels=values[4:8], bulges=values[8:],
        primary=primary, secondary=secondary, chi_squared=chi_squared,
        bic=chi_squared + values.size * float(np.log(profile.phase.size)),
        rivals=tuple((first, second) for first, second in pairs if first is not None and second is not None),
    )  # fmt: skip


def _settled(profile: PhaseProfile, hint: TwoGaussianFit | None, best: _Chain) -> list[_Chain]:
    """A chain and what becomes of it from narrower eclipses, least chi-squared first."""
    chains = [best]
    if hint is None or len(hint.dips) < 2 or not hint.ellipsoidal:
        return chains
    values = best[0]
    for part in range(_KNOTS):
        if _minimum(values, part) is None:
            continue
        knots, following = values[:_KNOTS].copy(), (part + 1) % _KNOTS
        inward = 0.5 * (1 - _NARROWER) * ((knots[following] - knots[part]) % 1.0)
        knots[part] += inward
        knots[following] -= inward
        fit = _fitted(profile, np.sort(wrapped(knots)), np.ones(_KNOTS, dtype=bool))
        if _agrees(fit[0], hint):
            chains.append(fit)
    return sorted(chains, key=lambda fit: fit[2])


def _best_chain(profile: PhaseProfile, hint: TwoGaussianFit | None) -> _Chain:
    """Least chi-squared among the chains that find the eclipses of ``hint``, or among all."""
    fits, agreeing = [], []
    for knots, free in _starting_knots(profile, hint):
        fits.append(_fitted(profile, knots, free))
        if hint is not None and hint.dips and _agrees(fits[-1][0], hint):
            agreeing.append(fits[-1])
    if not agreeing:
        fits.append(_fitted(profile, np.array(_DEFAULT_KNOTS), np.ones(_KNOTS, dtype=bool)))
    return min(agreeing or fits, key=lambda fit: fit[2])


def _agrees(values: FloatArray, hint: TwoGaussianFit) -> bool:
    """Whether each dip of ``hint`` holds the minimum of a parabola."""
    minima = np.array(
        [_numbers(values, [(k, x)], k)[2] for k in range(_KNOTS) if (x := _minimum(values, k)) is not None]
    )
    return all((np.abs(wrapped(minima - dip.phase)) < 2 * dip.sigma).any() for dip in hint.dips)


def knots_below_mean(profile: PhaseProfile) -> FloatArray | None:
    """Ends of the two longest stretches of phase below the mean flux; None for fewer than two."""
    steps = np.diff(profile.phase, append=profile.phase[0] + 1)
    below = profile.flux < np.average(profile.flux, weights=steps)
    if below.all() or not below.any():
        return None
    shift = int(np.argmin(below))  # begin above the mean, so that no stretch is cut
    below, phase = np.roll(below, -shift), np.roll(profile.phase, -shift)
    edges = np.diff(below.astype(np.int64), prepend=0, append=0)
    begins, ends = np.flatnonzero(edges > 0), np.flatnonzero(edges < 0) - 1
    lengths = (phase[ends] - phase[begins]) % 1.0
    if lengths.size < 2:
        return None
    longest = np.argsort(-lengths)[:2]
    return np.sort(np.concatenate([phase[begins[longest]], phase[ends[longest]]]))


def _starting_knots(
    profile: PhaseProfile, hint: TwoGaussianFit | None
) -> Iterator[tuple[FloatArray, npt.NDArray[np.bool_]]]:
    """Knots to start from, and which of them may move."""
    every = np.ones(_KNOTS, dtype=bool)
    below = knots_below_mean(profile)
    single = hint is not None and len(hint.dips) == 1
    if below is not None and not single and _in_order(below):
        yield below, every
    if hint is None or not hint.dips:
        return
    half = [0.5 * WIDTH_IN_SIGMA * dip.sigma / _GAUSSIAN_OVER_PARABOLA for dip in hint.dips]
    edges = [dip.phase + sign * each for dip, each in zip(hint.dips, half, strict=True) for sign in (-1, 1)]
    if single:
        far = 0.25 + 0.5 * half[0]
        edges += [hint.dips[0].phase - far, hint.dips[0].phase + far]
    order = np.argsort(wrapped(np.array(edges)))
    yield wrapped(np.array(edges))[order], (order < 2) | (not single)


def _fitted(profile: PhaseProfile, knots: FloatArray, free: npt.NDArray[np.bool_]) -> _Chain:
    """Values (knots, levels, bulges), their covariance and chi-squared."""
    phase, flux, error = profile.phase, profile.flux, profile.error
    design = _slopes(np.concatenate([knots, np.zeros(8)]), phase)[4:] / error
    solved, *_ = np.linalg.lstsq(design.T, flux / error, rcond=None)
    far = np.full(phase.shape, 1e3 * (float(np.ptp(flux)) + 1e-6)) / error
    moving = np.concatenate([free, np.ones(8, dtype=bool)])
    start = np.concatenate([knots, solved])

    def whole(values: FloatArray) -> FloatArray:
        filled = start.copy()
        filled[moving] = values
        return filled

    def residuals(values: FloatArray) -> FloatArray:
        filled = whole(values)
        if not _in_order(filled[:_KNOTS]):
            return far
        return np.asarray((_model(filled, phase) - flux) / error)

    def slopes(values: FloatArray) -> FloatArray:
        return np.asarray(_slopes(whole(values), phase)[moving] / error)

    found, unscaled = levenberg_marquardt(residuals, slopes, start[moving], tolerance=1e-7)
    covariance = np.zeros((start.size, start.size))
    covariance[np.ix_(moving, moving)] = unscaled
    values, covariance = _from_minus_half(whole(found), covariance)
    return values, covariance, float((residuals(found) ** 2).sum())


def _in_order(knots: FloatArray) -> bool:
    return bool(np.diff(knots, append=knots[0] + 1).min() > _SHORTEST)


def _from_minus_half(values: FloatArray, covariance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Turn the chain around until its knots ascend within [-0.5, 0.5)."""
    knots = wrapped(values[:4])
    order = np.argsort(knots)
    every = np.concatenate([order, order + 4, order + 8])
    turned = np.concatenate([knots, values[4:]])[every]
    return turned, covariance[np.ix_(every, every)]


def _places(
    knots: FloatArray, phase: FloatArray
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], FloatArray, FloatArray]:
    """Parabola of each phase, the next one, the fraction of its stretch, and the stretches' lengths."""
    after = phase - knots[0]
    after = after - np.floor(after)
    part = np.searchsorted(knots - knots[0], after, side="right") - 1
    lengths = np.diff(knots, append=knots[0] + 1)
    fraction = (after - (knots - knots[0])[part]) / lengths[part]
    return part, (part + 1) % _KNOTS, fraction, lengths


def _model(values: FloatArray, phase: FloatArray) -> FloatArray:
    levels, bulges = values[4:8], values[8:12]
    part, following, x, _ = _places(values[:4], phase)
    return np.asarray(levels[part] * (1 - x) + levels[following] * x + bulges[part] * 4 * x * (1 - x))


def _slopes(values: FloatArray, phase: FloatArray) -> FloatArray:
    """Derivatives of `_model`, one row for each value."""
    levels, bulges = values[4:8], values[8:12]
    part, following, x, lengths = _places(values[:4], phase)
    along = (levels[following] - levels[part] + bulges[part] * 4 * (1 - 2 * x)) / lengths[part]
    here = np.arange(phase.size)
    slopes = np.zeros((12, phase.size))
    slopes[part, here] = -(1 - x) * along
    slopes[following, here] = -x * along
    slopes[4 + part, here] = 1 - x
    slopes[4 + following, here] = x
    slopes[8 + part, here] = 4 * x * (1 - x)
    return slopes


def _eclipses(values: FloatArray, covariance: FloatArray) -> tuple[EclipseShape | None, EclipseShape | None]:
    """The two deepest minima between knots that were free to move, deeper one first."""
    held = np.diag(covariance)[:_KNOTS] == 0
    minima = [
        (k, x)
        for k in range(_KNOTS)
        if (x := _minimum(values, k)) is not None and not (held[k] or held[(k + 1) % _KNOTS])
    ]
    minima.sort(key=lambda each: _flux_in(values, *each))
    chosen = minima[:2]
    shapes = []
    for part, _ in chosen:
        numbers = _numbers(values, chosen, part)
        steps = 1e-6 * np.eye(values.size)
        slopes = np.array([(_numbers(values + step, chosen, part) - numbers) / 1e-6 for step in steps])
        variance = np.einsum("ik,ij,jk->k", slopes, covariance, slopes)
        unc = [float(np.sqrt(each)) if each >= 0 else None for each in variance]
        width, depth, position = (float(each) for each in numbers)
        shapes.append(EclipseShape(width, depth, catalogue_phase(position), unc[0], unc[1], unc[2]))
    shapes = [each for each in shapes if (each.depth or 0.0) > 0]
    shapes = [shapes[k] for k in primary_first(shapes)]
    return (shapes[0] if shapes else None), (shapes[1] if len(shapes) > 1 else None)


def _minimum(values: FloatArray, part: int) -> float | None:
    """Fraction of its stretch at which a parabola has its minimum; None if not inside."""
    rise = values[4 + (part + 1) % _KNOTS] - values[4 + part]
    bulge = values[8 + part]
    if bulge >= 0:
        return None
    x = 0.5 + rise / (8 * bulge)
    return float(x) if 0.0 < x < 1.0 else None


def _flux_in(values: FloatArray, part: int, x: float) -> float:
    rise = values[4 + (part + 1) % _KNOTS] - values[4 + part]
    return float(values[4 + part] + rise * x + values[8 + part] * 4 * x * (1 - x))


def _numbers(values: FloatArray, chosen: list[tuple[int, float]], part: int) -> FloatArray:
    """Width, depth and position of the eclipse on one parabola."""
    following = (part + 1) % _KNOTS
    length = (values[following] - values[part]) % 1.0
    rise = values[4 + following] - values[4 + part]
    x = 0.5 + rise / (8 * values[8 + part])
    edges = [values[4 + place] for each, _ in chosen for place in (each, (each + 1) % _KNOTS)]
    return np.array([length, np.mean(edges) - _flux_in(values, part, float(x)), values[part] + x * length])
