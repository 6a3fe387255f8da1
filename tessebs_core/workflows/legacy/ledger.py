"""The account that an import keeps of every legacy row: what came of it, where it went, and why."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from tessebs_core.database.base import Base
from tessebs_core.database.legacy.stage import Stage
from tessebs_core.database.schema import LegacyRow as LegacyRowTable
from tessebs_core.database.schema import LegacySetAside
from tessebs_core.database.schema.auditing import trace
from tessebs_core.database.stores.legacy_rows import Place, RowWriter, known_rows, without_gone
from tessebs_core.database.types import utc_now
from tessebs_core.records.legacy import Finding, LegacyRow, RowCount, TableAccount
from tessebs_core.vocabulary import AuditAction, ImportOutcome
from tessebs_core.workflows.reporting import Report, Step

__all__ = ["Ledger", "table_of"]

_STEP = 2000


def table_of(kind: type[Base]) -> Table:
    """The table of a class of rows."""
    return Base.metadata.tables[kind.__tablename__]


class Ledger:
    """One import: its session, its source, and the account of it.

    Attributes
    ----------
    writer : RowWriter
        For rows of ours.
    findings : list of Finding
    touched : set of int
        Keys of the targets of which something was said.
    """

    def __init__(self, session: Session, stage: Stage, report: Report) -> None:
        self.session = session
        self.stage = stage
        self.writer = RowWriter(session)
        self.findings: list[Finding] = []
        self.touched: set[int] = set()
        self._report = report
        self._began = utc_now()
        self._counts: defaultdict[str, Counter[tuple[ImportOutcome, str]]] = defaultdict(Counter)
        self._places: dict[str, dict[int, Place]] = {}
        self._total = sum(map(stage.count, stage.tables))
        self._done = 0

    def fresh(self, table: str) -> Iterator[LegacyRow]:
        """The rows of a legacy table that no earlier import has seen; the others are accounted for here."""
        before = dict(self._known(table))
        for values in self.stage.rows(table):
            self._step(table)
            row = LegacyRow(table, values)
            earlier = before.get(row.legacy_id)
            if earlier is None:
                yield row
            elif earlier.fingerprint == row.fingerprint:
                self.count(table, ImportOutcome.KNOWN)
            else:
                self.count(table, ImportOutcome.CHANGED)
                self.find(
                    "changed since it was imported", row,
                    "the row says something else than when it was imported; nothing was overwritten",
                )  # fmt: skip

    def imported(self, row: LegacyRow, kind: type[Base], our_id: int, reason: str = "") -> None:
        """Account for a row that is one of ours now."""
        self._remember(row, ImportOutcome.IMPORTED, kind, our_id, reason)

    def merged(self, row: LegacyRow, kind: type[Base], our_id: int, reason: str) -> None:
        """Account for a row that says the same as another, or completes it."""
        self._remember(row, ImportOutcome.MERGED, kind, our_id, reason)

    def set_aside(
        self, row: LegacyRow, reason: str, kind: type[Base] | None = None, our_id: int | None = None
    ) -> None:
        """Keep a row whole beside the catalogue; ``kind`` and ``our_id`` say what it belongs to."""
        self._keep(row.table, row.legacy_id, reason, row.contents, whole=True)
        self._remember(row, ImportOutcome.SET_ASIDE, kind, our_id, _in_general(reason))
        self.find("set aside", row, reason)

    def keep_beside(self, row: LegacyRow, reason: str, contents: Mapping[str, Any]) -> None:
        """Keep what a row said and our columns do not hold; the row itself is accounted for elsewhere."""
        said = LegacyRow(row.table, contents).contents
        self._keep(row.table, row.legacy_id, reason, said, whole=False)
        self.find(
            "kept beside", row, f"{reason}: " + ", ".join(f"{k} = {v!r}" for k, v in said.items())[:300]
        )

    def trace(
        self,
        kind: type[Base],
        key: int,
        after: Mapping[str, Any],
        *,
        before: Mapping[str, Any] | None = None,
    ) -> None:
        """Leave a trace in the audit trail: of a person who was added, of a row of ours that was completed.

        Rows that are added otherwise have theirs in ``LegacyRow``.
        """
        action = AuditAction.CREATE if before is None else AuditAction.EDIT
        trace(
            self.session, self.session.connection(), table_of(kind), action,
            key=str(key), before=before, after=after,
        )  # fmt: skip

    def keep_list(self, table: str, legacy_id: int, reason: str, contents: Mapping[str, Any]) -> None:
        """Keep several rows of a table as one, under the key of what they belong to."""
        self._keep(table, legacy_id, reason, contents, whole=True)

    def find(self, kind: str, row: LegacyRow, words: str) -> None:
        """Tell something about a row."""
        self.findings.append(Finding(kind, row.table, row.legacy_id, words))

    def remark(self, kind: str, table: str, words: str) -> None:
        """Tell something about a table."""
        self.findings.append(Finding(kind, table, None, words))

    def count(self, table: str, outcome: ImportOutcome, reason: str = "") -> None:
        """Account for a row that is not remembered by itself."""
        self._counts[table][outcome, reason] += 1

    def ours(self, table: str, legacy_id: Any, kind: type[Base]) -> int | None:
        """Our key for a legacy row; None if it is nowhere, or not in the table of ``kind``."""
        place = self._known(table).get(legacy_id)
        return None if place is None or place.our_table != kind.__tablename__ else place.our_id

    def forget(self, table: str, legacy_id: int) -> None:
        """Let nothing new point at what an earlier import made of a row: its key means something else now."""
        self._known(table)[legacy_id] = self._known(table)[legacy_id]._replace(our_table=None, our_id=None)

    def accounts(self, tables: Iterable[str]) -> list[TableAccount]:
        """The accounts of these tables of the source."""
        return [
            TableAccount(
                table,
                self.stage.count(table),
                tuple(RowCount(*key, rows) for key, rows in sorted(self._counts[table].items())),
            )
            for table in tables
        ]

    def _known(self, table: str) -> dict[int, Place]:
        if table not in self._places:
            self._places[table] = without_gone(self.session, known_rows(self.session, table))
        return self._places[table]

    def _remember(
        self, row: LegacyRow, outcome: ImportOutcome, kind: type[Base] | None, our_id: int | None, reason: str
    ) -> None:
        place = Place(row.fingerprint, None if kind is None else kind.__tablename__, our_id)
        self._known(row.table)[row.legacy_id] = place
        self.count(row.table, outcome, reason)
        self.writer.add(
            table_of(LegacyRowTable),
            legacy_table=row.table,
            legacy_id=row.legacy_id,
            outcome=outcome,
            date_imported=self._began,
            **place._asdict(),
        )

    def _keep(
        self, table: str, legacy_id: int, reason: str, contents: Mapping[str, Any], *, whole: bool
    ) -> None:
        self.writer.add(
            table_of(LegacySetAside),
            legacy_table=table,
            legacy_id=legacy_id,
            whole=whole,
            reason=reason,
            contents=dict(contents),
            date_imported=self._began,
        )

    def _step(self, table: str) -> None:
        self._done += 1
        if self._done % _STEP == 0:
            self._report(Step(self._done, self._total, table))


def _in_general(reason: str) -> str:
    """A reason without the numbers of its row, so that like rows are counted together."""
    return reason.split(" = ", maxsplit=1)[0] + (" is impossible" if " = " in reason else "")
