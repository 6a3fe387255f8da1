from pathlib import Path

import pytest

from tessebs_core.cli import main as command_line
from tessebs_core.errors import BadEphemeris, DatabaseOutOfDate, NotPermitted, UnknownTarget
from tests.cli.conftest import Tessebs
from tests.support.sky import TARGET


def test_the_way_from_an_empty_folder_to_a_proposal(tessebs: Tessebs, tmp_path: Path) -> None:
    assert tessebs("db", "upgrade").exit_code == 0
    added = tessebs("tic", "add", TARGET)
    assert (added.exit_code, "2 files held" in added.stdout) == (0, True)
    proposed = tessebs("triage", "add", TARGET, "--bjd0", 1326.1, "--period", 2.345, "--model", "BLS")
    assert "is in the queue" in proposed.stdout
    drawn = tessebs("figures", TARGET, "--text")
    assert drawn.exit_code == 0
    names = {path.name for path in (tmp_path / "data").rglob("tic*")}
    wanted = {"SPOC.lc.png", "SPOC.zlc.png", "QLP.spd.png", "SPOC.lc", "SPOC.spd", "QLP.eph0000001.ph.png"}
    assert {f"tic{TARGET}.{ending}" for ending in wanted} <= names


def test_refreshing_downloads_nothing(tessebs: Tessebs, tmp_path: Path) -> None:
    tessebs("db", "upgrade")
    assert tessebs("tic", "refresh", TARGET).exit_code == 0
    assert not (tmp_path / "data" / "mast").exists()


def test_before_the_tables_are_made_the_command_says_how_to_make_them(tessebs: Tessebs) -> None:
    error = tessebs("tic", "add", TARGET).exception
    assert isinstance(error, DatabaseOutOfDate)
    assert "tessebs db upgrade" in str(error)


def test_one_unknown_number_does_not_stop_the_others(tessebs: Tessebs) -> None:
    tessebs("db", "upgrade")
    result = tessebs("tic", "add", 424242, TARGET, "--no-figures")
    assert (result.exit_code, "424242" in result.stderr) == (1, True)
    assert f"TIC {TARGET}: 2 files held" in result.stdout


@pytest.mark.parametrize("word", ["RY Ind", "-5", "0", "1.5", ""])
def test_what_is_no_number_is_refused(tessebs: Tessebs, word: str) -> None:
    result = tessebs("tic", "add", "--", word)
    assert (result.exit_code, "Invalid value" in result.stderr) == (2, True)


def test_a_full_bjd_is_refused(tessebs: Tessebs) -> None:
    tessebs("db", "upgrade")
    result = tessebs("triage", "add", TARGET, "--bjd0", 2458326.1, "--period", 2, "--model", "BLS")
    assert isinstance(result.exception, BadEphemeris)


def test_proposing_for_an_unknown_target_says_how_to_add_it(tessebs: Tessebs) -> None:
    tessebs("db", "upgrade")
    error = tessebs("triage", "add", TARGET, "--bjd0", 1, "--period", 2, "--model", "BLS").exception
    assert isinstance(error, UnknownTarget)
    assert f"tessebs tic add {TARGET}" in str(error)


@pytest.mark.parametrize("words", [[], ["db"], ["tic", "add"], ["triage", "add"], ["figures"], ["app"]])
def test_every_command_explains_itself(tessebs: Tessebs, words: list[str]) -> None:
    result = tessebs(*words, "--help")
    assert (result.exit_code, "Usage" in result.stdout) == (0, True)


def test_the_doctor_finds_the_tables_missing_and_says_how_to_make_them(tessebs: Tessebs) -> None:
    result = tessebs("doctor")
    assert (result.exit_code, "tessebs db upgrade" in result.stdout) == (1, True)


def test_the_doctor_is_content_when_all_is_well(tessebs: Tessebs) -> None:
    tessebs("db", "upgrade")
    assert tessebs("doctor").exit_code == 0


def test_an_error_of_ours_is_a_message_and_not_a_traceback(
    tessebs: Tessebs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["tessebs", "tic", "add", str(TARGET)])
    with pytest.raises(SystemExit) as stop:
        command_line.main()
    said = capsys.readouterr().err
    assert stop.value.code == 1
    assert "tessebs db upgrade" in said
    assert "Traceback" not in said


def test_a_group_is_looked_after_from_the_command_line(tessebs: Tessebs) -> None:
    tessebs("db", "upgrade")
    assert "lea is lead now" in tessebs("group", "role", "lea", "lead").stdout
    assert "Nobody has voted" in tessebs("group", "agreement").stdout
    assert "Nothing waits" in tessebs("group", "conflicts", "lea").stdout
    assert "shown from the start" in tessebs("group", "blind", "lea", "--off").stdout
    assert isinstance(tessebs("group", "blind", "ada", "--off").exception, NotPermitted)
