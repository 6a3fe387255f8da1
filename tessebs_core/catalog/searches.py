"""Searching the catalogue in a notebook."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from tessebs_core.catalog.connection import workspace
from tessebs_core.errors import BadSearch
from tessebs_core.export.found_entries import entries_as_table
from tessebs_core.records.catalogue_columns import COLUMNS, Column, column_named, columns_named
from tessebs_core.records.search_addresses import search_to_address
from tessebs_core.records.searching import Bound, Cone, Order, Range, Search
from tessebs_core.vocabulary import ColumnKind, EphemerisStatus, InCatalogue, SignalFlag
from tessebs_core.workflows.searching import find_all

if TYPE_CHECKING:
    from astropy.table import Table

__all__ = ["search"]

Word = TypeVar("Word", bound=StrEnum)


def search(
    name: str = "",
    *,
    flags: str | Iterable[str] = (),
    flags_not: str | Iterable[str] = (),
    provenances: str | Iterable[str] = (),
    origins: str | Iterable[str] = (),
    status: str | None = None,
    in_catalog: bool | None = True,
    cone: Sequence[Any] | None = None,
    order: str | Iterable[str] = (),
    columns: Iterable[str] | None = None,
    **ranges: Any,
) -> "Table":
    """Find entries of the catalogue.

    Parameters
    ----------
    name : str
        Of a target: ``TIC 123``, ``Gaia DR3 ...``, ``KIC ...``, ``ASAS ...``.
    flags, flags_not : str or iterable of str
        What an entry must have, and must not have, such as ``"heartbeat"``.
    provenances, origins : str or iterable of str
        At least one of these.
    status : str, optional
        ``open``, ``conflict`` or ``settled``.
    in_catalog : bool or None
        Whether the entry is confirmed; None for all entries.
    cone : tuple, optional
        Centre and radius: ``(83.8, -5.4, 1.0)`` in degrees, ``("05 35 17 -05 23", "1 deg")``, or a SkyCoord
        and an Angle.
    order : str or iterable of str
        Two columns at most, ``"-period"`` for descending.
    columns : iterable of str, optional
        All by default.
    **ranges
        Of any column, both limits included, None for no limit: ``period=(1, 2)``, ``Tmag=(None, 10)``,
        ``sectors=(1, 26)``, ``ra=(350, 10)``, ``date_added=("2024-12-31", None)``; one value for equality.
        Quantities are converted.

    Returns
    -------
    astropy.table.Table
        With units and descriptions; masked where missing. Times are BTJD (BJD_TDB - 2457000), days.
        Identifiers are int64; ``to_pandas()`` keeps every digit of them.

    Raises
    ------
    BadSearch
        A condition cannot be one; ``field`` says which.

    Examples
    --------
    >>> from tessebs_core import catalog
    >>> found = catalog.search(period=(1, 2), flags="heartbeat", order="Tmag")  # doctest: +SKIP
    """
    asked = Search(
        ranges=tuple(_range(column, limits) for column, limits in ranges.items() if limits is not None),
        flags=_words("flags", flags, SignalFlag),
        flags_not=_words("flags_not", flags_not, SignalFlag),
        provenances=_texts(provenances),
        origins=_texts(origins),
        status=None if status is None else _words("status", status, EphemerisStatus)[0],
        in_catalog={True: InCatalogue.YES, False: InCatalogue.NO, None: InCatalogue.ANY}[in_catalog],
        cone=None if cone is None else _cone(cone),
        text=name,
        order=tuple(Order(each.removeprefix("-"), each.startswith("-")) for each in _texts(order)),
    )
    every = [each.name for each in COLUMNS if each.name != "distance" or cone is not None]
    chosen = columns_named(_texts(columns) if columns is not None else every)
    names = tuple(each.name for each in chosen)
    table = entries_as_table(chosen, find_all(workspace(), asked, names))
    table.meta["search"] = search_to_address(asked, names)
    return table


def _texts(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _words(field: str, given: str | Iterable[str], words: type[Word]) -> tuple[Word, ...]:
    try:
        return tuple(words(each) for each in _texts(given))
    except ValueError as error:
        raise BadSearch(field, f"{error}; there is {', '.join(words)}.") from None


def _range(name: str, limits: Any) -> Range:
    column = column_named(name, name)
    if isinstance(limits, (tuple, list)):
        if len(limits) != 2:
            raise BadSearch(name, "a range is a lower and an upper limit, None for no limit.")
        low, high = limits
    else:
        low = high = limits
    return Range(name, _bound(column, low), _bound(column, high))


def _bound(column: Column, limit: Any) -> Bound | None:
    if limit is None:
        return None
    if column.kind is ColumnKind.MOMENT:
        try:
            day = date.fromisoformat(limit) if isinstance(limit, str) else limit
        except ValueError:
            raise BadSearch(column.name, f"{limit!r} is no day such as 2024-12-31.") from None
        return day.date() if isinstance(day, datetime) else day
    if hasattr(limit, "unit"):
        limit = _converted(column, limit)
    return limit.item() if hasattr(limit, "item") else limit  # type: ignore[no-any-return]


def _converted(column: Column, quantity: Any) -> Any:
    from astropy.units import UnitConversionError

    try:
        return quantity.to_value(column.unit or "")
    except UnitConversionError as error:
        raise BadSearch(column.name, f"{error}.") from None


def _cone(given: Sequence[Any]) -> Cone:
    from astropy import units
    from astropy.coordinates import Angle, SkyCoord

    try:
        *centre, radius = given
        if len(centre) == 2:
            place = SkyCoord(*centre, unit=units.deg)
        elif isinstance(centre[0], str):
            # "83.8 -5.4" are degrees, sexagesimal right ascensions are hours; units that are written count.
            is_decimal = len(centre[0].split()) == 2 and ":" not in centre[0]
            place = SkyCoord(centre[0], unit=units.deg if is_decimal else (units.hourangle, units.deg))
        else:
            place = centre[0] if isinstance(centre[0], SkyCoord) else SkyCoord(*centre[0], unit=units.deg)
        angle = Angle(radius, unit=None if isinstance(radius, str) and radius[-1:].isalpha() else units.deg)
        place = place.icrs
        return Cone(float(place.ra.deg), float(place.dec.deg), float(angle.deg))
    except (ValueError, TypeError, IndexError, units.UnitsError) as error:
        raise BadSearch("cone", f"{given!r} is no centre and radius ({error}).") from error
