import pytest

from tessebs_core.errors import NoLightCurve
from tests.cli.conftest import Tessebs
from tests.support.sky import PERIOD, TARGET


def test_the_period_is_told_with_its_reasons_and_evidence(tessebs: Tessebs) -> None:
    tessebs("db", "upgrade")
    tessebs("tic", "add", TARGET, "--no-figures")
    tessebs("triage", "add", TARGET, "--bjd0", 1326.1, "--period", PERIOD, "--model", "QATS")
    result = tessebs("periods", TARGET)
    assert result.exit_code == 0
    for words in (
        f"TIC {TARGET}, SPOC",
        "why",
        "odd-even",
        "QATS at",
        "two-Gaussian",
        "polyfit",
        "morphology",
    ):
        assert words in result.stdout
    assert f"period {PERIOD:.3f}" in result.stdout


def test_a_target_without_light_curves_says_how_to_get_them(tessebs: Tessebs) -> None:
    tessebs("db", "upgrade")
    tessebs("tic", "refresh", TARGET)
    error = tessebs("periods", TARGET).exception
    assert isinstance(error, NoLightCurve)
    assert "tessebs tic add" in str(error)


@pytest.mark.parametrize("words", [["periods", "--help"]])
def test_the_command_explains_itself(tessebs: Tessebs, words: list[str]) -> None:
    assert "Usage" in tessebs(*words).stdout


def test_reports_are_kept_when_asked_for_and_not_made_twice(tessebs: Tessebs) -> None:
    tessebs("db", "upgrade")
    tessebs("tic", "add", TARGET, "--no-figures")
    assert tessebs("periods", TARGET, "--store").exit_code == 0
    assert "0 reports stored, 1 still hold" in tessebs("periods", "--all", "--stale").stdout
    assert "1 reports stored" in tessebs("periods", "--all").stdout
    assert tessebs("periods").exit_code == 2
