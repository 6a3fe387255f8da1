"""The commands on one target with one signal: they answer, and say what to do where there is nothing."""

from tessebs_core.errors import InputError
from tests.cli.conftest import Tessebs
from tests.support.sky import TARGET


def test_blends_and_times_answer_where_there_is_little_to_say(tessebs: Tessebs, tmp_path) -> None:
    tessebs("db", "upgrade")
    tessebs("tic", "refresh", TARGET)
    assert "0 shared signals" in tessebs("blends", "--tic", TARGET, "--csv", tmp_path / "pairs.csv").stdout
    assert (tmp_path / "pairs.csv").read_text().startswith("tess_id,other_tess_id")
    assert "0 blends" in tessebs("blends", "--judged", "--csv", tmp_path / "judged.csv").stdout
    assert (tmp_path / "judged.csv").exists()
    error = tessebs("oc", TARGET).exception
    assert isinstance(error, InputError)
    assert "Accept a proposal first" in str(error)
