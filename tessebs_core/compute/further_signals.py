"""A second binary in the light: box least squares after the first signal is taken out."""

from dataclasses import dataclass
from fractions import Fraction

from tessebs_core.compute.box_least_squares import Box, BoxSearch, box_least_squares
from tessebs_core.compute.event_significance import EventSignificance, event_significance, wave_share
from tessebs_core.compute.signal_removal import Removal, remainder, share_in_eclipse
from tessebs_core.compute.two_gaussian import TwoGaussianFit
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris, FloatArray

__all__ = ["FEWEST_AFTER_SUBTRACTION", "THRESHOLD", "FurtherSignal", "search_further_signal"]

THRESHOLD = 6.5
"""Significance, red noise counted, from which a further signal is called one: see
`benchmarks/further_signals.py` for the false alarms of single binaries at each threshold."""

FEWEST_AFTER_SUBTRACTION = 3
"""Eclipses of a further signal where those of the first were subtracted: what is left of two pairs up."""

_WAVE = 0.7  # signal to noise of a sine wave over that of the box
_MASKED_AT_MOST = 0.4  # of the cycle; beyond it too little would be left, and eclipses are subtracted
_LARGEST_PART = 6  # ratios of small numbers up to this are harmonics
_SIDEBAND = 1.2  # frequencies so near a harmonic, over the baseline, belong to it: it changes slowly
_LARGEST_TURN = 3  # cycles of the first signal after which what is left of it may come back
_SPARED = 0.1  # of all frequencies, at most, fall to the sidebands of such turns


@dataclass(frozen=True, eq=False)
class FurtherSignal:
    """What is left after the first signal.

    Parameters
    ----------
    search : BoxSearch
        Of the remaining light curve.
    removal : Removal
        How the first signal was taken out.
    significant : bool
        Whether eclipses stand out at `THRESHOLD`, dip rather than swing, and are no remainder of the
        first signal.
    box : Box or None
        The most significant of the best boxes; None where nothing dips.
    significance : EventSignificance or None
        Of that box.
    ratio : Fraction or None
        Its period over the first one where they are commensurable: a remainder of the first signal, or
        chance.
    is_wave : bool
        A sine wave describes it as well: pulsation, spots or a close binary.
    remark : str
        In words.
    """

    search: BoxSearch
    removal: Removal
    significant: bool
    box: Box | None
    significance: EventSignificance | None
    ratio: Fraction | None
    is_wave: bool
    remark: str


def search_further_signal(
    time: FloatArray,
    flux: FloatArray,
    ephemeris: Ephemeris,
    eclipses: TwoGaussianFit,
    flux_err: FloatArray | None = None,
    *,
    removal: Removal | None = None,
    minimum_period: float = 0.2,
    maximum_period: float | None = None,
) -> FurtherSignal:
    """Search for another eclipsing signal.

    Parameters
    ----------
    time, flux : ndarray of shape (n,)
        BTJD in days, ascending, and relative flux; finite.
    ephemeris, eclipses : Ephemeris, TwoGaussianFit
        The first signal.
    flux_err : ndarray of shape (n,), optional
        One-sigma errors, for weights.
    removal : Removal, optional
        Without it the eclipses are masked where they fill less than 0.4 of the cycle, and
        subtracted otherwise; subtracted where they could be masked, they give five times the false alarms.
    minimum_period, maximum_period : float, optional
        Range of periods, days.

    Raises
    ------
    BadLightCurve
        Too few points are left, or the range of periods is empty.

    Notes
    -----
    The folded curve and a running median of 0.8 d are subtracted, the ends of orbits and, where they are
    narrow, the eclipses left out: `tessebs_core.compute.signal_removal`. The three best boxes of
    `tessebs_core.compute.box_least_squares.box_least_squares` are weighed against the red noise of the
    remainder: `tessebs_core.compute.event_significance`. One is called a further signal when it reaches
    `THRESHOLD` (with three eclipses, where those of the first signal were subtracted), no sine wave describes
    it as well, and its period is not commensurable with the first one: n/m of it, numbers up to six, with a
    drift of less than two durations over the baseline, or a frequency within 1.2 over the baseline of the
    first one or its multiples (or halves or thirds, as long as these fill little of all frequencies), where
    a first signal that changes leaves its sidebands. Such a ratio may also be chance, so it is shown.

    Eclipses longer than a third of a day are lost, and so is what falls within 0.3 d of the ends of orbits.
    False alarms and what is recovered are in ``docs/methods/further_signals.md``.
    """
    if removal is None:
        narrow = 0 < share_in_eclipse(eclipses) < _MASKED_AT_MOST
        removal = Removal.MASK if narrow else Removal.SUBTRACT
    left = remainder(time, flux, ephemeris, eclipses, flux_err, removal)
    if left.time.size == 0:
        raise BadLightCurve("The eclipses fill the whole cycle: subtract the signal instead of masking it.")
    search = box_least_squares(
        left.time, left.flux, left.error, minimum_period=minimum_period, maximum_period=maximum_period
    )
    baseline = float(left.time[-1] - left.time[0])
    judged = [
        _Judged(
            box, event_significance(left, box), wave_share(left, box) > _WAVE,
            _harmonic(box, ephemeris.period, baseline),
            2 if removal is Removal.MASK else FEWEST_AFTER_SUBTRACTION,
        )
        for box in search.peaks
    ]  # fmt: skip
    if not judged:
        remark = "nothing else dips periodically"
        return FurtherSignal(search, removal, False, None, None, None, False, remark)
    best = max(judged, key=lambda each: (each.is_significant, each.noise.value))
    return FurtherSignal(
        search, removal, best.is_significant, best.box, best.noise, best.ratio, best.is_wave, best.remark()
    )


@dataclass(frozen=True)
class _Judged:
    """One box and what speaks against it."""

    box: Box
    noise: EventSignificance
    is_wave: bool
    ratio: Fraction | None
    fewest: int

    @property
    def is_significant(self) -> bool:
        """Whether it is a further signal."""
        stands_out = self.noise.value >= THRESHOLD and self.noise.eclipses >= self.fewest
        return stands_out and not self.is_wave and self.ratio is None

    def remark(self) -> str:
        """The judgement in words."""
        found = f"P = {self.box.period:.6g} d, {self.noise.value:.1f} sigma with red noise"
        if self.noise.value < THRESHOLD:
            return f"no further signal: the best box has {found}; {THRESHOLD:g} are asked for"
        if self.ratio is not None:
            return f"{found}, {self.ratio} of the first period: probably what is left of the first signal"
        if self.is_wave:
            return f"{found}, but it swings rather than dips: pulsation, spots or a close binary"
        if self.noise.eclipses < self.fewest:
            return (
                f"{found}, but only {self.noise.eclipses} eclipses: what is left of the first signal, or two"
            )
        return f"further signal: {found}"


def _harmonic(box: Box, first: float, baseline: float) -> Fraction | None:
    """Ratio of small numbers that the period of a box has to the first one, or None."""
    ratio = Fraction(box.period / first).limit_denominator(_LARGEST_PART)
    if not 0 < ratio.numerator <= _LARGEST_PART:
        ratio = Fraction(1, max(1, round(first / box.period)))
    drift = abs(box.period - float(ratio) * first) * baseline / box.period
    aside = abs(1 / box.period - 1 / (float(ratio) * first)) * baseline
    is_multiple = ratio.numerator == 1 and ratio.denominator <= _LARGEST_PART
    is_part = ratio.numerator <= _LARGEST_TURN and _SIDEBAND * first * ratio.numerator < _SPARED * baseline
    near = drift < 2 * box.duration or ((is_multiple or is_part) and aside < _SIDEBAND)
    return ratio if near else None
