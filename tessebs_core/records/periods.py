"""What is known of a target's period: the answer, how sure it is, and why."""

from dataclasses import dataclass

from tessebs_core.records.ephemerides import Ephemeris, Source
from tessebs_core.vocabulary import PeriodGrade

__all__ = ["AliasGroup", "AliasMember", "CandidatePeriod", "FoldEvidence", "PeriodReport", "SecondaryEclipse"]


@dataclass(frozen=True)
class CandidatePeriod:
    """A period, days, and what suggested it."""

    period: float
    source: str


@dataclass(frozen=True)
class SecondaryEclipse:
    """The most significant other dip of a fold.

    Parameters
    ----------
    phase : float
        Of its middle, after the primary, 0 to 1.
    depth : float
        Below the level beside it, relative flux.
    width : float
        Days.
    significance : float
        Depth in sigma, the scatter at other phases counted; from about 4 on it is hardly by chance.
    """

    phase: float
    depth: float
    width: float
    significance: float


@dataclass(frozen=True)
class FoldEvidence:
    """What speaks for and against one multiple of the period; all folds share one ephemeris exactly.

    Parameters
    ----------
    multiple : float
        Of the reported period.
    period : float
        Days.
    predicted : float
        Fraction of the variance that the fold predicts in cycles it has not seen; negative where its
        predictions do harm.
    bic : float
        Bayesian information criterion of the fold less that of the reported period; negative is better.
        Red noise is counted.
    depth, width, significance : float
        The deepest minimum: relative flux, full width at half depth in days, depth in sigma.
    secondary : SecondaryEclipse or None
        None where no other dip could be measured.
    odd_even_depth, odd_even_time : float or None
        Odd against even cycles in sigma: depth and time of the minimum; None unless both were seen.
    coverage : float
        Fraction of the phases that hold points.
    eclipses : int
        Cycles in which the minimum was seen whole.
    ellipsoidal, ellipsoidal_sigma : float or None
        Amplitude of the twice-a-cycle wave between the dips, relative flux; negative when it is faintest at
        the minimum, as tides make it.
    """

    multiple: float
    period: float
    predicted: float
    bic: float
    depth: float
    width: float
    significance: float
    secondary: SecondaryEclipse | None
    odd_even_depth: float | None
    odd_even_time: float | None
    coverage: float
    eclipses: int
    ellipsoidal: float | None
    ellipsoidal_sigma: float | None


@dataclass(frozen=True)
class AliasMember:
    """A proposal in a group.

    Parameters
    ----------
    ephemeris : Ephemeris
        As proposed.
    source : Source or None
        Who proposed it.
    ratio : tuple of int
        (p, q): its period is p/q of the group's.
    same_minimum : bool
        Its times of minimum are among the group's, within the propagated uncertainties.
    """

    ephemeris: Ephemeris
    source: Source | None
    ratio: tuple[int, int]
    same_minimum: bool


@dataclass(frozen=True)
class AliasGroup:
    """Proposals that are one signal at small multiples of one period; ``ephemeris`` is the reference."""

    ephemeris: Ephemeris
    members: tuple[AliasMember, ...]


@dataclass(frozen=True)
class PeriodReport:
    """The orbital period of one light curve, with its evidence.

    Parameters
    ----------
    tess_id : int
    provenance : str
    sectors : tuple of int
        The light curve.
    grade : PeriodGrade
        How sure the period is; ``no-eclipses`` when there is none to be sure of.
    ephemeris : Ephemeris or None
        With uncertainties where eclipses could be timed; None for ``no-eclipses``.
    alternative : float or None
        The other period to look at when the grade is not certain, days.
    reasons : tuple of str
        Why, in words.
    evidence : tuple of FoldEvidence
        For P/2, P, 2P and 3P, and for half, whole and double of proposals at other small multiples, by
        ascending period, as far as the light curve reaches.
    candidates : tuple of CandidatePeriod
        Where the search began.
    groups : tuple of AliasGroup
        The proposals given, by signal.
    """

    tess_id: int
    provenance: str
    sectors: tuple[int, ...]
    grade: PeriodGrade
    ephemeris: Ephemeris | None
    alternative: float | None
    reasons: tuple[str, ...]
    evidence: tuple[FoldEvidence, ...] = ()
    candidates: tuple[CandidatePeriod, ...] = ()
    groups: tuple[AliasGroup, ...] = ()

    @property
    def period(self) -> float | None:
        """Orbital period, days."""
        return None if self.ephemeris is None else self.ephemeris.period
