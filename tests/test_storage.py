import os
from pathlib import Path

import pytest

from tessebs_core.errors import StorageError
from tessebs_core.storage import StagedFiles, replacing


def names(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def test_a_file_appears_under_its_name_when_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "a.txt"
    with replacing(path) as file:
        file.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    assert names(path.parent) == ["a.txt"]


def test_a_block_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def interrupted() -> None:
        with replacing(path) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.txt"]


def test_a_full_disk_is_our_error_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"No space left.*unchanged"), replacing(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.txt"]


def test_a_folder_that_cannot_be_made_is_our_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="cannot be written"), replacing(tmp_path / "file" / "a.txt"):
        pass


def test_others_may_read_what_the_umask_lets_them(tmp_path: Path) -> None:
    with replacing(tmp_path / "a.txt") as file:
        file.write(b"x")
    (tmp_path / "plain.txt").write_bytes(b"x")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "plain.txt").stat().st_mode


def staged_file(staged: StagedFiles, folder: Path, words: str) -> Path:
    made = staged.new(folder, "a")
    made.write_text(words)
    return made


def test_staged_files_take_their_places_together(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    with StagedFiles() as staged:
        names = {staged_file(staged, tmp_path, name): tmp_path / name for name in ("old", "new")}
        staged.place(names, gone=[])
        staged.settle()
    assert sorted(names_and_words(tmp_path)) == [("new", "new"), ("old", "old")]


def test_staged_files_that_are_not_settled_go_back(tmp_path: Path) -> None:
    for name in ("old", "gone"):
        (tmp_path / name).write_text(name)
    with StagedFiles() as staged:
        made = staged_file(staged, tmp_path, "other")
        staged.place({made: tmp_path / "old"}, gone=[tmp_path / "gone"])
        assert names_and_words(tmp_path)[-1] == ("old", "other")
    assert names_and_words(tmp_path) == [("gone", "gone"), ("old", "old")]


def test_staged_files_can_be_placed_again_after_they_went_back(tmp_path: Path) -> None:
    with StagedFiles() as staged:
        made = staged_file(staged, tmp_path, "made")
        staged.place({made: tmp_path / "one"})
        staged.undo()
        staged.place({made: tmp_path / "two"})
        staged.settle()
    assert names_and_words(tmp_path) == [("two", "made")]


def test_one_place_that_is_refused_refuses_all(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with StagedFiles() as staged:
        first, second = (staged_file(staged, tmp_path, each) for each in "ab")
        with pytest.raises(StorageError):
            staged.place({first: tmp_path / "a", second: tmp_path / "missing" / "b"})
        assert not (tmp_path / "a").exists()


def names_and_words(folder: Path) -> list[tuple[str, str]]:
    files = [each for each in folder.iterdir() if each.is_file() and not each.name.startswith(".")]
    return sorted((each.name, each.read_text()) for each in files)
