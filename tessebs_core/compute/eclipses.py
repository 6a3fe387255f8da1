"""The eclipses of a light curve by both models of the catalogue, with doubts and morphology."""

from dataclasses import dataclass

from tessebs_core.compute.eclipse_checks import Doubt, eclipse_doubts
from tessebs_core.compute.eclipse_numbers import EclipseModel, EclipseNumber, Quantity, Which, number_of
from tessebs_core.compute.eclipse_shapes import EclipseShape
from tessebs_core.compute.morphology import Morphology, morphology
from tessebs_core.compute.phase_profiles import PhaseProfile, phase_profile, wrapped
from tessebs_core.compute.polyfit import PolyfitFit, fit_polyfit
from tessebs_core.compute.two_gaussian import TwoGaussianFit, TwoGaussianShape, fit_two_gaussian
from tessebs_core.records import Ephemeris, FloatArray

__all__ = ["Eclipses", "measure_eclipses"]


@dataclass(frozen=True, eq=False)
class Eclipses:
    """What both models say of the eclipses on one ephemeris.

    Parameters
    ----------
    ephemeris : Ephemeris
        What was folded on.
    two_gaussian, polyfit : TwoGaussianFit, PolyfitFit
        The fits.
    better : EclipseModel
        The model of lower Bayesian information criterion.
    morphology : Morphology or None
        None where the polyfit finds no eclipse, or where a constant describes the curve as well.
    doubts : tuple of Doubt
        Reasons not to trust single numbers.
    remarks : tuple of str
        What a person should know of the whole.
    profile : PhaseProfile
        The folded light curve that was fitted.
    """

    ephemeris: Ephemeris
    two_gaussian: TwoGaussianFit
    polyfit: PolyfitFit
    better: EclipseModel
    morphology: Morphology | None
    doubts: tuple[Doubt, ...]
    remarks: tuple[str, ...]
    profile: PhaseProfile

    def shape(self, which: Which, model: EclipseModel) -> EclipseShape | None:
        """One eclipse in one model."""
        fit = self.two_gaussian if model is EclipseModel.TWO_GAUSSIAN else self.polyfit
        return fit.primary if which is Which.PRIMARY else fit.secondary

    def value(self, number: EclipseNumber) -> float | None:
        """One number, trusted or not; None where the model has none."""
        if number is EclipseNumber.MORPH_COEFF:
            return None if self.morphology is None else self.morphology.value
        which, quantity, model = number.split("_")
        shape = self.shape(Which(which), EclipseModel(model))
        if shape is None:
            return None
        return {"width": shape.width, "depth": shape.depth, "pos": shape.position}[quantity]

    def doubts_on(self, number: EclipseNumber) -> tuple[str, ...]:
        """Reasons not to trust one number; empty if it passed all checks."""
        return tuple(doubt.reason for doubt in self.doubts if doubt.number is number)


def measure_eclipses(
    time: FloatArray, flux: FloatArray, ephemeris: Ephemeris, flux_err: FloatArray | None = None
) -> Eclipses:
    """Fit the two-Gaussian model and the polyfit to a folded light curve, and check the result.

    Parameters
    ----------
    time, flux : ndarray of shape (n,)
        BTJD in days, ascending, and relative flux; finite.
    ephemeris : Ephemeris
        What to fold on.
    flux_err : ndarray of shape (n,), optional
        One-sigma errors, for weights.

    Raises
    ------
    BadLightCurve
        Fewer than thirty points, times out of order, or values that are not finite.

    Notes
    -----
    One sector at 120 s takes about 0.03 s once scipy is loaded. See `fit_two_gaussian`, `fit_polyfit`,
    `morphology` and `eclipse_doubts` for the methods.
    """
    profile = phase_profile(time, flux, ephemeris, flux_err)
    gaussian = fit_two_gaussian(profile)
    chain = fit_polyfit(profile, gaussian)
    doubts = eclipse_doubts(gaussian, chain, profile)
    coefficient = morphology(chain)
    depth = number_of(Which.PRIMARY, Quantity.DEPTH, EclipseModel.POLYFIT)
    about_depth = [doubt.reason for doubt in doubts if doubt.number is depth]
    if gaussian.shape is TwoGaussianShape.C:
        coefficient = None
    if coefficient is not None and gaussian.shape is not TwoGaussianShape.CE:
        doubts += tuple(Doubt(EclipseNumber.MORPH_COEFF, reason) for reason in about_depth)
    return Eclipses(
        ephemeris=ephemeris, two_gaussian=gaussian, polyfit=chain,
        better=EclipseModel.POLYFIT if chain.bic < gaussian.bic else EclipseModel.TWO_GAUSSIAN,
        morphology=coefficient, doubts=doubts, remarks=_remarks(profile, gaussian), profile=profile,
    )  # fmt: skip


def _remarks(profile: PhaseProfile, gaussian: TwoGaussianFit) -> tuple[str, ...]:
    remarks = []
    primary, secondary = gaussian.primary, gaussian.secondary
    if primary is None:
        remarks.append(
            "no eclipse: ellipsoidal variation alone describes the curve"
            if gaussian.shape.has_cosine
            else "no eclipse: a constant describes the curve"
        )
    elif abs(float(wrapped(primary.position))) > 0.25 * (primary.width or 0.0):
        remarks.append(f"the deeper minimum is at phase {primary.position:.4f}, not at bjd0")
    if primary is not None and secondary is None:
        remarks.append("no secondary eclipse is significant")
    if profile.cycles == 1:
        remarks.append("all points are of one cycle: nothing shows that the eclipses come back")
    if profile.red_noise > 3:
        remarks.append(
            f"cycles differ {profile.red_noise:.0f} times more than the points scatter: spots, pulsation, "
            "another signal, or an ephemeris that drifts"
        )
    return tuple(remarks)
