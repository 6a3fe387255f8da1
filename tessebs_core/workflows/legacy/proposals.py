"""Legacy ephemerides as proposals, and what was said of them in triage as votes."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tessebs_core.compute.legacy.columns import moment, words
from tessebs_core.compute.legacy.ephemerides import LegacyEphemeris, read_ephemeris
from tessebs_core.compute.legacy.statuses import LegacyVerdict, judgement_of, read_status
from tessebs_core.database.schema import TIC, Ephemeris, EphemerisSource, Vote
from tessebs_core.database.stores.votes import judged_columns
from tessebs_core.errors import BadLegacyRow
from tessebs_core.records import Judgement, Source
from tessebs_core.records.legacy import LegacyRow
from tessebs_core.workflows.legacy.ledger import Ledger, table_of
from tessebs_core.workflows.legacy.people import People

__all__ = ["RULE_VERSION", "UNKNOWN_SOURCE", "Proposals"]

RULE_VERSION = "legacy"
"""In place of a consensus rule: these votes were cast when there was none."""

UNKNOWN_SOURCE = Source("unknown", reference="the legacy catalogue names no source")

_SOURCE_OF_0047 = 36
_TABLE, _LINKS = "catalog_ephemeris", "catalog_ephemeris_source"
_TRIAGED = ("triage_status", "triage_period", "triage_timestamp", "triage_username")
_KNOWN = {
    "id",
    "tic_id",
    "source_id",
    "date_added",
    "bjd0",
    "bjd0_uncert",
    "period",
    "period_uncert",
    *_TRIAGED,
}


class Proposals:
    """The ephemerides of the source, on their way into our tables.

    Attributes
    ----------
    target_of : dict of int to int
        The key of the target of each of our ephemerides.
    """

    def __init__(self, ledger: Ledger, people: People) -> None:
        self._ledger = ledger
        self._people = people
        self._sources: dict[Source, int] = {}
        self._of_ephemeris = self._links()
        self._duplicates: list[tuple[LegacyRow, LegacyVerdict, int, list[int]]] = []
        self._timed = 0
        self._of_migration = 0
        stored = ledger.session.execute(select(Ephemeris.id, Ephemeris.tic_id))
        self.target_of: dict[int, int] = {key: tic_id for key, tic_id in stored}  # noqa: C416

    def import_all(self) -> None:
        """Add proposals and votes; a duplicate of a later row waits until that is there."""
        for row in self._ledger.fresh(_TABLE):
            tic_id = self._ledger.ours("catalog_tic", row.values.get("tic_id"), TIC)
            try:
                self._import(row, tic_id)
            except BadLegacyRow as refused:
                self._ledger.set_aside(row, str(refused), None if tic_id is None else TIC, tic_id)
        for row, said, tic_id, keys in self._duplicates:
            self._cast_duplicate(row, said, tic_id, keys)
        self._account_for_links()
        self._tell_in_general()

    def _tell_in_general(self) -> None:
        if self._of_migration:
            self._ledger.remark(
                "source in doubt", _TABLE,
                f"{self._of_migration} ephemerides have source {_SOURCE_OF_0047}, which migration 0047 gave "
                "to every ephemeris of its time; what they had before is lost.",
            )  # fmt: skip
        if self._timed:
            self._ledger.remark(
                "times in doubt", _TABLE,
                f"{self._timed} votes carry a time without zone. They are taken for UTC, as the legacy site "
                "did; some were written in the server's local time and may be 4 or 5 hours off.",
            )  # fmt: skip

    def _links(self) -> dict[int, list[int]]:
        """Sources by ephemeris in a catalogue where one ephemeris has several (before migration 0047)."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for values in self._ledger.stage.rows(_LINKS):
            source = self._ledger.ours("catalog_ephemerissource", _source_of(values), EphemerisSource)
            if source is not None and source not in found[values["ephemeris_id"]]:
                found[values["ephemeris_id"]].append(source)
        return found

    def _import(self, row: LegacyRow, tic_id: int | None) -> None:
        if tic_id is None:
            raise BadLegacyRow(f"its target is not there (tic_id = {row.values.get('tic_id')!r})")
        found = read_ephemeris(row.values)
        added = moment(row.values, "date_added")
        if added is None:
            raise BadLegacyRow("date_added is missing")
        self._of_migration += row.values.get("source_id") == _SOURCE_OF_0047
        keys = [self.add(tic_id, found, source, added) for source in self._sources_of(row)]
        self._ledger.imported(row, Ephemeris, keys[0])
        self._tell(row, found, len(keys))
        self._vote(row, tic_id, keys, added)

    def add(self, tic_id: int, found: LegacyEphemeris, source_id: int, added: datetime) -> int:
        """Add one proposal; returns its key."""
        self._ledger.touched.add(tic_id)
        key = self._ledger.writer.add(
            table_of(Ephemeris),
            tic_id=tic_id,
            source_id=source_id,
            bjd0=found.ephemeris.bjd0,
            bjd0_uncert=found.ephemeris.bjd0_uncert,
            period=found.ephemeris.period,
            period_uncert=found.ephemeris.period_uncert,
            date_added=added,
        )
        self.target_of[key] = tic_id
        return key

    def source(self, source: Source) -> int:
        """The key of a source that the legacy catalogue does not have; added if it is new."""
        if source not in self._sources:
            said = {"model": source.model, "version": source.version, "author": source.author,
                    "reference": source.reference}  # fmt: skip
            here = select(EphemerisSource.id).filter_by(**said)
            key = self._ledger.session.scalar(here)
            self._sources[source] = key or self._ledger.writer.add(table_of(EphemerisSource), **said)
        return self._sources[source]

    def _sources_of(self, row: LegacyRow) -> list[int]:
        several = self._of_ephemeris.get(row.legacy_id, [])
        if "source_id" not in row.values:
            return several or [self.source(UNKNOWN_SOURCE)]
        stated = self._ledger.ours("catalog_ephemerissource", row.values["source_id"], EphemerisSource)
        if stated is None:
            self._ledger.find("source missing", row, f"source {row.values['source_id']!r} is not there")
            return several or [self.source(UNKNOWN_SOURCE)]
        return [stated, *(each for each in several if each != stated)]

    def _tell(self, row: LegacyRow, found: LegacyEphemeris, copies: int) -> None:
        if copies > 1:
            self._ledger.find(
                "several sources", row,
                f"{copies} sources proposed it: one proposal each, with the same vote",
            )  # fmt: skip
        for doubt in found.doubts:
            self._ledger.find("ephemeris in doubt", row, doubt)
        others = {key: each for key, each in row.values.items() if key not in _KNOWN and each is not None}
        if beside := found.beside | others:
            self._ledger.keep_beside(row, "our columns do not hold this as it was", beside)

    def _vote(self, row: LegacyRow, tic_id: int, keys: list[int], added: datetime) -> None:
        try:
            said = read_status(words(row.values, "triage_status"), words(row.values, "triage_period"))
            if said is None:
                self._tell_unjudged(row)
            elif said.duplicate_of is not None:
                self._duplicates.append((row, said, tic_id, keys))
            else:
                self._cast(row, said, judgement_of(said), keys)
        except BadLegacyRow as refused:
            self._keep_vote(row, str(refused))

    def _tell_unjudged(self, row: LegacyRow) -> None:
        odd = {
            name: row.values[name] for name in ("triage_timestamp", "triage_username") if row.values.get(name)
        }
        if odd or not words(row.values, "triage_status"):
            self._ledger.keep_beside(
                row, "triage without a verdict; no vote", {name: row.values.get(name) for name in _TRIAGED}
            )

    def _cast_duplicate(self, row: LegacyRow, said: LegacyVerdict, tic_id: int, keys: list[int]) -> None:
        other = self._ledger.ours(_TABLE, said.duplicate_of, Ephemeris)
        if other is None or other in keys:
            self._keep_vote(
                row, f"the vote 'duplicate' names ephemeris {said.duplicate_of}, which is not there"
            )
            return
        if self.target_of.get(other) != tic_id:
            self._keep_vote(
                row, f"the vote 'duplicate' names ephemeris {said.duplicate_of} of another target"
            )
            return
        try:
            self._cast(row, said, judgement_of(said, other), keys)
        except BadLegacyRow as refused:
            self._keep_vote(row, str(refused))

    def _cast(self, row: LegacyRow, said: LegacyVerdict, judgement: Judgement, keys: list[int]) -> None:
        cast_at = moment(row.values, "triage_timestamp")
        if cast_at is None:
            cast_at = moment(row.values, "date_added")
            self._ledger.find(
                "vote without a time", row, "the vote has the time at which the ephemeris was added"
            )
        else:
            self._timed += 1
        if said.spelling is not None:
            self._ledger.find("vote spelt oddly", row, f"{said.spelling} was read as '{judgement.words}'")
        user_id = self._people.voter(row)
        for place, key in enumerate(keys):
            suffix = f"-{place}" if place else ""
            self._ledger.writer.add(
                table_of(Vote),
                ephemeris_id=key,
                user_id=user_id,
                cast_at=cast_at,
                request_id=f"legacy-ephemeris-{row.legacy_id}{suffix}",
                rule_version=RULE_VERSION,
                supersedes_id=None,
                withdrawn=False,
                action=None,
                **judged_columns(judgement),
            )

    def _keep_vote(self, row: LegacyRow, reason: str) -> None:
        self._ledger.find("vote not cast", row, reason)
        self._ledger.keep_beside(row, f"no vote: {reason}", {name: row.values.get(name) for name in _TRIAGED})

    def _account_for_links(self) -> None:
        for row in self._ledger.fresh(_LINKS):
            ephemeris = self._ledger.ours(_TABLE, row.values.get("ephemeris_id"), Ephemeris)
            source = self._ledger.ours("catalog_ephemerissource", _source_of(row.values), EphemerisSource)
            if ephemeris is None or source is None:
                self._ledger.set_aside(row, "it points at a row that is not there")
            else:
                self._ledger.imported(row, Ephemeris, ephemeris, "a proposal of this source")


def _source_of(values: Any) -> Any:
    return values.get("ephemerissource_id", values.get("source_id"))
