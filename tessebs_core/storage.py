"""Files that appear whole or not at all, alone or several together."""

import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from tessebs_core.errors import StorageError

__all__ = ["StagedFiles", "replacing"]


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a temporary file beside ``path`` that takes its place when the block ends well.

    The folder is made when missing. If the block raises, nothing is left behind and a file that stood
    under this name stays as it was. The bytes are on the disk before the name is.

    Raises
    ------
    StorageError
        The disk is full, or the folder cannot be written; any ``OSError`` of the block is taken for that.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
        try:
            with temporary.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise _refused(path, error) from error


class StagedFiles:
    """Files made under temporary names, which take their places together or not at all.

    A context: what was placed and not kept by `settle` is undone at its end, and no temporary file stays.
    """

    def __init__(self) -> None:
        self._made: list[Path] = []
        self._placed: list[tuple[Path | None, Path, Path | None]] = []  # from, name, what stood there

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.undo()
        for each in self._made:
            each.unlink(missing_ok=True)

    def new(self, folder: Path, label: str) -> Path:
        """A name in ``folder`` for a file that is to be made; hidden, and not used twice."""
        number = f"{os.getpid()}-{threading.get_ident()}-{id(self):x}-{len(self._made)}"
        path = folder / f".{label}.{number}.tmp"
        self._made.append(path)
        return path

    def place(self, names: Mapping[Path, Path], gone: Iterable[Path] = ()) -> None:
        """Give the files that were made their names, and take the files ``gone`` away.

        Raises
        ------
        StorageError
            One of them cannot be renamed; all stand as before.
        """
        changes = [(made, name) for made, name in names.items()] + [(None, name) for name in gone]
        for made, name in changes:
            try:
                self._place(made, name)
            except OSError as error:
                self.undo()
                raise _refused(name, error) from error

    def undo(self) -> None:
        """Put everything back as it was before `place`; what was made can be placed again."""
        while self._placed:
            made, name, before = self._placed.pop()
            if made is not None:
                name.replace(made)
            if before is not None:
                before.replace(name)

    def settle(self) -> None:
        """Keep what was placed; it cannot be undone any more."""
        for _, _, before in self._placed:
            if before is not None:
                before.unlink(missing_ok=True)
        self._placed.clear()

    def _place(self, made: Path | None, name: Path) -> None:
        before = None
        if name.exists():
            before = self.new(name.parent, name.name)
            shutil.copy2(name, before)  # the old file keeps its place until the very end
        if made is None:
            name.unlink(missing_ok=True)
        else:
            made.replace(name)
        self._placed.append((made, name, before))


def _refused(path: Path, error: OSError) -> StorageError:
    return StorageError(
        f"{path} cannot be written: {error.strerror or error}. Make room or mend the permissions and "
        "give the same command again; what stood there before is unchanged."
    )


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
