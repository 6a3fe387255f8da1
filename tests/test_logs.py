import json
import logging
import stat
from pathlib import Path

import pytest

from tessebs_core import logs
from tessebs_core.errors import SettingsError
from tessebs_core.logs import SharedLog, scrubbed
from tessebs_core.settings import read_settings
from tessebs_core.vocabulary import LogStyle


def _logger(path: Path, style: LogStyle) -> logging.Logger:
    logger = logging.Logger("tessebs_test")
    logger.addHandler(SharedLog(path, style))
    return logger


def _close(*loggers: logging.Logger) -> None:
    for logger in loggers:
        logger.handlers[0].close()


def test_a_json_line_says_when_who_and_which_target_and_no_password(tmp_path: Path) -> None:
    logger = _logger(tmp_path / "log", LogStyle.JSON)
    try:
        raise ValueError("mariadb://ada:verysecret@db/s")
    except ValueError:
        logger.exception("two\nlines, token=verysecret", extra={"target": 2**40, "user": "ada"})
    _close(logger)
    (line,) = (tmp_path / "log").read_text().splitlines()
    said = json.loads(line)
    assert (said["level"], said["logger"], said["user"], said["target"]) == (
        "ERROR", "tessebs_test", "ada", 2**40,
    )  # fmt: skip
    assert said["time"].endswith("+00:00")
    assert "ValueError" in said["traceback"]
    assert "verysecret" not in line
    assert stat.S_IMODE((tmp_path / "log").stat().st_mode) == 0o600


def test_no_line_is_lost_when_two_processes_share_a_file_that_grows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "LARGEST_BYTES", 2000)
    monkeypatch.setattr(logs, "KEPT", 50)
    both = [_logger(tmp_path / "log", LogStyle.TEXT) for _ in range(2)]
    for number in range(100):
        both[number % 2].info("line %d.", number)
    _close(*both)
    written = "".join(each.read_text() for each in tmp_path.glob("log*"))
    assert all(f"line {number}." in written for number in range(100))
    assert max(each.stat().st_size for each in tmp_path.glob("log*")) < 2200


def test_words_without_secrets_stay_as_they_are() -> None:
    words = "sqlite:////home/ada/tessebs.sqlite3: 12:30 a@b https://mast.stsci.edu/api?x=1"
    assert scrubbed(words) == words


def test_a_style_that_does_not_exist_is_refused() -> None:
    assert read_settings({"TESSEBS_LOG": "json"}).log is LogStyle.JSON
    with pytest.raises(SettingsError, match="TESSEBS_LOG"):
        read_settings({"TESSEBS_LOG": "xml"})
