"""A file while it is arriving: beside its final name, never under it."""

import fcntl
import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from tessebs_core.errors import StorageError

__all__ = ["PartFile", "sha256_of", "storing"]

_APPENDING = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC


class PartFile:
    """``<target>.part``, for one writer at a time.

    What has arrived stays for the next attempt, also of another process, unless it was discarded or
    the disk refused it. While another process fetches the same file, this one writes a part of its
    own, which is not kept.

    Raises
    ------
    StorageError
        From every method, when the disk refuses; nothing of the file remains then.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(target.name + ".part")
        self._file = -1
        self._is_own = False

    def __enter__(self) -> Self:
        with storing(self.target):
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            if isinstance(error, StorageError) or self._is_own or self.size == 0:
                self.discard()
        os.close(self._file)

    @property
    def size(self) -> int:
        """Bytes that have arrived."""
        return os.fstat(self._file).st_size

    def beginning(self, length: int) -> bytes:
        """Return the first bytes, as many as there are."""
        with storing(self.target):
            return os.pread(self._file, length, 0)

    def write(self, data: bytes) -> None:
        """Append."""
        with storing(self.target):
            view = memoryview(data)
            while view:
                view = view[os.write(self._file, view) :]

    def restart(self) -> None:
        """Throw away what has arrived and begin anew."""
        with storing(self.target):
            if self.size:
                os.ftruncate(self._file, 0)

    def discard(self) -> None:
        """Remove the file."""
        self.path.unlink(missing_ok=True)

    def keep(self) -> None:
        """Put the file under its final name, in one step that also survives a power cut."""
        with storing(self.target):
            os.fsync(self._file)
            self.path.replace(self.target)
            folder = os.open(self.target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        self.path = self.target
        self._is_own = False

    def _open(self) -> None:
        """Open and lock the common part, or one of our own where that cannot be."""
        while True:
            self._file = os.open(self.path, _APPENDING, 0o666)
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                os.close(self._file)
                if not isinstance(error, BlockingIOError):
                    self.discard()  # this file system knows no locks
                break
            if self._is_still_here():
                return
            os.close(self._file)
        self._is_own = True
        self.path = self.target.with_name(f"{self.target.name}.{os.getpid()}-{threading.get_ident()}.part")
        self._file = os.open(self.path, _APPENDING | os.O_TRUNC, 0o666)

    def _is_still_here(self) -> bool:
        """Whether the locked file still has this name; another process may just have kept it."""
        try:
            return os.path.samestat(os.fstat(self._file), self.path.stat())
        except FileNotFoundError:
            return False


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file in hexadecimal.

    Raises
    ------
    StorageError
        It cannot be read.
    """
    with storing(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into our error."""
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"{path}: {error.strerror or error}. Nothing was stored under this name; "
            "make room or mend the permissions, then give the same command again."
        ) from error
