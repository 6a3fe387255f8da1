"""What a backup says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

__all__ = ["BackupManifest", "BackupReport", "StoredFile", "StoredTable"]


@dataclass(frozen=True)
class StoredTable:
    """One table: its columns with their kinds in order, and the count and digest of its lines."""

    name: str
    columns: tuple[tuple[str, str], ...]
    row_count: int
    sha256: str


@dataclass(frozen=True)
class StoredFile:
    """One file of the data folder: its path below it, its size in bytes and digest."""

    path: PurePosixPath
    size: int
    sha256: str


@dataclass(frozen=True)
class BackupManifest:
    """Everything that a backup holds.

    ``revision`` is that of the tables; ``engine`` says where they came from, and does not bind where they go.
    """

    revision: str
    made_at: datetime
    made_with: str
    engine: str
    tables: tuple[StoredTable, ...]
    files: tuple[StoredFile, ...] = ()

    @property
    def row_count(self) -> int:
        """Rows of all tables."""
        return sum(each.row_count for each in self.tables)

    @property
    def digests(self) -> Mapping[str, str]:
        """SHA-256 of every table's lines."""
        return {each.name: each.sha256 for each in self.tables}


@dataclass(frozen=True)
class BackupReport:
    """A backup that was made or restored: where it is, and what it holds."""

    path: Path
    manifest: BackupManifest
