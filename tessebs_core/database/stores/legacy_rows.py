"""Many rows of many tables at once, and what earlier imports of a legacy catalogue made of it."""

from collections import Counter, defaultdict
from typing import Any, NamedTuple

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from tessebs_core.database.base import Base
from tessebs_core.database.schema import LegacyRow, LegacySetAside

__all__ = ["Place", "RowWriter", "kept_beside", "known_rows", "without_gone"]

_AT_ONCE = 5000
_LEFT_TO_OTHERS = 1000


class Place(NamedTuple):
    """Where a legacy row went: its hash then, and our row, if there is one."""

    fingerprint: str
    our_table: str | None
    our_id: int | None


def known_rows(session: Session, legacy_table: str) -> dict[int, Place]:
    """What earlier imports made of a legacy table, by its keys."""
    columns = (LegacyRow.legacy_id, LegacyRow.fingerprint, LegacyRow.our_table, LegacyRow.our_id)
    found = session.execute(select(*columns).where(LegacyRow.legacy_table == legacy_table))
    return {key: Place(said, table, our_id) for key, said, table, our_id in found}


def without_gone(session: Session, places: dict[int, Place]) -> dict[int, Place]:
    """The same, where rows of ours that were deleted since are nowhere: nothing new can point at them."""
    here: dict[str, set[int]] = {}
    for name in {place.our_table for place in places.values() if place.our_table is not None}:
        (key,) = Base.metadata.tables[name].primary_key.columns
        here[name] = set(session.scalars(select(key)))
    return {
        legacy_id: place
        if place.our_table is None or place.our_id in here[place.our_table]
        else Place(place.fingerprint, None, None)
        for legacy_id, place in places.items()
    }


def kept_beside(session: Session, legacy_table: str) -> dict[int, Any]:
    """What earlier imports kept beside under a legacy table, by its keys."""
    columns = (LegacySetAside.legacy_id, LegacySetAside.contents)
    found = session.execute(select(*columns).where(LegacySetAside.legacy_table == legacy_table))
    return {key: contents for key, contents in found}  # noqa: C416


class RowWriter:
    """Adds rows in batches, each table before those that point at it; keys are chosen here.

    Attributes
    ----------
    added : Counter
        Rows by table.
    """

    def __init__(self, session: Session) -> None:
        self.added: Counter[str] = Counter()
        self._session = session
        self._last_keys: dict[str, int] = {}
        self._waiting: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self._count = 0
        alone = session.get_bind().dialect.name == "sqlite"  # nobody else can write
        self._margin = 0 if alone else _LEFT_TO_OTHERS

    def add(self, table: Table, **values: Any) -> int:
        """Take a row to add; returns its key (0 for a table without ``id``).

        All rows of a table come with the same columns.
        """
        key = 0
        if "id" in table.columns:
            key = self._next_key(table)
            values["id"] = key
        self._waiting[table.name].append(values)
        self.added[table.name] += 1
        self._count += 1
        if self._count >= _AT_ONCE:
            self.flush()
        return key

    def flush(self) -> None:
        """Send what waits."""
        for table in Base.metadata.sorted_tables:
            if rows := self._waiting.pop(table.name, None):
                # The last first: it lifts the server's own counter above the keys that are chosen here.
                # Whoever adds a row before the next batch gets one of those that are left out behind it.
                self._session.execute(insert(table), [rows[-1], *rows[:-1]])
                if table.name in self._last_keys:
                    self._last_keys[table.name] += self._margin
        self._count = 0

    def _next_key(self, table: Table) -> int:
        if table.name not in self._last_keys:
            last = self._session.scalar(select(func.max(table.columns["id"])))
            self._last_keys[table.name] = last or 0
        self._last_keys[table.name] += 1
        return self._last_keys[table.name]
