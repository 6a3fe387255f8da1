import os
import traceback
from pathlib import Path

import pytest

from tessebs_core.errors import SettingsError
from tessebs_core.settings import Settings, read_settings, settings_from, settings_text


def _written(folder: Path, text: str, mode: int = 0o600) -> dict[str, str]:
    path = folder / "tessebs.toml"
    path.write_text(text)
    path.chmod(mode)
    return {"TESSEBS_CONFIG": str(path)}


def test_without_settings_the_database_lies_in_the_data_folder(tmp_path: Path) -> None:
    found = read_settings({"TESSEBS_DATA_DIR": str(tmp_path)})
    assert found.database_url == f"sqlite:///{tmp_path}/tessebs.sqlite3"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    written = _written(tmp_path, 'database_url = "sqlite:///file.db"\ndata_dir = "/file"')
    found = read_settings(written | {"TESSEBS_DATA_DIR": "/environment"})
    assert (found.database_url, found.data_dir) == ("sqlite:///file.db", Path("/environment"))


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="chmod 600"):
        read_settings(_written(tmp_path, "", mode=0o640))


@pytest.mark.parametrize(
    ("text", "words"),
    [("= nonsense", "not a TOML"), ('pasword = "x"', "unknown key"), ("data_dir = 3", "in quotes")],
)
def test_a_file_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        read_settings(_written(tmp_path, text))


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings({"TESSEBS_CONFIG": str(tmp_path / "none.toml")})


def test_the_password_is_never_shown() -> None:
    settings = Settings("mysql+pymysql://eb:se@cret@host/tess", Path("/data"))
    assert settings.shown_database_url == "mysql+pymysql://eb:***@host/tess"
    assert "cret" not in repr(settings)


def test_a_file_with_the_mark_and_line_ends_of_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "windows.toml"
    path.write_bytes(b'\xef\xbb\xbfdatabase_url = "sqlite:////data/x.sqlite3"\r\ndata_dir = "/data"\r\n')
    path.chmod(0o600)
    found = read_settings({"TESSEBS_CONFIG": str(path)})
    assert (found.database_url, found.data_dir) == ("sqlite:////data/x.sqlite3", Path("/data"))


def test_a_folder_and_a_pipe_are_refused_and_nobody_waits_for_the_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    for path in (tmp_path, tmp_path / "pipe"):
        path.chmod(0o600 if path.is_fifo() else 0o700)
        with pytest.raises(SettingsError, match="no file that can be read"):
            read_settings({"TESSEBS_CONFIG": str(path)})


def test_a_huge_file_is_refused_after_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(10**12)
    path.chmod(0o600)
    with pytest.raises(SettingsError, match="over 65536 bytes"):
        read_settings({"TESSEBS_CONFIG": str(path)})


def test_what_is_no_utf_8_is_refused_without_its_words(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes('database_url = "mariadb://ada:gehé-im@db/s"'.encode("latin-1"))
    path.chmod(0o600)
    with pytest.raises(SettingsError, match="UTF-8") as refused:
        read_settings({"TESSEBS_CONFIG": str(path)})
    assert "geh" not in "".join(traceback.format_exception(refused.value))


def test_a_link_to_a_private_file_is_followed_and_one_to_an_open_file_is_not(tmp_path: Path) -> None:
    found = _written(tmp_path, 'data_dir = "/data"')
    link = tmp_path / "link.toml"
    link.symlink_to(found["TESSEBS_CONFIG"])
    assert read_settings({"TESSEBS_CONFIG": str(link)}).data_dir == Path("/data")
    (tmp_path / "tessebs.toml").chmod(0o604)
    with pytest.raises(SettingsError, match="chmod 600"):
        read_settings({"TESSEBS_CONFIG": str(link)})


def test_a_file_of_somebody_else_is_refused_also_in_a_folder_that_all_may_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o777)
    written = _written(tmp_path, 'data_dir = "/data"')
    assert read_settings(written).data_dir == Path("/data")
    owner = os.stat_result((0o100600, 0, 0, 1, os.geteuid() + 4321, 0, 10, 0, 0, 0))
    monkeypatch.setattr(os, "fstat", lambda handle: owner)
    with pytest.raises(SettingsError, match="somebody else's"):
        read_settings(written)


@pytest.mark.parametrize("name", ["TESSEBS_DATA_DIR", "TESSEBS_CONFIG"])
def test_a_home_that_does_not_exist_is_one_clear_error(name: str) -> None:
    with pytest.raises(SettingsError, match="nobody-of-this-name"):
        read_settings({name: "~nobody-of-this-name/x"})


def test_a_broken_file_is_not_quoted(tmp_path: Path) -> None:
    for text in ('database_url = "mariadb://ada:gehe\\im@db/s"', "database_url = mariadb://ada:geheim@db/s"):
        with pytest.raises(SettingsError, match="line 1, column") as refused:
            read_settings(_written(tmp_path, text))
        assert "gehe" not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("word", ["a\"b'c", "tab\tbell\x07", "\x7f", "ü\U0001f600", "back\\slash", "100%"])
def test_settings_are_the_same_after_being_handed_on(word: str) -> None:
    settings = Settings(f"mariadb://ada:{word}@db/s", Path(f"/data/{word}"), mast_url="http://mast")
    assert settings_from(settings_text(settings), "here") == settings


def test_the_administrators_address_is_not_handed_on() -> None:
    settings = Settings("sqlite:////x", Path("/data"), admin_database_url="mariadb://root:geheim@db/s")
    assert "geheim" not in settings_text(settings)


def test_settings_that_are_no_text_are_refused() -> None:
    with pytest.raises(SettingsError, match="database_url holds bytes"):
        settings_text(Settings("mariadb://ada:\udcff@db/s", Path("/data")))
