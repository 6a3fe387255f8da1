"""Searches as the query part of an address: what a shareable link and the HTTP interface say."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from tessebs_core.errors import BadSearch
from tessebs_core.records.catalogue_columns import CHOSEN, COLUMNS, Column, columns_named
from tessebs_core.records.searching import AngleUnit, Bound, Cone, Order, Range, Search
from tessebs_core.vocabulary import ColumnKind, EphemerisStatus, InCatalogue, SignalFlag

__all__ = ["search_from_address", "search_to_address"]

_LONGEST = 20_000  # characters
_MOST_FIELDS = 200
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.A)
_WHOLE = re.compile(r"[+-]?\d{1,19}", re.A)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.A)
_RADIUS = re.compile(r"(.*?)\s*(deg|arcmin|arcsec)?", re.A)
_RANGED = {each.name: each for each in COLUMNS if each.ranged}

Word = TypeVar("Word", bound=StrEnum)


def search_to_address(search: Search, columns: Sequence[str] = CHOSEN) -> str:
    """Write a search and the chosen columns as the query part of an address, without ``?``.

    Only what differs from the usual is written, so that the address of an empty search is empty.

    Examples
    --------
    >>> search_to_address(Search(ranges=(Range("period", 1, 2.5),), order=(Order("Tmag", descending=True),)))
    'period_min=1&period_max=2.5&order=-Tmag'
    """
    usual = Search()
    said: list[tuple[str, str]] = []
    for each in search.ranges:
        said += [
            (f"{each.column}_{end}", _written(limit))
            for end, limit in (("min", each.low), ("max", each.high))
            if limit is not None
        ]
    for name in ("flags", "flags_not", "provenances", "origins"):
        # One field for each: a product's name may have any character.
        said += [(name, str(word)) for word in getattr(search, name)]
    if search.status is not None:
        said.append(("status", str(search.status)))
    if search.in_catalog is not usual.in_catalog:
        said.append(("in_catalog", str(search.in_catalog)))
    if search.cone is not None:
        cone = search.cone
        unit = "" if cone.unit is AngleUnit.DEGREE else str(cone.unit)
        said.append(("cone", f"{_written(cone.ra)},{_written(cone.dec)},{_written(cone.radius)}{unit}"))
    if search.text.strip():
        said.append(("q", search.text.strip()))
    if search.order:
        said.append(("order", ",".join("-" * each.descending + each.column for each in search.order)))
    said += [
        (name, str(getattr(search, name)))
        for name in ("page", "size")
        if getattr(search, name) != getattr(usual, name)
    ]
    if tuple(columns) != CHOSEN:
        said.append(("columns", ",".join(columns)))
    return urlencode(said, safe=",:")


def search_from_address(query: str, *, ignored: Collection[str] = ()) -> tuple[Search, tuple[str, ...]]:
    """Read a search and the names of the columns from the query part of an address.

    Parameters
    ----------
    query : str
        With or without leading ``?``.
    ignored : collection of str
        Fields that others read.

    Raises
    ------
    BadSearch
        A field is not known, is given twice, or has a value that it cannot have; ``field`` names it.
    """
    fields = _fields(query.removeprefix("?"), ignored)
    known = {
        *(f"{name}_{end}" for name in _RANGED for end in ("min", "max")),
        *("flags", "flags_not", "provenances", "origins", "status", "in_catalog", "cone", "q", "order"),
        *("page", "size", "columns"),
    }
    if unknown := [name for name in fields if name not in known]:
        limits = f"; ask for {unknown[0]}_min, {unknown[0]}_max or both" if unknown[0] in _RANGED else ""
        raise BadSearch(unknown[0][:40], f"there is no such condition{limits}.")
    usual = Search()
    status = _one(fields, "status")
    search = Search(
        ranges=_ranges(fields),
        flags=_words(fields, "flags", SignalFlag),
        flags_not=_words(fields, "flags_not", SignalFlag),
        provenances=_names(fields, "provenances"),
        origins=_names(fields, "origins"),
        status=None if status is None else _word("status", status, EphemerisStatus),
        in_catalog=_word("in_catalog", _one(fields, "in_catalog") or "yes", InCatalogue),
        cone=_cone(_one(fields, "cone")),
        text=_one(fields, "q") or "",
        order=_order(_one(fields, "order")),
        page=_whole("page", _one(fields, "page") or str(usual.page)),
        size=_whole("size", _one(fields, "size") or str(usual.size)),
    )
    chosen = _one(fields, "columns")
    if chosen is None:
        return search, CHOSEN
    return search, tuple(each.name for each in columns_named(chosen.split(",")))


def _fields(query: str, ignored: Collection[str]) -> dict[str, list[str]]:
    if len(query) > _LONGEST:
        raise BadSearch("address", f"it has more than {_LONGEST} characters.")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except (ValueError, UnicodeDecodeError) as error:
        raise BadSearch("address", "it has too many fields, or is not UTF-8.") from error
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        if "\0" in value:
            raise BadSearch(name[:40], "no text has a NUL character.")
        if name not in ignored and value.strip():  # a form sends its empty fields too
            fields.setdefault(name, []).append(value.strip())
    return fields


def _one(fields: Mapping[str, list[str]], name: str) -> str | None:
    values = fields.get(name, [])
    if len(values) > 1:
        raise BadSearch(name, "it is given more than once.")
    return values[0] if values else None


def _ranges(fields: Mapping[str, list[str]]) -> tuple[Range, ...]:
    found = []
    for name, column in _RANGED.items():
        low, high = (_limit(column, f"{name}_{end}", _one(fields, f"{name}_{end}")) for end in ("min", "max"))
        if low is not None or high is not None:
            found.append(Range(name, low, high))
    return tuple(found)


def _limit(column: Column, field: str, text: str | None) -> Bound | None:
    if text is None:
        return None
    if column.kind is ColumnKind.MOMENT:
        try:
            return date.fromisoformat(text) if _DAY.fullmatch(text) else _no_day(field, text)
        except ValueError:
            return _no_day(field, text)
    return _number(field, text) if column.kind is ColumnKind.NUMBER else _whole(field, text)


def _no_day(field: str, text: str) -> date:
    raise BadSearch(field, f"{text[:40]!r} is no day such as 2024-12-31.")


def _number(field: str, text: str) -> float:
    if len(text) > 60 or not _NUMBER.fullmatch(text):
        raise BadSearch(field, f"{text[:40]!r} is no number.")
    return float(text)


def _whole(field: str, text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise BadSearch(field, f"{text[:40]!r} is no whole number.")
    return int(text)


def _word(field: str, text: str, words: type[Word]) -> Word:
    try:
        return words(text)
    except ValueError:
        raise BadSearch(field, f"{text[:40]!r} is none of {', '.join(words)}.") from None


def _words(fields: Mapping[str, list[str]], name: str, words: type[Word]) -> tuple[Word, ...]:
    asked = [each for value in fields.get(name, []) for each in value.split(",")]
    return tuple(dict.fromkeys(_word(name, each, words) for each in asked))


def _names(fields: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    if long := [each for each in fields.get(name, []) if len(each) > 64]:
        raise BadSearch(name, f"{long[0][:40]!r}... has more than 64 characters.")
    return tuple(dict.fromkeys(fields.get(name, [])))


def _cone(text: str | None) -> Cone | None:
    if text is None:
        return None
    parts = text.split(",")
    match = _RADIUS.fullmatch(parts[-1])
    if len(parts) != 3 or match is None:
        raise BadSearch(
            "cone", f"{text[:40]!r} is not right ascension, declination, radius: 83.82,-5.39,10arcmin."
        )
    ra, dec, radius = (_number("cone", each.strip()) for each in (*parts[:2], match.group(1)))
    return Cone(ra, dec, radius, AngleUnit(match.group(2) or "deg"))


def _order(text: str | None) -> tuple[Order, ...]:
    if text is None:
        return ()
    return tuple(
        Order(each.strip().removeprefix("-"), each.strip().startswith("-")) for each in text.split(",")
    )


def _written(limit: Bound) -> str:
    return limit.isoformat() if isinstance(limit, date) else repr(limit)
