"""Bulk work from the shell."""

from pathlib import Path

from tests.cli.conftest import Tessebs
from tests.support.sky import TARGET

UNKNOWN = 424242


def test_targets_are_ingested_drawn_and_reported_and_the_same_again_adds_nothing(
    tessebs: Tessebs, tmp_path: Path
) -> None:
    tessebs("db", "upgrade")
    file, failures = tmp_path / "list.txt", tmp_path / "failed.csv"
    file.write_text(f"{TARGET}\n{UNKNOWN}\nRY Ind\n")
    looked = tessebs("bulk", "ingest", "--targets", file, "--dry-run")
    assert f"2 targets: {TARGET}, {UNKNOWN}" in looked.stdout
    assert "line 3 is not understood" in looked.stderr
    assert "no batches of ingest" in tessebs("bulk", "ingest", "--status").stdout
    done = tessebs("bulk", "ingest", "--targets", file, "--failures", failures, "--as", "ada")
    assert (done.exit_code, "batch 1: 1 done, 1 failed" in done.stdout) == (1, True), done.output
    assert f"{UNKNOWN},failed,1,TIC {UNKNOWN} is not in" in failures.read_text()
    again = tessebs("bulk", "ingest", "--targets", file)
    assert "nothing was added" in again.stdout
    assert "Everything of it has ended" in again.stdout
    drawn = tessebs("bulk", "figures", "--all", "--queue-only")
    assert "tessebs bulk figures --resume --batch 2" in drawn.stdout
    drawn = tessebs("bulk", "figures", "--resume")
    assert (drawn.exit_code, "batch 2: 1 done" in drawn.stdout) == (0, True), drawn.output
    assert "ada  list.txt: 1 done, 1 failed" in tessebs("bulk", "ingest", "--status").stdout


def test_what_is_asked_must_be_one_thing_and_of_this_kind(tessebs: Tessebs) -> None:
    tessebs("db", "upgrade")
    assert tessebs("bulk", "periods").exit_code == 2
    assert tessebs("bulk", "periods", "--all", "--status").exit_code == 2
    assert tessebs("bulk", "periods", "--retry-failed").exit_code == 2
    assert "tessebs bulk figures" in tessebs("bulk", "periods", "--all", "--force").stderr
    assert "Nothing was found" in str(tessebs("bulk", "periods", "--all").exception)
    assert "no such condition" in str(tessebs("bulk", "periods", "--query", "nonsense=1").exception)
    assert "Nothing is left" in tessebs("bulk", "periods", "--resume").stdout
