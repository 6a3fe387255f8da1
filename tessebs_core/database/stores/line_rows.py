"""The rows that lines of the catalogue stand on, so that what befell a row is told of its lines alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import TIC, Ephemeris, eb_origins, tic_provenances
from tessebs_core.database.schema.audits import Audit
from tessebs_core.database.stores.settling import LineKey
from tessebs_core.database.stores.upserts import batches
from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.records.releases import ReleaseMarks
from tessebs_core.vocabulary import AuditAction

__all__ = ["LineRows"]

_Row = tuple[str, int]
_LINKED = {"Origin": eb_origins, "Provenance": tic_provenances}


class LineRows:
    """Which lines stand on a row of a table, at a moment between two states of the catalogue.

    SQLite gives the key of a deleted row to the next one. So of the rows that lines had before, only what
    happened until the first deletion of such a key counts, and after the last one for those of lines as
    they are after.

    Parameters
    ----------
    since, until : ReleaseMarks
        The two states.
    before, after : sequence of CatalogueLine
        Lines as they are in each.
    """

    def __init__(
        self,
        session: Session,
        since: ReleaseMarks,
        until: ReleaseMarks,
        before: Sequence[CatalogueLine],
        after: Sequence[CatalogueLine],
    ) -> None:
        self._before: defaultdict[_Row, set[LineKey]] = defaultdict(set)
        self._after: defaultdict[_Row, set[LineKey]] = defaultdict(set)
        self._gone: dict[_Row, list[datetime]] = {}
        for lines, found in ((before, self._before), (after, self._after)):
            for each in lines:
                found["EB", each.entry_id].add((each.tess_id, each.signal_id))
        self._add_targets(session, [*before, *after])
        self._add_ephemerides(session, after)
        between = (Audit.id > since.audit, Audit.id <= until.audit)
        self._add_linked(session, between)
        deleted = select(Audit.row_table, Audit.row_key, Audit.at).where(
            *between, Audit.action == AuditAction.DELETE, Audit.row_table.in_(("EB", "Ephemeris"))
        )
        for table, key, at in session.execute(deleted.order_by(Audit.id)):
            self._gone.setdefault((table, int(key)), []).append(at)

    def lines(self, table: str, key: int, at: datetime) -> set[LineKey]:
        """The lines that stand on the row that had this key at this moment."""
        row, gone = (table, key), self._gone.get((table, key))
        found: set[LineKey] = set()
        if gone is None or at <= gone[0]:
            found |= self._before.get(row, set())
        if gone is None or at > gone[-1]:
            found |= self._after.get(row, set())
        return found

    def _add_targets(self, session: Session, lines: Iterable[CatalogueLine]) -> None:
        of_target: defaultdict[int, set[LineKey]] = defaultdict(set)
        for each in lines:
            of_target[each.tess_id].add((each.tess_id, each.signal_id))
        for batch in batches(sorted(of_target)):
            for tess_id, key in session.execute(select(TIC.tess_id, TIC.id).where(TIC.tess_id.in_(batch))):
                self._after["TIC", key] |= of_target[tess_id]

    def _add_ephemerides(self, session: Session, lines: Iterable[CatalogueLine]) -> None:
        having = {each.ephemeris_id: (each.tess_id, each.signal_id) for each in lines if each.ephemeris_id}
        for batch in batches(sorted(having)):
            sources = select(Ephemeris.id, Ephemeris.source_id).where(Ephemeris.id.in_(batch))
            for key, source in session.execute(sources):
                self._after["Ephemeris", key].add(having[key])
                self._after["EphemerisSource", source].add(having[key])

    def _add_linked(self, session: Session, between: tuple[sa.ColumnElement[bool], ...]) -> None:
        """Origins and products: seldom is one renamed, so that links are read for those alone."""
        named = select(Audit.row_table, Audit.row_key).where(*between, Audit.row_table.in_(_LINKED))
        for table, key in session.execute(named.distinct()):
            owner, other = _LINKED[table].primary_key.columns
            rows = select(owner).where(other == int(key))
            self._after[table, int(key)] |= {
                line for row in session.scalars(rows) for line in self._owning(table, row)
            }

    def _owning(self, table: str, key: Any) -> set[LineKey]:
        return self._after.get(("EB" if table == "Origin" else "TIC", key), set())
