"""Entries of the catalogue that a search finds, a page or all of them.

A page takes two queries or three, whatever it is: which entries they are and how many there are on all
pages, in one pass over the few columns that the search compares; then the page's columns and lists.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, cast, exists, func, select
from sqlalchemy.orm import Session

from tessebs_core.compute.sphere import separation
from tessebs_core.database.schema import (
    EB,
    Compared,
    Origin,
    Provenance,
    Touched,
    eb_origins,
    tic_provenances,
    tic_sectors,
)
from tessebs_core.database.stores.search_terms import (
    STATUSES,
    conditions_of,
    in_catalogue,
    joined,
    order_of,
    term_of,
)
from tessebs_core.database.stores.waiting import is_behind
from tessebs_core.records.catalogue_columns import Column
from tessebs_core.records.searching import FoundEntry, Search
from tessebs_core.vocabulary import SignalFlag

__all__ = ["FoundPage", "count_entries", "every_entry", "page_of_entries", "targets_found"]

_BETWEEN = "\x1f"  # no product's or contributor's name has it
_BEHIND = exists(select(Touched.id)).label("behind")


@dataclass(frozen=True)
class FoundPage:
    """The entries of a page, how many there are on all, and whether the notes on who waits are behind."""

    entries: tuple[FoundEntry, ...]
    count: int
    behind: bool


def page_of_entries(session: Session, search: Search, columns: Sequence[Column]) -> FoundPage:
    """The entries of the page that is asked for, each once."""
    if conditions_of(search) and session.get_bind().dialect.name == "mysql":
        # It would run a table expression that is used twice twice.
        rows = session.execute(_page(search).prefix_with("SQL_CALC_FOUND_ROWS")).all()
        count = session.scalar(select(func.found_rows())) or 0
    else:
        rows = session.execute(_counted_page(search)).all()
        count = rows[0].total if rows else count_entries(session, search)
    if not rows:
        return FoundPage((), count, is_behind(session))
    keys: list[int] = [row[0] for row in rows]
    found = session.execute(_values(search, columns).where(Compared.eb_id.in_(keys))).all()
    entries = {row[0]: _entry(row, search, columns) for row in found}
    known = tuple(entries[key] for key in keys if key in entries)  # one may be gone since
    return FoundPage(known, count, bool(rows[0].behind))


def every_entry(session: Session, search: Search, columns: Sequence[Column]) -> tuple[FoundEntry, ...]:
    """All entries that a search finds, in its order, in one query; its page and size do not count."""
    statement = _values(search, columns, _compared(search))
    statement = statement.where(*in_catalogue(search), *conditions_of(search))
    keys = [key.desc() if descending else key for key, descending in order_of(search)]
    return tuple(_entry(row, search, columns) for row in session.execute(statement.order_by(*keys)))


def targets_found(session: Session, search: Search) -> list[int]:
    """TIC numbers of the targets whose entries a search finds, each once, ascending; nothing else is read."""
    statement = joined(select(Compared.tess_id), _compared(search))
    statement = statement.where(*in_catalogue(search), *conditions_of(search))
    return list(session.scalars(statement.distinct().order_by(Compared.tess_id)))


def count_entries(session: Session, search: Search) -> int:
    """How many entries a search finds."""
    statement = _unconditional(search)
    if conditions := conditions_of(search):
        statement = joined(select(func.count()), _compared(search)).where(*in_catalogue(search), *conditions)
    return session.scalar(statement) or 0


def _unconditional(search: Search) -> Select[*tuple[Any, ...]]:
    # Of the entries themselves: their index on in_catalog counts them.
    return select(func.count()).select_from(EB).where(*in_catalogue(search, EB))


def _compared(search: Search) -> set[str]:
    return {each.column for each in search.ranges} | {each.column for each in search.order}


def _page(search: Search) -> Select[*tuple[Any, ...]]:
    keys = [key.desc() if descending else key for key, descending in order_of(search)]
    statement = joined(select(Compared.eb_id, _BEHIND), _compared(search))
    statement = statement.where(*in_catalogue(search), *conditions_of(search))
    return statement.order_by(*keys).limit(search.size).offset((search.page - 1) * search.size)


def _counted_page(search: Search) -> Select[*tuple[Any, ...]]:
    """The page with the number of all in each row; nothing is compared twice."""
    if not conditions_of(search):
        return _page(search).add_columns(_unconditional(search).scalar_subquery().label("total"))
    keys = order_of(search)
    narrow = select(Compared.eb_id, *(key.label(f"key_{place}") for place, (key, _) in enumerate(keys)))
    narrow = joined(narrow, _compared(search)).where(*in_catalogue(search), *conditions_of(search))
    found = narrow.cte("found").prefix_with("MATERIALIZED")
    ordered = [
        found.c[f"key_{place}"].desc() if descending else found.c[f"key_{place}"]
        for place, (_, descending) in enumerate(keys)
    ]
    count = select(func.count()).select_from(found).scalar_subquery()
    statement = select(found.c.eb_id, _BEHIND, count.label("total")).order_by(*ordered)
    return statement.limit(search.size).offset((search.page - 1) * search.size)


def _values(
    search: Search, columns: Sequence[Column], names: Collection[str] = ()
) -> Select[*tuple[Any, ...]]:
    """Key, TIC number, signal, then the columns; tables that ``names`` stand in are joined too."""
    terms: list[ColumnElement[Any]] = []
    for place, column in enumerate(columns):
        terms.append(_value(column.name, search).label(f"value_{place}"))
    statement = select(Compared.eb_id, Compared.tess_id, Compared.signal_id, *terms)
    # A distance and the flags are worked out here, from what they follow from.
    flags = (getattr(Compared, flag) for flag in SignalFlag)
    statement = statement.add_columns(Compared.ra, Compared.dec, *flags)
    return joined(statement, {*names, *(each.name for each in columns)})


def _value(name: str, search: Search) -> ColumnElement[Any]:
    if name == "sectors":
        listed = func.aggregate_strings(cast(tic_sectors.c.sector_id, String(16)), _BETWEEN)
        of_target = select(listed).where(tic_sectors.c.tic_id == Compared.tic_id)
        return of_target.correlate(Compared).scalar_subquery()
    if name == "provenances":
        listed = func.aggregate_strings(Provenance.name, _BETWEEN)
        of_target = select(listed).join(tic_provenances).where(tic_provenances.c.tic_id == Compared.tic_id)
        return of_target.correlate(Compared).scalar_subquery()
    if name == "origins":
        listed = func.aggregate_strings(Origin.name, _BETWEEN)
        of_entry = select(listed).join(eb_origins).where(eb_origins.c.eb_id == Compared.eb_id)
        return of_entry.correlate(Compared).scalar_subquery()
    if name in {"flags", "distance"}:
        return Compared.eb_id.expression
    return term_of(name)


def _entry(row: Row[Any], search: Search, columns: Sequence[Column]) -> FoundEntry:
    eb_id, tess_id, signal_id, *rest = tuple(row)
    ra, dec, *raised = rest[len(columns) : len(columns) + 2 + len(SignalFlag)]
    values: list[Any] = []
    for column, value in zip(columns, rest[: len(columns)], strict=True):
        match column.name:
            case "sectors":
                values.append(tuple(sorted(int(each) for each in _parts(value))))
            case "provenances" | "origins":
                values.append(tuple(sorted(_parts(value))))
            case "flags":
                values.append(tuple(flag for flag, is_up in zip(SignalFlag, raised, strict=True) if is_up))
            case "distance":
                values.append(_distance(search, ra, dec))
            case "status":
                values.append(STATUSES[value])
            case _:
                values.append(value)
    return FoundEntry(eb_id, tess_id, signal_id, tuple(values))


def _parts(value: str | None) -> list[str]:
    return value.split(_BETWEEN) if value else []


def _distance(search: Search, ra: float | None, dec: float | None) -> float | None:
    if search.cone is None or ra is None or dec is None:
        return None
    return separation(search.cone.ra, search.cone.dec, ra, dec) * 3600.0
