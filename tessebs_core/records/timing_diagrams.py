"""Observed minus computed times of eclipses, with what is fitted to them and what is left out."""

from dataclasses import dataclass

from tessebs_core.records.ephemerides import Ephemeris

__all__ = ["SECONDS_PER_YEAR", "CycleGap", "SineFit", "TimedEclipse", "TimingDiagram", "Trend", "TrendFit"]

SECONDS_PER_YEAR = 86400.0 * 365.25
"""dP/dt in d/d times this is dP/dt in s/yr."""


@dataclass(frozen=True)
class TimedEclipse:
    """One eclipse of an O-C diagram.

    Parameters
    ----------
    secondary : bool
        Whether it is a secondary eclipse; those are computed at the phase of the secondary.
    cycle : int
        Number of the cycle from the ephemeris' zero point.
    time, time_unc : float
        Middle of the eclipse, BTJD (TDB), and its one-sigma uncertainty, days.
    o_minus_c : float
        Observed minus computed, days.
    depth_ratio : float
        Depth over the usual one.
    points : int
        Points of the light curve that were fitted.
    remark : str
        Why it is doubtful, in words; empty for a good one.
    used : bool
        Whether the fits use it: unless it has a remark, or as a person has chosen.
    chosen : bool
        Whether a person has chosen.
    """

    secondary: bool
    cycle: int
    time: float
    time_unc: float
    o_minus_c: float
    depth_ratio: float
    points: int
    remark: str = ""
    used: bool = True
    chosen: bool = False

    @property
    def name(self) -> str:
        """What it is called where it is chosen.

        Examples
        --------
        >>> TimedEclipse(True, -12, 1325.4, 0.001, 0.0, 1.0, 90).name
        'secondary -12'
        """
        return f"{'secondary' if self.secondary else 'primary'} {self.cycle}"


@dataclass(frozen=True)
class Trend:
    """A value with its one-sigma uncertainty, in the unit that its name says."""

    value: float
    uncertainty: float


@dataclass(frozen=True)
class TrendFit:
    """A weighted polynomial through the times: O-C = a + b E (+ c E**2), and an offset for secondaries.

    Parameters
    ----------
    degree : int
        1 or 2.
    coefficients : tuple of float
        a, b, (c), days, and last the offset of secondaries where there are both; E counted from ``centre``.
    covariance : tuple of tuple of float
        Theirs, with the stated uncertainties as they are.
    centre : int
        Cycle from which E is counted.
    ephemeris : Ephemeris
        Zero point and period that follow, uncertainties raised by the scatter where it is larger than stated.
    change : Trend or None
        dP/dt, days per day; None for a line.
    secondary_offset : Trend or None
        How far secondaries are from the phase they are computed at, days.
    chi_squared : float
    degrees_of_freedom : int
    bic : float
        Bayesian information criterion: chi-squared plus the number of parameters times ln of that of times.
    scatter : float
        Root mean square of what is left, days.
    """

    degree: int
    coefficients: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    centre: int
    ephemeris: Ephemeris
    change: Trend | None
    secondary_offset: Trend | None
    chi_squared: float
    degrees_of_freedom: int
    bic: float
    scatter: float

    @property
    def reduced_chi_squared(self) -> float:
        """Chi-squared over degrees of freedom; NaN without any."""
        return self.chi_squared / self.degrees_of_freedom if self.degrees_of_freedom else float("nan")

    @property
    def change_per_year(self) -> Trend | None:
        """dP/dt in seconds per year."""
        if self.change is None:
            return None
        return Trend(self.change.value * SECONDS_PER_YEAR, self.change.uncertainty * SECONDS_PER_YEAR)

    def at(self, cycle: float) -> float:
        """O-C of the primaries at a cycle, days."""
        x = cycle - self.centre
        return sum(each * x**power for power, each in enumerate(self.coefficients[: self.degree + 1]))


@dataclass(frozen=True)
class SineFit:
    """The best sine through what a fit leaves: period and amplitude, days, and how much BIC falls with it."""

    period: float
    amplitude: float
    gain: float


@dataclass(frozen=True)
class CycleGap:
    """A gap over which cycles may be counted wrong: it is between two times, BTJD.

    ``uncertainty`` is that of the time predicted across it, in cycles, one sigma; NaN where nothing says.
    """

    start: float
    end: float
    uncertainty: float


@dataclass(frozen=True)
class TimingDiagram:
    """The O-C diagram of one signal.

    Parameters
    ----------
    tess_id : int
    signal_id : int or None
        None for an ephemeris that is no entry's.
    provenance : str
    sectors : tuple of int
        The light curve that was timed.
    ephemeris : Ephemeris
        What times are computed with.
    secondary_phase : float or None
        Phase at which secondaries are computed; None where none were timed.
    eclipses : tuple of TimedEclipse
        In order of time; doubtful ones are among them.
    linear, quadratic : TrendFit or None
        None where there are too few times.
    quadratic_sigma : float or None
        By how many sigma the quadratic term is not zero, the scatter counted.
    by_chance : float or None
        Probability that the quadratic term helps as much by chance (F test).
    preferred : int or None
        Degree of the fit of lower BIC: 2 only where it is lower by 10 at least.
    structure : SineFit or None
        A sine, where the times follow neither line nor parabola.
    gaps : tuple of CycleGap
        Where the count of cycles is not sure.
    remarks : tuple of str
        What else is to be known, in words.
    """

    tess_id: int
    signal_id: int | None
    provenance: str
    sectors: tuple[int, ...]
    ephemeris: Ephemeris
    secondary_phase: float | None
    eclipses: tuple[TimedEclipse, ...]
    linear: TrendFit | None = None
    quadratic: TrendFit | None = None
    quadratic_sigma: float | None = None
    by_chance: float | None = None
    preferred: int | None = None
    structure: SineFit | None = None
    gaps: tuple[CycleGap, ...] = ()
    remarks: tuple[str, ...] = ()
