"""``tessebs import-legacy``: one command, its report on the screen and in a file."""

import json
from pathlib import Path

import pytest

from tessebs_core.errors import InputError, LegacySourceError, StorageError, TessebsError
from tests.cli.conftest import Tessebs
from tests.support.legacy import ONE_TARGET, legacy_file

ROWS = {
    **ONE_TARGET,
    "catalog_comment": [{"text": "[red]<b>bold</b>"}] * 12 + [{"timestamp": "0000-00-00 00:00:00"}],
    "catalog_ephemeris": [{"period": -1.0}] * 12,
}


def test_the_report_adds_up_on_the_screen_and_in_files(tessebs: Tessebs, tmp_path: Path) -> None:
    tessebs("db", "upgrade")
    source = legacy_file(tmp_path / "legacy.sqlite3", ROWS)
    tried = tessebs("import-legacy", source, "--dry-run", "--report", tmp_path / "report.json")
    assert tried.exit_code == 0
    assert "Dry run: nothing was stored." in tried.output
    told = json.loads((tmp_path / "report.json").read_text())
    counts = {
        each["table"]: (each["read"], sum(one["rows"] for one in each["counts"])) for each in told["tables"]
    }
    assert counts["catalog_comment"] == (13, 13)
    done = tessebs("import-legacy", source, "--report", tmp_path / "report.txt")
    assert "13 read = 12 imported + 1 set aside" in done.output
    assert "timestamp = '0000-00-00 00:00:00' is no time" in done.output
    assert "and 2 more; --report FILE has all" in done.output
    assert (tmp_path / "report.txt").read_text().count("period = -1.0 d") == 12
    again = tessebs("import-legacy", source)
    assert "Nothing is new in ours." in again.output


def test_what_is_no_catalogue_and_a_report_that_cannot_be_written_are_told(
    tessebs: Tessebs, tmp_path: Path
) -> None:
    tessebs("db", "upgrade")
    (tmp_path / "no.sql").write_text("hello")
    assert isinstance(tessebs("import-legacy", tmp_path / "no.sql").exception, LegacySourceError)
    source = legacy_file(tmp_path / "legacy.sqlite3", ONE_TARGET)
    refused = tessebs("import-legacy", source, "--dry-run", "--report", tmp_path / ("r" * 300))
    assert isinstance(refused.exception, StorageError)
    assert "nothing was imported (dry run)" in str(refused.exception)


def test_an_import_whose_report_has_no_folder_does_not_begin(tessebs: Tessebs, tmp_path: Path) -> None:
    tessebs("db", "upgrade")
    source = legacy_file(tmp_path / "legacy.sqlite3", ONE_TARGET)
    refused = tessebs("import-legacy", source, "--report", tmp_path / "nowhere" / "report.txt").exception
    assert isinstance(refused, StorageError)
    assert "Nothing was imported" in str(refused)
    assert "1 read = 1 imported" in tessebs("import-legacy", source).output


def test_a_password_is_taken_from_the_environment_and_never_from_the_command_line(
    tessebs: Tessebs, monkeypatch: pytest.MonkeyPatch
) -> None:
    tessebs("db", "upgrade")
    address = "mariadb://ada:9f3b-secret@127.0.0.1:1/site"
    refused = tessebs("import-legacy", address).exception
    assert isinstance(refused, InputError)
    assert "TESSEBS_LEGACY_SOURCE" in str(refused)
    assert "9f3b" not in str(refused)
    monkeypatch.setenv("TESSEBS_LEGACY_SOURCE", address)
    assert isinstance(tessebs("import-legacy").exception, TessebsError)
    assert not isinstance(tessebs("import-legacy").exception, InputError)  # it was tried
