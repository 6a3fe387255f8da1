import errno
import hashlib
import os
from contextlib import suppress
from pathlib import Path

import pytest

from tessebs_core.archive.part_files import PartFile, sha256_of
from tessebs_core.errors import DownloadFailed, StorageError


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folder" / "lc.fits"


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_what_is_kept_stands_alone_under_its_name(target: Path) -> None:
    with PartFile(target) as part:
        part.write(b"SIMPLE")
        assert names_in(target.parent) == ["lc.fits.part"]
        part.keep()
    assert target.read_bytes() == b"SIMPLE"
    assert names_in(target.parent) == ["lc.fits"]


def test_what_is_kept_replaces_what_was_there(target: Path) -> None:
    target.parent.mkdir(parents=True)
    target.write_bytes(b"old and longer")
    with PartFile(target) as part:
        part.write(b"new")
        part.keep()
    assert target.read_bytes() == b"new"


def test_a_failure_leaves_the_part_for_the_next_time(target: Path) -> None:
    with suppress(DownloadFailed), PartFile(target) as part:
        part.write(b"SIM")
        raise DownloadFailed("cut")
    with PartFile(target) as part:
        assert (part.size, part.beginning(2)) == (3, b"SI")
        part.write(b"PLE")
        part.keep()
    assert target.read_bytes() == b"SIMPLE"


def test_an_interrupt_leaves_the_part_and_no_file(target: Path) -> None:
    with suppress(KeyboardInterrupt), PartFile(target) as part:
        part.write(b"SIM")
        raise KeyboardInterrupt
    assert names_in(target.parent) == ["lc.fits.part"]


def test_nothing_leaves_nothing(target: Path) -> None:
    with PartFile(target) as part:
        part.write(b"<html>")
        part.restart()
    assert names_in(target.parent) == []


def test_a_full_disk_is_told_and_leaves_nothing(target: Path) -> None:
    """/dev/full refuses every write as a full disk does."""
    target.parent.mkdir(parents=True)
    target.with_name("lc.fits.part").symlink_to("/dev/full")
    with (
        pytest.raises(StorageError, match=r"lc\.fits: No space left on device.*make room"),
        PartFile(target) as part,
    ):
        part.write(b"SIMPLE")
    assert names_in(target.parent) == []


def test_a_disk_that_fails_to_sync_is_told_and_leaves_nothing(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("os.fsync", refuse)

    def write_and_keep() -> None:
        with PartFile(target) as part:
            part.write(b"SIMPLE")
            part.keep()

    with pytest.raises(StorageError, match="Input/output error"):
        write_and_keep()
    assert names_in(target.parent) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file")
    with pytest.raises(StorageError, match="Nothing was stored"), PartFile(tmp_path / "folder" / "lc.fits"):
        pass


def test_two_writers_do_not_mix(target: Path) -> None:
    with PartFile(target) as one, PartFile(target) as other:
        one.write(b"one")
        other.write(b"other")
        assert one.path != other.path
        other.keep()
        one.keep()
    assert target.read_bytes() == b"one"
    assert names_in(target.parent) == ["lc.fits"]


def test_a_part_that_another_keeps_while_it_is_locked_is_not_written_to(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed = []

    def lock_too_late(*_: int) -> None:
        if not renamed:
            renamed.append(target.with_name("lc.fits.part").rename(target))

    monkeypatch.setattr("fcntl.flock", lock_too_late)
    with PartFile(target) as part:
        part.write(b"mine")
    assert target.read_bytes() == b""
    assert part.path.read_bytes() == b"mine"


def test_the_second_writers_part_goes_with_it(target: Path) -> None:
    with PartFile(target), PartFile(target) as other:
        other.write(b"half")
    assert names_in(target.parent) == []


def test_sha256_is_that_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"SIMPLE")
    assert sha256_of(tmp_path / "x") == hashlib.sha256(b"SIMPLE").hexdigest()


def test_sha256_of_a_missing_file_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        sha256_of(tmp_path / "x")


def test_without_locks_every_writer_has_a_part_of_its_own(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", refuse)
    with PartFile(target) as part:
        part.write(b"SIMPLE")
        part.keep()
    assert names_in(target.parent) == ["lc.fits"]
