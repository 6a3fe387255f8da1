from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tessebs_core.archive.client import Archive, ArchiveEndpoints
from tessebs_core.database.stores.products import products_of
from tessebs_core.database.stores.targets import find_target, target_record
from tessebs_core.demonstration.holdings import Holdings
from tessebs_core.demonstration.local_archive import Answer, Fault, LocalArchive, Request
from tessebs_core.errors import ArchiveUnavailable, StorageError, UnknownTarget
from tessebs_core.records import TargetMetadata
from tessebs_core.vocabulary import ProductState
from tessebs_core.workflows.light_curves import load_light_curve, provenances_with_light_curve
from tessebs_core.workflows.targets import (
    IngestChoices,
    add_target,
    fetch_products,
    refresh_target,
    update_provenances,
)
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import HASTY, TARGET, File, holdings_of, write_file

Ask = Callable[[Holdings], tuple[Workspace, LocalArchive]]

NO_FIGURES = IngestChoices(figures=False)


def _metadata(workspace: Workspace) -> TargetMetadata:
    return workspace.database.read(lambda session: target_record(find_target(session, TARGET)))


def _states(workspace: Workspace) -> list[tuple[str, ProductState]]:
    rows = workspace.database.read(
        lambda session: [(row.provenance.name, row.state) for row in products_of(session, TARGET)]
    )
    return sorted(rows)


def test_a_target_arrives_with_its_light_curves(ask: Ask, files: list[File]) -> None:
    workspace, _ = ask(holdings_of(files))
    result = add_target(workspace, TARGET, choices=NO_FIGURES)
    assert (result.held, result.failures, result.warnings) == (4, (), ())
    assert set(result.provenances) == {"SPOC", "QLP", "TASOC"}
    assert load_light_curve(workspace, TARGET, "SPOC").sectors == (1, 2)


def test_names_of_other_surveys_are_not_taken_for_asas(ask: Ask, files: list[File]) -> None:
    workspace, _ = ask(holdings_of(files[:1]))
    refresh_target(workspace, TARGET)
    metadata = _metadata(workspace)
    assert (metadata.gaia_dr3_id, metadata.asas_id) == (4623036865373793408, None)


def test_a_second_pass_downloads_nothing(ask: Ask, files: list[File]) -> None:
    workspace, archive = ask(holdings_of(files))
    add_target(workspace, TARGET, choices=NO_FIGURES)
    before = len([each for each in archive.requests if each.is_download])
    fetch_products(workspace, TARGET)
    assert len([each for each in archive.requests if each.is_download]) == before


def test_fetching_what_is_held_asks_nobody(ask: Ask, files: list[File]) -> None:
    workspace, archive = ask(holdings_of(files))
    add_target(workspace, TARGET, choices=NO_FIGURES)
    before = len(archive.requests)
    fetch_products(workspace, TARGET)
    assert len(archive.requests) == before


def test_a_file_that_vanished_from_the_folder_is_fetched_again(ask: Ask, files: list[File]) -> None:
    workspace, _ = ask(holdings_of(files))
    add_target(workspace, TARGET, choices=NO_FIGURES)
    lost = next(workspace.folder.downloads.rglob("*.fits"))
    lost.unlink()
    fetch_products(workspace, TARGET)
    assert lost.exists()


def test_one_bad_product_does_not_stop_the_others_and_says_why(ask: Ask, files: list[File]) -> None:
    page = b"<html>Service unavailable</html>"
    files[2].path.write_bytes(page)
    workspace, _ = ask(holdings_of(files))
    result = add_target(workspace, TARGET, choices=NO_FIGURES)
    assert set(result.provenances) == {"SPOC", "TASOC"}
    assert len(result.failures) == 1
    assert result.failures[0].startswith("QLP")
    assert ("QLP", ProductState.FAILED) in _states(workspace)


def test_a_failed_product_is_mended_by_the_same_command(ask: Ask, files: list[File]) -> None:
    whole = files[2].path.read_bytes()
    files[2].path.write_bytes(b"<html></html>")
    workspace, _ = ask(holdings_of(files))
    add_target(workspace, TARGET, choices=NO_FIGURES)
    files[2].path.write_bytes(whole)
    result = add_target(workspace, TARGET, choices=NO_FIGURES)
    assert result.failures == ()
    assert {state for _, state in _states(workspace)} == {ProductState.HELD}


def test_an_unknown_tic_changes_nothing(ask: Ask, files: list[File]) -> None:
    workspace, _ = ask(holdings_of(files))
    with pytest.raises(UnknownTarget, match="TESS Input Catalog"):
        add_target(workspace, 424242)
    assert not workspace.folder.root.exists()


def test_an_archive_that_is_down_changes_nothing(ask: Ask, files: list[File]) -> None:
    workspace, _ = ask(holdings_of(files))
    nobody = replace(workspace, archive=Archive(ArchiveEndpoints("http://127.0.0.1:9", None), HASTY))
    with pytest.raises(ArchiveUnavailable, match="Nothing was changed"):
        add_target(nobody, TARGET)
    with pytest.raises(UnknownTarget):
        _metadata(workspace)


def test_without_simbad_the_names_that_are_known_stay(ask: Ask, files: list[File]) -> None:
    workspace, archive = ask(holdings_of(files[:1]))
    refresh_target(workspace, TARGET)

    def no_simbad(request: Request) -> Fault | None:
        return Fault(answer=Answer(503, b"")) if "simbad" in request.path else None

    archive.fault = no_simbad
    fresh = replace(workspace, archive=Archive(archive.endpoints, HASTY))
    assert "SIMBAD" in refresh_target(fresh, TARGET)[0]
    assert _metadata(workspace).gaia_dr3_id == 4623036865373793408


def test_refreshing_updates_what_has_changed(ask: Ask, files: list[File]) -> None:
    old = TargetMetadata(TARGET, ra=10.0, dec=-60.0, Tmag=10.0)
    workspace, _ = ask(holdings_of(files[:1], {TARGET: old}))
    refresh_target(workspace, TARGET)
    workspace, _ = ask(holdings_of(files[:1], {TARGET: replace(old, Tmag=11.0)}))
    refresh_target(workspace, TARGET)
    assert _metadata(workspace).Tmag == 11.0


def test_a_new_product_at_mast_is_seen(ask: Ask, files: list[File]) -> None:
    workspace, _ = ask(holdings_of(files[:1]))
    refresh_target(workspace, TARGET)
    workspace, _ = ask(holdings_of(files))
    assert update_provenances(workspace, TARGET) == ("QLP", "SPOC", "TASOC")


def test_a_full_disk_leaves_nothing_half_written(
    ask: Ask, files: list[File], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, _ = ask(holdings_of(files))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StorageError, match="space"):
        add_target(workspace, TARGET, choices=NO_FIGURES)
    assert [each for each in workspace.folder.root.rglob("*") if each.is_file()] == _database_files(workspace)


def _database_files(workspace: Workspace) -> list[Path]:
    return [each for each in workspace.folder.root.rglob("*.sqlite3*") if each.is_file()]


def test_a_corrupt_file_in_the_folder_is_marked_and_left_out(ask: Ask, files: list[File]) -> None:
    workspace, _ = ask(holdings_of(files))
    add_target(workspace, TARGET, choices=IngestChoices(syndicate=False))
    held = next(workspace.folder.downloads.rglob("tasoc*.fits"))
    content = bytearray(held.read_bytes())
    content[: 2880 * 2] = b" " * (2880 * 2)
    held.write_bytes(content)
    from tessebs_core.workflows.light_curves import syndicate

    assert set(syndicate(workspace, TARGET)) == {"SPOC", "QLP"}
    assert ("TASOC", ProductState.FAILED) in _states(workspace)


def test_every_sector_has_unit_median_and_times_in_btjd(ask: Ask, files: list[File]) -> None:
    workspace, _ = ask(holdings_of(files))
    add_target(workspace, TARGET, choices=NO_FIGURES)
    for provenance in provenances_with_light_curve(workspace, TARGET):
        found = load_light_curve(workspace, TARGET, provenance)
        for sector in found.sectors:
            assert np.median(found.flux[found.sector == sector]) == pytest.approx(1.0, abs=1e-9)
        assert 1325 < found.time.min() < found.time.max() < 1380


def test_a_light_curve_too_short_for_a_period_is_kept_without_periodogram(
    ask: Ask, files: list[File], tmp_path: Path
) -> None:
    short = write_file(tmp_path / "shelves", "TGLC", 3, 86400 * 9.0)
    workspace, _ = ask(holdings_of([files[0], short]))
    result = add_target(workspace, TARGET)
    assert result.provenances == ("SPOC", "TGLC")
    assert workspace.folder.light_curve_figure(TARGET, "TGLC").exists()
    assert not workspace.folder.periodogram_figure(TARGET, "TGLC").exists()
