from pathlib import Path

import pytest

from tessebs_core.errors import SettingsError
from tessebs_core.settings import Settings, read_settings


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
