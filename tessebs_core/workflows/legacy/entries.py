"""Legacy catalogue entries, each with the ephemeris that it had, and who contributed them."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tessebs_core import records
from tessebs_core.compute.legacy.entries import OWN_EPHEMERIS, read_entry
from tessebs_core.compute.legacy.ephemerides import LegacyEphemeris, read_ephemeris
from tessebs_core.compute.legacy.targets import Conversion
from tessebs_core.database.schema import EB, TIC, Ephemeris, Origin, eb_origins
from tessebs_core.database.stores.legacy_rows import kept_beside
from tessebs_core.errors import BadLegacyRow
from tessebs_core.records import Source
from tessebs_core.records.legacy import LegacyRow
from tessebs_core.vocabulary import ImportOutcome
from tessebs_core.workflows.legacy.ledger import Ledger, table_of
from tessebs_core.workflows.legacy.proposals import Proposals

__all__ = ["BORROWED", "OWN", "Entries"]

OWN = Source("legacy catalogue", reference="the entry's own bjd0 and period")
"""Source of what entries said themselves before migration 0048."""

BORROWED = Source("legacy catalogue", reference="an ephemeris of another target or entry")
"""Source of an ephemeris that an entry shared with another target, and that is copied to its own."""

_TABLE, _SECTORS, _ORIGINS = "catalog_eb", "catalog_eb_sectors", "catalog_eb_origin"


class Entries:
    """The entries of the source, on their way into our tables."""

    def __init__(self, ledger: Ledger, proposals: Proposals) -> None:
        self._ledger = ledger
        self._proposals = proposals
        self._signals: defaultdict[int, set[int]] = defaultdict(set)
        self._used: set[int] = set()
        for tic_id, signal, ephemeris in ledger.session.execute(
            select(EB.tic_id, EB.signal_id, EB.ephemeris_id)
        ):
            self._signals[tic_id].add(signal)
            if ephemeris is not None:
                self._used.add(ephemeris)
        self._colliding: list[tuple[LegacyRow, Conversion, int]] = []
        self._same: defaultdict[tuple[int, records.Ephemeris], list[int]] = defaultdict(list)
        if set(OWN_EPHEMERIS) & set(ledger.stage.columns(_TABLE)):
            self._note_numbers()

    def _note_numbers(self) -> None:
        """Remember the numbers of proposals: an entry with own ones may repeat one to the last bit."""
        self._ledger.writer.flush()
        columns = select(
            Ephemeris.id, Ephemeris.tic_id, Ephemeris.bjd0, Ephemeris.period, Ephemeris.bjd0_uncert,
            Ephemeris.period_uncert,
        )  # fmt: skip
        found = self._ledger.session.execute(columns.order_by(Ephemeris.id))
        for key, tic_id, bjd0, period, bjd0_uncert, period_uncert in found:
            numbers = records.Ephemeris(bjd0, period, bjd0_uncert, period_uncert)
            self._same[tic_id, numbers].append(key)

    def import_all(self) -> None:
        """Add entries; one whose number is taken by a copy of its target gets the next free one."""
        ledger = self._ledger
        for row in ledger.fresh(_TABLE):
            tic_id = ledger.ours("catalog_tic", row.values.get("tic_id"), TIC)
            try:
                if tic_id is None:
                    raise BadLegacyRow(f"its target is not there (tic_id = {row.values.get('tic_id')!r})")
                found = read_entry(row.values)
            except BadLegacyRow as refused:
                ledger.set_aside(row, str(refused), None if tic_id is None else TIC, tic_id)
                continue
            if found.columns["signal_id"] in self._signals[tic_id]:
                self._colliding.append((row, found, tic_id))
            else:
                self._add(row, found, tic_id)
        for row, found, tic_id in self._colliding:
            wanted, free = found.columns["signal_id"], max(self._signals[tic_id]) + 1
            ledger.find(
                "signal renumbered", row,
                f"signal {wanted} of its target is another entry, so it becomes signal {free}; whether the "
                "two are one signal is for a person to say",
            )  # fmt: skip
            self._add(row, Conversion(found.columns | {"signal_id": free}, found.beside), tic_id)
        self._import_origins()
        self._keep_sectors()

    def _add(self, row: LegacyRow, found: Conversion, tic_id: int) -> None:
        beside = dict(found.beside)
        ephemeris_id = self._ephemeris(row, tic_id, found.columns["date_added"], beside)
        if ephemeris_id is not None:
            self._used.add(ephemeris_id)
        self._signals[tic_id].add(found.columns["signal_id"])
        self._ledger.touched.add(tic_id)
        key = self._ledger.writer.add(table_of(EB), tic_id=tic_id, ephemeris_id=ephemeris_id, **found.columns)
        self._ledger.imported(row, EB, key)
        if beside:
            self._ledger.keep_beside(row, "our columns do not hold this as it was", beside)

    def _ephemeris(self, row: LegacyRow, tic_id: int, added: datetime, beside: dict[str, Any]) -> int | None:
        """The key of the entry's ephemeris, made from its own columns where those say another."""
        own = self._own(row, beside)
        legacy_id = row.values.get("ephemeris_id")
        ours = self._ledger.ours("catalog_ephemeris", legacy_id, Ephemeris)
        if own is not None:
            same = self._same.get((tic_id, own.ephemeris), [])
            same = [key for key in same if key not in self._used]
            if legacy_id is not None and ours not in same:
                beside["ephemeris_id"] = legacy_id
            if same:
                return ours if ours in same else same[0]
            self._ledger.find("entry's own ephemeris", row, "its bjd0 and period became a proposal")
            return self._proposals.add(tic_id, own, self._proposals.source(OWN), added)
        if legacy_id is None:
            return None
        if ours is None:
            beside["ephemeris_id"] = legacy_id
            self._ledger.find(
                "entry without ephemeris", row, f"ephemeris {legacy_id} was set aside or is not there"
            )
            return None
        if self._proposals.target_of.get(ours) == tic_id and ours not in self._used:
            return ours
        return self._borrowed(row, ours, tic_id, added, beside)

    def _own(self, row: LegacyRow, beside: dict[str, Any]) -> LegacyEphemeris | None:
        said = {name: row.values[name] for name in OWN_EPHEMERIS if row.values.get(name) is not None}
        if not said:
            return None
        try:
            found = read_ephemeris(row.values)
        except BadLegacyRow as refused:
            beside.update(said)
            self._ledger.find("entry without ephemeris", row, f"its own is none: {refused}")
            return None
        beside.update(found.beside)
        for doubt in found.doubts:
            self._ledger.find("ephemeris in doubt", row, doubt)
        return found

    def _borrowed(
        self, row: LegacyRow, ours: int, tic_id: int, added: datetime, beside: dict[str, Any]
    ) -> int:
        """A copy of an ephemeris of another target, so that the entry keeps its numbers."""
        self._ledger.writer.flush()
        columns = select(Ephemeris.bjd0, Ephemeris.period, Ephemeris.bjd0_uncert, Ephemeris.period_uncert)
        numbers = self._ledger.session.execute(columns.where(Ephemeris.id == ours)).one()
        beside["ephemeris_id"] = row.values["ephemeris_id"]
        self._ledger.find(
            "ephemeris of another target", row,
            f"ephemeris {row.values['ephemeris_id']} belongs to another target or entry; its numbers were "
            "copied to a proposal of this one",
        )  # fmt: skip
        return self._proposals.add(
            tic_id, LegacyEphemeris(records.Ephemeris(*numbers)), self._proposals.source(BORROWED), added
        )

    def _import_origins(self) -> None:
        ledger = self._ledger
        before: set[tuple[int, int]] = set()
        if ledger.stage.columns(_ORIGINS):
            before = {(entry, origin) for entry, origin in ledger.session.execute(select(eb_origins))}
        added: set[tuple[int, int]] = set()
        for row in ledger.fresh(_ORIGINS):
            entry = ledger.ours(_TABLE, row.values.get("eb_id"), EB)
            origin = ledger.ours("catalog_origin", row.values.get("origin_id"), Origin)
            if entry is None or origin is None:
                ledger.set_aside(row, "it points at a row that is not there or was set aside")
            elif (entry, origin) in before:
                ledger.merged(row, EB, entry, "our catalogue says so already")
            elif (entry, origin) in added:
                ledger.merged(row, EB, entry, "the same is said of a copy")
            else:
                added.add((entry, origin))
                ledger.writer.add(eb_origins, eb_id=entry, origin_id=origin)
                ledger.imported(row, EB, entry)

    def _keep_sectors(self) -> None:
        """Keep the obsolete sectors of entries beside them, one list for each entry."""
        ledger = self._ledger
        numbers = {row["id"]: row.get("sector_id") for row in ledger.stage.rows("catalog_sector")}
        lists: defaultdict[Any, list[Any]] = defaultdict(list)
        for values in ledger.stage.rows(_SECTORS):
            lists[values["eb_id"]].append(numbers.get(values["sector_id"], values["sector_id"]))
        before = kept_beside(ledger.session, _SECTORS)
        for entry, sectors in lists.items():
            contents = {"sectors": sorted(sectors)}
            if before.get(entry) == contents:
                outcome, reason = ImportOutcome.KNOWN, ""
            elif entry in before:
                outcome, reason = ImportOutcome.CHANGED, ""
                ledger.remark("changed since it was imported", _SECTORS, f"the sectors of entry {entry}")
            else:
                outcome, reason = (
                    ImportOutcome.SET_ASIDE,
                    "obsolete: a target's own sectors are the living ones",
                )
                ledger.keep_list(_SECTORS, entry, reason, contents)
            for _ in sectors:
                ledger.count(_SECTORS, outcome, reason)
