"""All that is known of one target, as one person may see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from tessebs_core.records.ephemerides import Ephemeris
from tessebs_core.records.targets import TargetMetadata
from tessebs_core.records.triage import Note, Proposal
from tessebs_core.vocabulary import (
    EBSource,
    FigureKind,
    FigureState,
    PeriodGrade,
    ProductState,
    Role,
    SignalFlag,
)

__all__ = [
    "QUANTITIES",
    "BoxRun",
    "Change",
    "GradedReport",
    "Neighbour",
    "ProductFile",
    "Quantity",
    "Refreshed",
    "ReleasedSignal",
    "SignalEntry",
    "StaticFigure",
    "TargetView",
]


@dataclass(frozen=True)
class Quantity:
    """A field of `TargetMetadata`: its name, unit ("" for none) and which archive it comes from."""

    field: str
    label: str
    unit: str
    origin: str


_TIC, _SIMBAD = "TESS Input Catalog", "SIMBAD"

QUANTITIES = (
    Quantity("ra", "RA", "deg", _TIC),
    Quantity("dec", "Dec", "deg", _TIC),
    Quantity("glon", "galactic l", "deg", _TIC),
    Quantity("glat", "galactic b", "deg", _TIC),
    Quantity("pmra", "μα cos δ", "mas/yr", _TIC),
    Quantity("pmdec", "μδ", "mas/yr", _TIC),
    Quantity("Tmag", "Tmag", "mag", _TIC),
    Quantity("teff", "Teff", "K", _TIC),
    Quantity("logg", "log g", "dex", _TIC),
    Quantity("abun", "[M/H]", "dex", _TIC),
    Quantity("gaia_id", "Gaia DR2", "", _TIC),
    Quantity("gaia_dr3_id", "Gaia DR3", "", _SIMBAD),
    Quantity("kepler_id", "KIC", "", "SIMBAD or TESS Input Catalog"),
    Quantity("asas_id", "ASAS", "", _SIMBAD),
)
"""All fields but the TIC number, in the order in which they are shown."""


@dataclass(frozen=True)
class SignalEntry:
    """One signal of the target with everything that its entry holds.

    Parameters
    ----------
    source : EBSource or None
        What kind of data it was found in.
    numbers : mapping of str to float or None
        Widths and positions of the eclipses in phase, depths in relative flux, and the morphology
        coefficient, by column name (`tessebs_core.compute.eclipse_numbers.EclipseNumber`).
    """

    entry_id: int
    signal_id: int
    in_catalog: bool
    source: EBSource | None
    ephemeris_id: int | None
    ephemeris: Ephemeris | None
    numbers: Mapping[str, float | None]
    flags: frozenset[SignalFlag]
    origins: tuple[str, ...]
    date_added: datetime
    date_modified: datetime | None


@dataclass(frozen=True)
class GradedReport:
    """What the stored period report on one product says; ``alternative`` in days."""

    provenance: str
    grade: PeriodGrade
    ephemeris: Ephemeris | None
    alternative: float | None
    stored_at: datetime


@dataclass(frozen=True)
class BoxRun:
    """The best box of one search; days, depths in relative flux, None where it found nothing."""

    provenance: str | None
    date_run: datetime
    pmin: float | None
    pmax: float | None
    min_eclipses: int
    bjd0: float | None
    period: float | None
    duration: float | None
    depth: float | None
    depth_unc: float | None
    depth_odd: float | None
    depth_even: float | None
    log_probability: float | None


@dataclass(frozen=True)
class ProductFile:
    """A light-curve file: ``size`` in bytes, ``cadence`` in seconds, and why it failed if it did."""

    provenance: str
    file_name: str
    sector: int | None
    cadence: float | None
    size: int | None
    state: ProductState
    error: str | None


@dataclass(frozen=True)
class StaticFigure:
    """A picture in the data folder, or the place of one that was not made.

    ``number`` is the signal's or the ephemeris' where it is a fold, else None.
    """

    tess_id: int
    kind: FigureKind
    provenance: str
    number: int | None = None
    state: FigureState = field(default=FigureState.MISSING, compare=False)
    made_ns: int = 0  # modification time, ns; another number is another picture


@dataclass(frozen=True)
class Neighbour:
    """Another of our targets: ``separation`` in arcseconds, ``position_angle`` east of north in degrees.

    ``in_catalog`` is None where this person may not know it yet: see `TargetView`.
    """

    tess_id: int
    separation: float
    position_angle: float
    Tmag: float | None
    in_catalog: bool | None


@dataclass(frozen=True)
class ReleasedSignal:
    """A signal as it stands in a release, with the ephemeris that it has there if it has one."""

    release: str
    signal_id: int
    ephemeris: Ephemeris | None


@dataclass(frozen=True)
class Change:
    """One thing that a refresh changed, before and after, in words; ``name`` as screens call it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Refreshed:
    """What came of asking the archives again; ``warnings`` are what they did not give."""

    tess_id: int
    changes: tuple[Change, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class TargetView:
    """One target, whole.

    While the first look is blind and this person has not judged a proposal, its status, others' votes and
    comments on it and the signal that stands for it are left out, and so is what only accepting it has made;
    whether a neighbour is in the catalogue is hidden in the same way (docs/decisions/0013).

    Parameters
    ----------
    provenances : tuple of str
        Products that exist at MAST.
    light_curves : tuple of str
        Those with a light curve in the data folder.
    proposals : tuple of Proposal
        Proposals of one signal stand together.
    unjudged : frozenset of int
        Proposals that this person may not know the answer to yet.
    ratios : mapping of int to Fraction
        The period of the newest report that found one, over a proposal's, by ephemeris id; only where that
        is a small ratio.
    role : Role or None
        Of this person; None for somebody who is not known yet.
    """

    target: TargetMetadata
    sectors: tuple[int, ...]
    provenances: tuple[str, ...]
    light_curves: tuple[str, ...]
    signals: tuple[SignalEntry, ...]
    proposals: tuple[Proposal, ...]
    unjudged: frozenset[int]
    reports: tuple[GradedReport, ...]
    comments: tuple[Note, ...]
    bls_runs: tuple[BoxRun, ...]
    products: tuple[ProductFile, ...]
    neighbours: tuple[Neighbour, ...]
    figures: tuple[StaticFigure, ...] = ()
    ratios: Mapping[int, Fraction] = field(default_factory=dict)
    role: Role | None = None

    @property
    def newest_report(self) -> GradedReport | None:
        """The newest report that names a period."""
        return next((each for each in self.reports if each.ephemeris is not None), None)

    @property
    def may_work(self) -> bool:
        """Whether this person may comment, refresh and draw; a viewer may only look."""
        return self.role is not Role.VIEWER
