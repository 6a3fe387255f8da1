"""Lists of targets from the shell."""

from pathlib import Path

from tests.cli.conftest import Tessebs
from tests.support.sky import TARGET

UNKNOWN = 424242


def test_a_list_with_an_unknown_target_is_fetched_shown_and_tried_again(
    tessebs: Tessebs, tmp_path: Path
) -> None:
    tessebs("db", "upgrade")
    assert "no batches" in tessebs("ingest", "--status").stdout
    file = tmp_path / "list.csv"
    file.write_text(f"tic_id,note\n{TARGET},a\n{UNKNOWN},b\nRY Ind,c\n{TARGET},again\n")
    looked = tessebs("ingest", file, "--preview")
    assert "2 targets, 1 line not understood, 1 named again" in looked.stdout
    assert "line 4" in looked.stderr
    assert "no batches" in tessebs("ingest", "--status").stdout
    result = tessebs("ingest", file, "--no-spd", "--as", "ada")
    assert (result.exit_code, "batch 1" in result.stdout) == (1, True)
    assert f"TIC {UNKNOWN} is not in" in result.stderr
    assert "ada  list.csv: 1 done, 1 failed" in tessebs("ingest", "--status").stdout
    assert "1 targets are wanted again" in tessebs("ingest", "--retry-failed", "--batch", 1).stdout
    assert "batch 2\n" in tessebs("ingest", file, "--no-spd", "--as", "ada").stdout  # ended: looked at anew
    assert "0 targets of batch 1" in tessebs("ingest", "--cancel", "--batch", 1, "--as", "ada").stdout


def test_what_is_asked_must_be_one_thing(tessebs: Tessebs) -> None:
    tessebs("db", "upgrade")
    assert tessebs("ingest").exit_code == 2
    assert tessebs("ingest", "--status", "--resume").exit_code == 2
    assert "cannot be read" in str(tessebs("ingest", "nothing.txt").exception)
