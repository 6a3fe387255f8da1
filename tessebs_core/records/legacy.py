"""A row of a legacy catalogue, and the account of an import."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tessebs_core.errors import LegacySourceError
from tessebs_core.vocabulary import ImportOutcome

__all__ = ["Finding", "ImportReport", "LegacyRow", "RowCount", "TableAccount"]


@dataclass(frozen=True)
class LegacyRow:
    """One row of a legacy table; ``values`` by column, as the source has them."""

    table: str
    values: Mapping[str, Any]

    @property
    def legacy_id(self) -> int:
        """Its primary key."""
        key: int = self.values["id"]
        return key

    @cached_property
    def contents(self) -> dict[str, Any]:
        """What it says, as JSON can hold it; missing values and the key are left out."""
        return {
            name: _for_json(value)
            for name, value in self.values.items()
            if value is not None and name != "id"
        }

    @cached_property
    def fingerprint(self) -> str:
        """Hash of what it says, the same from every kind of source."""
        said = {name: _canonical(value) for name, value in self.values.items() if value is not None}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Finding:
    """One thing that whoever imports should know; ``kind`` groups those that are alike."""

    kind: str
    table: str
    legacy_id: int | None
    words: str


@dataclass(frozen=True)
class RowCount:
    """How many rows of a table had one outcome for one reason."""

    outcome: ImportOutcome
    reason: str
    rows: int


@dataclass(frozen=True)
class TableAccount:
    """What became of all rows of one legacy table.

    Raises
    ------
    LegacySourceError
        It does not add up: a row would be lost without a word.
    """

    table: str
    read: int
    counts: tuple[RowCount, ...]

    def __post_init__(self) -> None:
        accounted = sum(each.rows for each in self.counts)
        if accounted != self.read:
            raise LegacySourceError(
                f"The import of {self.table} does not add up: {self.read} rows were read and {accounted} are "
                "accounted for. Nothing was imported; please report this."
            )

    def rows(self, outcome: ImportOutcome) -> int:
        """How many rows had an outcome, whatever the reason."""
        return sum(each.rows for each in self.counts if each.outcome is outcome)


@dataclass(frozen=True)
class ImportReport:
    """The account of an import.

    Parameters
    ----------
    source : str
        What was imported, without password.
    schema : str
        Which legacy schema it has, in words.
    dry_run : bool
        Whether nothing was stored.
    tables : tuple of TableAccount
        Every table of the source.
    added : mapping of str to int
        Rows that were added to our tables.
    findings : tuple of Finding
        What was kept, changed, doubted or set aside.
    """

    source: str
    schema: str
    dry_run: bool
    tables: tuple[TableAccount, ...]
    added: Mapping[str, int]
    findings: tuple[Finding, ...]

    def table(self, name: str) -> TableAccount:
        """The account of one table; an empty one if the source does not have it."""
        return next((each for each in self.tables if each.table == name), TableAccount(name, 0, ()))


def _for_json(value: Any) -> Any:
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _canonical(value: Any) -> Any:
    if isinstance(value, float):
        return (value + 0.0).hex()  # minus zero is zero to one of the engines
    if isinstance(value, str) and len(value) == 19 and value[10] == " " and value[13] == ":":
        return f"{value}.000000"  # Django writes no fraction on SQLite when it is zero
    return value
