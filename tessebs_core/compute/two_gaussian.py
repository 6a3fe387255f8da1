"""The two-Gaussian model of eclipsing binaries: up to two dips and an ellipsoidal cosine."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tessebs_core.compute.dip_search import find_dip
from tessebs_core.compute.eclipse_shapes import EclipseShape, catalogue_phase, primary_first
from tessebs_core.compute.least_squares import levenberg_marquardt
from tessebs_core.compute.phase_profiles import PhaseProfile, wrapped
from tessebs_core.records import FloatArray

__all__ = ["WIDTH_IN_SIGMA", "Gaussian", "TwoGaussianFit", "TwoGaussianShape", "fit_two_gaussian"]

WIDTH_IN_SIGMA = 5.6
"""Width of an eclipse over the Gaussian's sigma (Mowlavi et al. 2017): 99.5 % of its area."""

_NARROWEST, _WIDEST = 2e-4, 0.0893  # sigma, in phase; the widest is an eclipse of half a cycle


class TwoGaussianShape(StrEnum):
    """The seven shapes: C constant, G Gaussian, E cosine (at the primary, or at the first or second dip)."""

    C = "C"
    CE = "CE"
    CG = "CG"
    CGE = "CGE"
    CG12 = "CG12"
    CG12E1 = "CG12E1"
    CG12E2 = "CG12E2"

    @property
    def dips(self) -> int:
        """Number of Gaussians."""
        return 2 if "12" in self.value else int("G" in self.value)

    @property
    def has_cosine(self) -> bool:
        """Whether ellipsoidal variation is part of it."""
        return "E" in self.value


@dataclass(frozen=True)
class Gaussian:
    """One dip: phase of its middle, depth in relative flux, sigma in phase."""

    phase: float
    depth: float
    sigma: float


@dataclass(frozen=True)
class TwoGaussianFit:
    """The chosen shape and its numbers.

    Parameters
    ----------
    shape : TwoGaussianShape
        Of lowest BIC.
    constant : float
        Flux without dips and cosine.
    dips : tuple of Gaussian
        The primary first.
    ellipsoidal : float
        Full amplitude of the cosine, relative flux; 0 without it.
    ellipsoidal_phase : float
        Phase of its minimum.
    primary, secondary : EclipseShape or None
        Width (5.6 sigma), depth (constant minus the model at the dip) and position.
    chi_squared, bic : float
        With the errors of the profile, raised as described in `fit_two_gaussian`.
    bics : tuple of (TwoGaussianShape, float)
        Of all shapes that could be fitted.
    """

    shape: TwoGaussianShape
    constant: float
    dips: tuple[Gaussian, ...]
    ellipsoidal: float
    ellipsoidal_phase: float
    primary: EclipseShape | None
    secondary: EclipseShape | None
    chi_squared: float
    bic: float
    bics: tuple[tuple[TwoGaussianShape, float], ...]

    def flux(self, phase: FloatArray) -> FloatArray:
        """Model flux at ``phase`` (cycles; any range)."""
        light = self.constant - 0.5 * self.ellipsoidal * np.cos(4 * np.pi * (phase - self.ellipsoidal_phase))
        for dip in self.dips:
            light = light - dip.depth * np.exp(-0.5 * (wrapped(phase - dip.phase) / dip.sigma) ** 2)
        return np.asarray(light)


@dataclass(frozen=True, eq=False)
class _Trial:
    """A fit of one shape: values as in `_model`, their covariance, and chi-squared of each bin."""

    shape: TwoGaussianShape
    values: FloatArray
    covariance: FloatArray
    residuals: FloatArray

    def bic(self, scale: float) -> float:
        squares = float((self.residuals**2).sum())
        return squares / scale**2 + self.values.size * float(np.log(self.residuals.size))


def fit_two_gaussian(profile: PhaseProfile) -> TwoGaussianFit:
    """Fit all seven shapes and keep the one of lowest Bayesian information criterion.

    Parameters
    ----------
    profile : PhaseProfile
        The folded light curve.

    Returns
    -------
    TwoGaussianFit
        The chosen shape; ``C`` or ``CE`` mean that there is no eclipse to measure.

    Notes
    -----
    Model and shapes: Mowlavi et al. 2017, A&A 606, A92. Its seven members differ in the number of Gaussians
    (0, 1, 2) and in the place of the cosine ``-A/2 cos 4 pi (phi - phi0)``: nowhere, free (CE), on the only
    dip, or on the first or second one. Widths are 5.6 sigma; depths are the constant minus the model
    at the dip, so they include the ellipsoidal dimming, as the catalogue's ``_2g`` columns do (Prsa et al.
    2022, ApJS 258, 16). The primary is the deeper of the two
    (`primary_first` says what happens to equal ones).

    Starting values come from a matched filter over all phases and widths, the second dip with the first
    masked; each fit is Levenberg-Marquardt with the analytic Jacobian. A second dip that overlaps the first
    is refused: Gaussians are not the shape of eclipses, and a second one on top of the first would mend
    the first. For the criterion, errors are raised until the median bin fits the most flexible shape; the
    median, so that a few bins inside a deep, box-shaped eclipse do not hide a shallow secondary.
    """
    trials = [trial for trial in _trials(profile) if _acceptable(trial)]
    best = min(trials, key=lambda trial: float((trial.residuals**2).sum()))
    scale = max(1.0, float(np.sqrt(np.median(best.residuals**2) / 0.455)))
    of_shape: dict[TwoGaussianShape, _Trial] = {}
    for trial in trials:
        rival = of_shape.get(trial.shape)
        if rival is None or trial.bic(scale) < rival.bic(scale):
            of_shape[trial.shape] = trial
    chosen = min(of_shape.values(), key=lambda trial: trial.bic(scale))
    bics = tuple((shape, trial.bic(scale)) for shape, trial in of_shape.items())
    return _as_fit(chosen, scale, bics)


def _trials(profile: PhaseProfile) -> Iterator[_Trial]:
    weight = profile.error**-2
    level = float(np.average(profile.flux, weights=weight))
    swing = float(np.ptp(profile.flux)) or 1e-6
    yield _constant(profile, level)
    yield _fitted(profile, TwoGaussianShape.CE, [level, 0.25 * swing, 0.0])
    first = find_dip(profile.phase, profile.flux, weight)
    if first is None:
        return
    start = [first.level, first.phase, first.depth, np.log(first.sigma)]
    single = _fitted(profile, TwoGaussianShape.CG, start)
    yield single
    yield _fitted(profile, TwoGaussianShape.CGE, [*start, 0.1 * swing])
    one = single.values if _acceptable(single) else np.array(start)
    opposite = [one[1] + 0.5, 0.5 * one[2], one[3]]
    pairs = [_fitted(profile, TwoGaussianShape.CG12, [*one, *opposite])]
    rest = profile.flux - _model(TwoGaussianShape.CG, one, profile.phase)
    outside = np.abs(wrapped(profile.phase - one[1])) > 0.5 * WIDTH_IN_SIGMA * _sigma(one[3])
    second = find_dip(profile.phase, rest, weight * outside)
    if second is not None:
        other = [second.phase, second.depth, np.log(second.sigma)]
        pairs.append(_fitted(profile, TwoGaussianShape.CG12, [*one, *other]))
    yield from pairs
    pair = min(pairs, key=lambda trial: (not _acceptable(trial), trial.bic(1.0)))
    for shape in (TwoGaussianShape.CG12E1, TwoGaussianShape.CG12E2):
        yield _fitted(profile, shape, [*pair.values, 0.1 * swing])
    yield _fitted(profile, TwoGaussianShape.CG12E1, [*one, *opposite, 0.1 * swing])


def _constant(profile: PhaseProfile, level: float) -> _Trial:
    variance = 1 / float((profile.error**-2).sum())
    residuals = (level - profile.flux) / profile.error
    return _Trial(TwoGaussianShape.C, np.array([level]), np.array([[variance]]), residuals)


def _fitted(profile: PhaseProfile, shape: TwoGaussianShape, start: list[float]) -> _Trial:
    phase, flux, error = profile.phase, profile.flux, profile.error

    def residuals(values: FloatArray) -> FloatArray:
        return np.asarray((_model(shape, values, phase) - flux) / error)

    def slopes(values: FloatArray) -> FloatArray:
        return _slopes(shape, values, phase) / error

    values, covariance = levenberg_marquardt(residuals, slopes, np.array(start, dtype=np.float64))
    return _Trial(shape, values, covariance, residuals(values))


def _cosine_at(shape: TwoGaussianShape, values: FloatArray) -> tuple[float, float, int | None]:
    """Amplitude and phase of the cosine, and where its phase stands among the values."""
    if not shape.has_cosine:
        return 0.0, 0.0, None
    if shape is TwoGaussianShape.CE:
        return float(values[1]), float(values[2]), 2
    place = 4 if shape is TwoGaussianShape.CG12E2 else 1
    return float(values[-1]), float(values[place]), place


def _sigma(logarithm: float) -> float:
    return float(np.exp(np.clip(logarithm, -12.0, 0.0)))


def _model(shape: TwoGaussianShape, values: FloatArray, phase: FloatArray) -> FloatArray:
    """Flux; ``values`` are constant, (phase, depth, ln sigma) of each dip, amplitude (CE: and its phase)."""
    amplitude, zero, _ = _cosine_at(shape, values)
    light = np.full(phase.shape, values[0])
    if shape.has_cosine:
        light -= 0.5 * amplitude * np.cos(4 * np.pi * (phase - zero))
    for k in range(shape.dips):
        middle, depth, logarithm = values[1 + 3 * k : 4 + 3 * k]
        light -= depth * np.exp(-0.5 * (wrapped(phase - middle) / _sigma(logarithm)) ** 2)
    return light


def _slopes(shape: TwoGaussianShape, values: FloatArray, phase: FloatArray) -> FloatArray:
    """Derivatives of `_model`, one row for each value."""
    slopes = np.zeros((values.size, phase.size))
    slopes[0] = 1.0
    for k in range(shape.dips):
        middle, depth, logarithm = values[1 + 3 * k : 4 + 3 * k]
        sigma = _sigma(logarithm)
        reduced = wrapped(phase - middle) / sigma
        bell = np.exp(-0.5 * reduced**2)
        slopes[1 + 3 * k] = -depth * bell * reduced / sigma
        slopes[2 + 3 * k] = -bell
        slopes[3 + 3 * k] = -depth * bell * reduced**2
    amplitude, zero, place = _cosine_at(shape, values)
    if place is not None:
        angle = 4 * np.pi * (phase - zero)
        slopes[1 if shape is TwoGaussianShape.CE else -1] = -0.5 * np.cos(angle)
        slopes[place] -= 2 * np.pi * amplitude * np.sin(angle)
    return slopes


def _acceptable(trial: _Trial) -> bool:
    """Whether these are dips that can be eclipses and a cosine that can be ellipsoidal."""
    shape, values = trial.shape, trial.values
    if not np.isfinite(values).all():
        return False
    dips = values[1 : 1 + 3 * shape.dips].reshape(-1, 3)
    sigmas = np.exp(np.minimum(dips[:, 2], 0.0))
    if (dips[:, 1] <= 0).any() or (sigmas < _NARROWEST).any() or (sigmas > _WIDEST).any():
        return False
    if shape.has_cosine and shape is not TwoGaussianShape.CE and values[-1] < 0:
        return False
    return shape.dips < 2 or bool(
        np.abs(wrapped(dips[1, 0] - dips[0, 0])) > 0.5 * WIDTH_IN_SIGMA * sigmas.max()
    )


def _as_fit(trial: _Trial, scale: float, bics: tuple[tuple[TwoGaussianShape, float], ...]) -> TwoGaussianFit:
    shape, values = trial.shape, trial.values
    amplitude, zero, place = _cosine_at(shape, values)
    free = max(1, trial.residuals.size - values.size)
    spread = max(1.0, float(np.sqrt((trial.residuals**2).sum() / free)))
    measured = []
    for k in range(shape.dips):
        at = 1 + 3 * k
        dip = Gaussian(float(values[at]), float(values[at + 1]), _sigma(values[at + 2]))
        here = np.array([dip.phase])
        depth = float(values[0] - _model(shape, values, here)[0])
        slope = -_slopes(shape, values, here)[:, 0]
        slope[0] += 1.0
        slope[at] = 0.0  # the depth is that at the dip, wherever it is
        variance = np.array(
            [trial.covariance[at + 2, at + 2], slope @ trial.covariance @ slope, trial.covariance[at, at]]
        )
        unc = [spread * float(np.sqrt(each)) if each >= 0 else None for each in variance]
        width = WIDTH_IN_SIGMA * dip.sigma
        shape_of = EclipseShape(
            width, depth, catalogue_phase(dip.phase),
            None if unc[0] is None else width * unc[0], unc[1], unc[2],
        )  # fmt: skip
        measured.append((dip, shape_of))
    measured = [measured[k] for k in primary_first([eclipse for _, eclipse in measured])]
    if amplitude < 0:  # only CE: a maximum there is a minimum a quarter of a cycle later
        amplitude, zero = -amplitude, zero + 0.25
    return TwoGaussianFit(
        shape=shape,
        constant=float(values[0]),
        dips=tuple(dip for dip, _ in measured),
        ellipsoidal=amplitude,
        ellipsoidal_phase=float(wrapped(zero)) if place is not None else 0.0,
        primary=measured[0][1] if measured else None,
        secondary=measured[1][1] if len(measured) > 1 else None,
        chi_squared=float((trial.residuals**2).sum()) / scale**2,
        bic=trial.bic(scale),
        bics=bics,
    )
