"""The conditions of a search one by one, in words, and the search without one of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tessebs_core.records.catalogue_columns import FLAG_LETTERS, column_named
from tessebs_core.records.searching import Bound, Cone, Range, Search
from tessebs_core.vocabulary import EphemerisStatus, InCatalogue

__all__ = ["FLAG_WORDS", "STATUS_WORDS", "Condition", "conditions", "loosenings", "shown_limit", "without"]

FLAG_WORDS = {
    flag: f"{letter} {words}"
    for (flag, letter), words in zip(
        FLAG_LETTERS.items(),
        ("ambiguous", "insufficient", "pulsating", "heartbeat", "multiple", "single"),
        strict=True,
    )
}
STATUS_WORDS = {
    EphemerisStatus.OPEN: "waits for votes",
    EphemerisStatus.CONFLICT: "in conflict",
    EphemerisStatus.SETTLED: "settled",
}
_IN_CATALOGUE = {InCatalogue.NO: "not in the catalogue", InCatalogue.ANY: "in the catalogue or not"}


@dataclass(frozen=True)
class Condition:
    """One condition: its key (`without` takes it away by this) and its words."""

    key: str
    words: str


def conditions(search: Search) -> tuple[Condition, ...]:
    """What a search asks for beyond all confirmed entries, in the order in which it is shown."""
    return tuple(_conditions(search))


def loosenings(search: Search) -> tuple[Condition, ...]:
    """The ways in which a search that found nothing can be loosened by one step."""
    others = tuple(each for each in conditions(search) if each.key != "in_catalog")
    if search.in_catalog is InCatalogue.ANY:
        return others
    return (Condition("in_catalog", "also what is not in the catalogue"), *others)


def without(search: Search, key: str) -> Search:
    """The same search with one condition taken away, on its first page; ``in_catalog`` becomes ANY or YES.

    What needs a cone goes with the cone. An unknown key takes nothing away.
    """
    name, _, value = key.partition(":")
    changed: dict[str, Any] = {}
    match name:
        case "range":
            changed["ranges"] = tuple(each for each in search.ranges if each.column != value)
        case "flags" | "flags_not" | "provenances" | "origins":
            changed[name] = tuple(each for each in getattr(search, name) if str(each) != value)
        case "status":
            changed["status"] = None
        case "in_catalog":
            wider = search.in_catalog is InCatalogue.YES
            changed["in_catalog"] = InCatalogue.ANY if wider else InCatalogue.YES
        case "q":
            changed["text"] = ""
        case "cone":
            changed["cone"] = None
            changed["order"] = tuple(each for each in search.order if each.column != "distance")
            changed["ranges"] = tuple(each for each in search.ranges if each.column != "distance")
    return replace(search, page=1, **changed)


def _conditions(search: Search) -> Iterator[Condition]:
    if search.text.strip():
        yield Condition("q", f"“{search.text.strip()}”")
    if search.in_catalog in _IN_CATALOGUE:
        yield Condition("in_catalog", _IN_CATALOGUE[search.in_catalog])
    if search.cone is not None:
        yield Condition("cone", _cone_words(search.cone))
    for each in search.ranges:
        yield Condition(f"range:{each.column}", _range_words(each))
    for flag in search.flags:
        yield Condition(f"flags:{flag}", FLAG_WORDS[flag])
    for flag in search.flags_not:
        yield Condition(f"flags_not:{flag}", f"not {FLAG_WORDS[flag]}")
    for name in ("provenances", "origins"):
        for each in getattr(search, name):
            yield Condition(f"{name}:{each}", each)
    if search.status is not None:
        yield Condition("status", STATUS_WORDS[search.status])


def _range_words(asked: Range) -> str:
    column = column_named(asked.column)
    unit = f" {column.unit}" if column.unit else ""
    low, high = (None if each is None else shown_limit(each) for each in (asked.low, asked.high))
    if low is not None and high is not None:
        return f"{column.label} {low} to {high}{unit}"
    return f"{column.label} {'≥' if high is None else '≤'} {low if high is None else high}{unit}"


def _cone_words(cone: Cone) -> str:
    return f"within {cone.radius:g} {cone.unit} of {shown_limit(cone.ra)} {shown_limit(cone.dec)}"


def shown_limit(limit: Bound) -> str:
    """An end of a range as it can be typed; whole numbers without a point.

    Examples
    --------
    >>> shown_limit(2.0), shown_limit(0.25), shown_limit(-1e-7)
    ('2', '0.25', '-1e-07')
    """
    if isinstance(limit, float) and limit.is_integer() and abs(limit) < 1e15:
        return str(int(limit))
    return str(limit)
