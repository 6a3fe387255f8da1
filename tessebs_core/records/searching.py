"""A search of the catalogue, and one page of what it finds.

``tessebs_core.workflows.searching.find(workspace, search, columns)`` answers it. Columns are in
`tessebs_core.records.catalogue_columns`, shareable addresses in `tessebs_core.records.search_addresses`.
"""

import math
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from tessebs_core.errors import BadSearch
from tessebs_core.records.catalogue_columns import Column, column_named
from tessebs_core.records.target_names import read_target_name
from tessebs_core.vocabulary import ColumnKind, EphemerisStatus, InCatalogue, SignalFlag

__all__ = [
    "LARGEST_PAGE",
    "AngleUnit",
    "Bound",
    "Cone",
    "FoundEntry",
    "Order",
    "Range",
    "SavedSearch",
    "Search",
    "SearchPage",
]

LARGEST_PAGE = 1000
"""Most entries on one page."""

Bound = int | float | date
"""An end of a range: a number, or a day (UTC) for dates."""

_LARGEST_WHOLE = 2**63 - 1
_SHORT = frozenset({"sectors", "n_sectors", "signal_id"})
"""Whole numbers that tables keep in 32 bits; identifiers have 64."""
_LIMITS = {"ra": (0.0, 360.0), "glon": (0.0, 360.0), "dec": (-90.0, 90.0), "glat": (-90.0, 90.0)}


class AngleUnit(StrEnum):
    """Of a cone's radius."""

    DEGREE = "deg"
    ARCMINUTE = "arcmin"
    ARCSECOND = "arcsec"

    @property
    def in_degrees(self) -> float:
        """One of it."""
        return {"deg": 1.0, "arcmin": 1.0 / 60.0, "arcsec": 1.0 / 3600.0}[self.value]


@dataclass(frozen=True)
class Range:
    """Values of one column from ``low`` to ``high``, both included; None is no limit. Missing is in no range.

    Days hold all their moments, UTC. An angle may go over 360: ``Range("ra", 350.0, 10.0)``.
    Of ``sectors`` one within the range is enough.

    Raises
    ------
    BadSearch
        The column has no ranges, a limit is none of its values, or the limits are the wrong way round.
    """

    column: str
    low: Bound | None = None
    high: Bound | None = None

    def __post_init__(self) -> None:
        column = column_named(self.column, self.column)
        if not column.ranged:
            raise BadSearch(self.column, "this column has no ranges.")
        if self.low is None and self.high is None:
            raise BadSearch(self.column, "a range needs a lower or an upper limit.")
        for end, limit in (("min", self.low), ("max", self.high)):
            if limit is not None:
                _check_limit(column, f"{self.column}_{end}", limit)
        if self.low is not None and self.high is not None and not column.cyclic and self.low > self.high:  # type: ignore[operator]
            raise BadSearch(f"{self.column}_min", f"{self.low} is above the upper limit {self.high}.")


@dataclass(frozen=True)
class Cone:
    """A circle on the sky: centre in degrees (ICRS) and radius in ``unit``.

    Raises
    ------
    BadSearch
        It is none: right ascension in [0, 360], declination in [-90, 90], radius over 0 to 180 degrees.
    """

    ra: float
    dec: float
    radius: float
    unit: AngleUnit = AngleUnit.DEGREE

    def __post_init__(self) -> None:
        if not all(math.isfinite(each) for each in (self.ra, self.dec, self.radius)):
            raise BadSearch("cone", "right ascension, declination and radius are finite numbers.")
        if not 0.0 <= self.ra <= 360.0:
            raise BadSearch("cone", f"the right ascension {self.ra} is not between 0 and 360 degrees.")
        if not -90.0 <= self.dec <= 90.0:
            raise BadSearch("cone", f"the declination {self.dec} is not between -90 and 90 degrees.")
        if not 0.0 < self.degrees <= 180.0:
            raise BadSearch("cone", f"the radius {self.radius} {self.unit} is not between 0 and 180 degrees.")

    @property
    def degrees(self) -> float:
        """The radius in degrees."""
        return self.radius * self.unit.in_degrees


@dataclass(frozen=True)
class Order:
    """A key to order by; missing values come last in both directions."""

    column: str
    descending: bool = False

    def __post_init__(self) -> None:
        if not column_named(self.column, "order").ordered:
            raise BadSearch("order", f"entries cannot be ordered by {self.column}.")


@dataclass(frozen=True)
class Search:
    """Conditions that entries must meet, all of them, and how they are ordered and paged.

    Parameters
    ----------
    ranges : tuple of Range
        At most one for each column.
    flags, flags_not : tuple of SignalFlag
        All that an entry must have, and none of those that it must not have.
    provenances, origins : tuple of str
        At least one of these.
    status : EphemerisStatus, optional
        Of the entry's target: ``settled`` when none of its proposals waits for votes, ``conflict`` when
        people contradict each other on one that does, else ``open``.
    in_catalog : InCatalogue
        Confirmed entries alone unless asked otherwise.
    cone : Cone, optional
    text : str
        A target's name in any survey; see `tessebs_core.records.target_names`.
    order : tuple of Order
        Two keys at most; entries that are equal in them, or all without any, come by TIC number and signal.
    page : int
        From 1.
    size : int
        Entries on a page, 1 to 1000.

    Raises
    ------
    BadSearch
        A condition cannot be one; ``field`` says which.
    """

    ranges: tuple[Range, ...] = ()
    flags: tuple[SignalFlag, ...] = ()
    flags_not: tuple[SignalFlag, ...] = ()
    provenances: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    status: EphemerisStatus | None = None
    in_catalog: InCatalogue = InCatalogue.YES
    cone: Cone | None = None
    text: str = ""
    order: tuple[Order, ...] = ()
    page: int = 1
    size: int = 100

    def __post_init__(self) -> None:
        names = [each.column for each in self.ranges]
        if twice := [name for name in names if names.count(name) > 1]:
            raise BadSearch(twice[0], "one range is enough.")
        if both := set(self.flags) & set(self.flags_not):
            raise BadSearch("flags", f"{min(both)} cannot be wanted and unwanted at once.")
        if self.text.strip():
            read_target_name(self.text)
        if len(self.order) > 2 or len({each.column for each in self.order}) < len(self.order):
            raise BadSearch("order", "two different columns at most.")
        needs_cone = "distance" in {*names, *(each.column for each in self.order)}
        if needs_cone and self.cone is None:
            raise BadSearch("cone", "a distance needs the cone that it is measured in.")
        if not 1 <= self.page <= _LARGEST_WHOLE // LARGEST_PAGE:
            raise BadSearch("page", f"there is no page {self.page}; pages are counted from 1.")
        if not 1 <= self.size <= LARGEST_PAGE:
            raise BadSearch("size", f"a page has 1 to {LARGEST_PAGE} entries.")

    def range_of(self, column: str) -> Range | None:
        """The range asked of a column; None if none is."""
        return next((each for each in self.ranges if each.column == column), None)

    def with_range(self, column: str, low: Bound | None = None, high: Bound | None = None) -> "Search":
        """The same with another range of one column, without any if both limits are None; its first page."""
        kept = tuple(each for each in self.ranges if each.column != column)
        new = () if low is None and high is None else (Range(column, low, high),)
        return replace(self, ranges=(*kept, *new), page=1)


@dataclass(frozen=True)
class FoundEntry:
    """One entry; ``values`` are in the order of the page's columns, see `Column` for their types."""

    eb_id: int
    tess_id: int
    signal_id: int
    values: tuple[Any, ...]


@dataclass(frozen=True)
class SearchPage:
    """One page of what a search found.

    Parameters
    ----------
    entries : tuple of FoundEntry
        Each entry of the catalogue at most once; none on a page behind the last.
    columns : tuple of Column
    count : int
        Entries that meet the conditions, on all pages.
    page, size : int
        As asked.
    """

    entries: tuple[FoundEntry, ...]
    columns: tuple[Column, ...]
    count: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; 1 also when nothing was found."""
        return max(1, -(-self.count // self.size))

    def texts(self, entry: FoundEntry) -> tuple[str, ...]:
        """An entry's values as they are shown."""
        return tuple(column.text(value) for column, value in zip(self.columns, entry.values, strict=True))


@dataclass(frozen=True)
class SavedSearch:
    """A search that a person keeps: its name, its address (see `search_addresses`), and when it was saved."""

    name: str
    address: str
    saved_at: datetime


def _check_limit(column: Column, field: str, limit: Bound) -> None:
    if column.kind is ColumnKind.MOMENT:
        if not isinstance(limit, date) or isinstance(limit, datetime):
            raise BadSearch(field, f"{limit!r} is no day.")
        return
    if isinstance(limit, (bool, date)) or not isinstance(limit, (int, float)):
        raise BadSearch(field, f"{limit!r} is no number.")
    if column.kind is not ColumnKind.NUMBER:
        if not isinstance(limit, int):
            raise BadSearch(field, f"{limit!r} is no whole number.")
        bits = 31 if column.name in _SHORT else 63
        if abs(limit) >= 2**bits:
            raise BadSearch(field, "the number is too large.")
    elif not math.isfinite(limit):
        raise BadSearch(field, "the number is not finite.")
    low, high = _LIMITS.get(column.name, (-math.inf, math.inf))
    if not low <= limit <= high:
        raise BadSearch(field, f"{limit} is not between {low:g} and {high:g} {column.unit}.")
