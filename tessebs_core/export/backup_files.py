"""The file that a backup is: a ZIP archive of tables as JSON lines, of files, and of a list of both.

Every table and every file has its SHA-256 in the list, and the list has its own, so that a change of any byte
that matters is found. It is written and read in a stream: memory does not grow with the catalogue.
"""

import hashlib
import json
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Self

from tessebs_core.errors import BadBackup
from tessebs_core.records.backups import BackupManifest, StoredFile, StoredTable

__all__ = ["BackupReader", "BackupWriter", "digest_of_rows"]

FORMAT = 1
_LIST = "manifest.json"
_CHUNK = 1 << 20
_LONGEST_LIST = 1 << 30
_SPEED = 6


def digest_of_rows(rows: Iterable[list[Any]]) -> tuple[int, str]:
    """How many rows, and the SHA-256 of their lines as a backup holds them."""
    digest, count = hashlib.sha256(), 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the count is what is wanted
        digest.update(_line(row))
    return count, digest.hexdigest()


class BackupWriter:
    """Write a backup into an open file, table by table; `finish` makes it one."""

    def __init__(self, file: BinaryIO) -> None:
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_SPEED)
        self._tables: list[StoredTable] = []
        self._files: list[StoredFile] = []

    def add_table(
        self, name: str, columns: tuple[tuple[str, str], ...], rows: Iterable[list[Any]]
    ) -> StoredTable:
        """Write the rows of one table as they come."""
        digest, count = hashlib.sha256(), 0
        with self._archive.open(_member_of_table(name), "w", force_zip64=True) as member:
            for count, row in enumerate(rows, 1):  # noqa: B007 - the count is what is wanted
                line = _line(row)
                digest.update(line)
                member.write(line)
        self._tables.append(StoredTable(name, columns, count, digest.hexdigest()))
        return self._tables[-1]

    def add_file(self, root: Path, path: PurePosixPath) -> None:
        """Write one file of the data folder; one that has vanished meanwhile is left out."""
        try:
            source = (root / path).open("rb")
        except FileNotFoundError:
            return
        digest, size = hashlib.sha256(), 0
        with source, self._archive.open(_member_of_file(path), "w", force_zip64=True) as member:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
        self._files.append(StoredFile(path, size, digest.hexdigest()))

    def finish(self, *, revision: str, made_at: datetime, made_with: str, engine: str) -> BackupManifest:
        """Write the list of what was added, and the archive's end."""
        manifest = BackupManifest(
            revision, made_at, made_with, engine, tuple(self._tables), tuple(self._files)
        )
        self._archive.writestr(_LIST, json.dumps(_as_dict(manifest), indent=1))
        self._archive.close()
        return manifest


class BackupReader:
    """An open backup whose list is known to be whole; a context.

    Raises
    ------
    BadBackup
        It cannot be read, is no backup, is cut off, or its list was changed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told():
            self._archive = zipfile.ZipFile(path)
        try:
            with self._told():
                self.manifest = self._read_list()
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def check(self) -> None:
        """Read everything once and compare it with the list.

        Raises
        ------
        BadBackup
            Something differs, is missing or is one too many.
        """
        for table in self.manifest.tables:
            found = digest_of_rows(self.rows(table.name))
            if found != (table.row_count, table.sha256):
                raise self._bad(f"table {table.name} is not as it was written")
        for each in self.manifest.files:
            with self._told(), self._archive.open(_member_of_file(each.path)) as member:
                found_sha = hashlib.file_digest(member, "sha256").hexdigest()  # type: ignore[arg-type]
            if found_sha != each.sha256:
                raise self._bad(f"file {each.path} is not as it was written")

    def rows(self, table: str) -> Iterator[list[Any]]:
        """The rows of one table, one after the other."""
        with self._told(), self._archive.open(_member_of_table(table)) as member:
            for line in member:
                row = json.loads(line)
                if not isinstance(row, list):
                    raise self._bad(f"table {table} holds a line that is no row")
                yield row

    def write_file(self, path: PurePosixPath, target: Path) -> None:
        """Write one of the files to ``target``."""
        with self._told(), self._archive.open(_member_of_file(path)) as member, target.open("wb") as file:
            shutil.copyfileobj(member, file, _CHUNK)

    def _read_list(self) -> BackupManifest:
        if self._archive.getinfo(_LIST).file_size > _LONGEST_LIST:
            raise self._bad("its list is far too long")
        manifest = _from_dict(json.loads(self._archive.read(_LIST)))
        listed = [_LIST, *(_member_of_table(each.name) for each in manifest.tables)]
        listed += [_member_of_file(each.path) for each in manifest.files]
        if sorted(self._archive.namelist()) != sorted(listed):
            raise self._bad("it holds other things than its list says")
        return manifest

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise BadBackup(f"There is no file {self._path}. Nothing was changed.") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError) as error:
            words = str(error.args[0]) if error.args else type(error).__name__
            raise self._bad(words.rstrip(".")) from error
        except OSError as error:
            raise BadBackup(f"{self._path} cannot be read: {error.strerror}. Nothing was changed.") from error

    def _bad(self, why: str) -> BadBackup:
        return BadBackup(
            f"{self._path} is no backup of tessEBs, or a damaged one: {why}. Nothing was changed; "
            "take another copy or an older backup."
        )


def _member_of_table(name: str) -> str:
    return f"tables/{name}.jsonl"


def _member_of_file(path: PurePosixPath) -> str:
    return f"files/{path}"


def _line(row: list[Any]) -> bytes:
    return json.dumps(row, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode() + b"\n"


def _as_dict(manifest: BackupManifest) -> dict[str, Any]:
    said = {
        "format": FORMAT,
        "revision": manifest.revision,
        "made_at": manifest.made_at.isoformat(),
        "made_with": manifest.made_with,
        "engine": manifest.engine,
        "tables": [
            {"name": each.name, "columns": each.columns, "row_count": each.row_count, "sha256": each.sha256}
            for each in manifest.tables
        ],
        "files": [
            {"path": str(each.path), "size": each.size, "sha256": each.sha256} for each in manifest.files
        ],
    }
    return said | {"sha256": _seal(said)}


def _from_dict(said: Mapping[str, Any]) -> BackupManifest:
    rest = {name: value for name, value in said.items() if name != "sha256"}
    if rest.get("format") != FORMAT:
        raise ValueError(f"format {rest.get('format')!r} is not known to this version")
    if _seal(rest) != said.get("sha256"):
        raise ValueError("its list is not as it was written")
    return BackupManifest(
        revision=str(rest["revision"]),
        made_at=datetime.fromisoformat(rest["made_at"]),
        made_with=str(rest["made_with"]),
        engine=str(rest["engine"]),
        tables=tuple(
            StoredTable(
                each["name"], tuple((name, kind) for name, kind in each["columns"]), each["row_count"],
                each["sha256"],
            )
            for each in rest["tables"]
        ),
        files=tuple(
            StoredFile(PurePosixPath(each["path"]), each["size"], each["sha256"]) for each in rest["files"]
        ),
    )  # fmt: skip


def _seal(said: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
