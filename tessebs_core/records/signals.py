"""A target's signals in the catalogue, and what accepting a proposal would make of it."""

from dataclasses import dataclass, field

from tessebs_core.records.ephemerides import Ephemeris
from tessebs_core.vocabulary import PeriodMultiple, SignalFlag

__all__ = ["CatalogueSignal", "FoundSignal", "Offer", "SignalBoard"]


@dataclass(frozen=True)
class CatalogueSignal:
    """One numbered signal of a target, with its accepted ephemeris if it has one."""

    entry_id: int
    signal_id: int
    in_catalog: bool
    ephemeris_id: int | None = None
    ephemeris: Ephemeris | None = None
    flags: frozenset[SignalFlag] = frozenset()
    has_secondary: bool = False  # a phase to swap to is known


@dataclass(frozen=True)
class Offer:
    """What accepting a proposal that is settled as `eb` would do, for one person.

    Parameters
    ----------
    ephemeris_id : int
        The proposal.
    ephemeris : Ephemeris
        What the entry would get: the proposal at the multiple that was agreed on.
    multiple : PeriodMultiple
        That multiple.
    flags : frozenset of SignalFlag
        From the votes, or from the decision.
    signal_id : int
        The number that it would have.
    updates : bool
        Whether a signal of that number stands already and would be brought up to date.
    accepted : bool
        Whether that signal has just this ephemeris and stands in the catalogue.
    refusal : str
        Why this person may not accept it, in words; empty where they may.
    """

    ephemeris_id: int
    ephemeris: Ephemeris
    multiple: PeriodMultiple
    flags: frozenset[SignalFlag]
    signal_id: int
    updates: bool = False
    accepted: bool = False
    refusal: str = ""


@dataclass(frozen=True)
class SignalBoard:
    """A target's signals by number, and the offers for its proposals by ephemeris id."""

    signals: tuple[CatalogueSignal, ...] = ()
    offers: dict[int, Offer] = field(default_factory=dict)


@dataclass(frozen=True)
class FoundSignal:
    """What a search found after signals were taken out of a light curve; nothing of it is stored.

    Parameters
    ----------
    tess_id, provenance : int, str
        Whose light curve.
    light_curve_hash : str
        sha256 of the light curve before anything was taken out.
    sectors : tuple of int
        What it covers.
    removed : tuple of Ephemeris
        The signals that were taken out first, and ``removal`` how: "mask" or "subtract".
    ephemeris : Ephemeris or None
        Of the best box, fitted to its eclipses where they are deep enough; None where nothing dips.
    significant : bool
        Whether it is called a further signal.
    depth, duration : float or None
        Relative flux and days.
    remark : str
        In words.
    """

    tess_id: int
    provenance: str
    light_curve_hash: str
    sectors: tuple[int, ...]
    removed: tuple[Ephemeris, ...]
    removal: str
    ephemeris: Ephemeris | None
    significant: bool
    depth: float | None
    duration: float | None
    remark: str
