from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tessebs_core.archive.client import Archive
from tessebs_core.archive.downloads import download_all
from tessebs_core.archive.patience import Patience
from tessebs_core.archive.products import list_products
from tessebs_core.archive.targets import fetch_metadata, fetch_sectors
from tessebs_core.demonstration.holdings import Footprint, HeldFile, HeldObservation, HeldTarget, Holdings
from tessebs_core.demonstration.local_archive import Answer, Fault, LocalArchive
from tessebs_core.errors import ArchiveUnavailable
from tessebs_core.provenances.registry import known_provenances
from tessebs_core.records import DataFolder, HeldProduct, ListedProduct, TargetMetadata

FILES = "/api/v0.1/Download/file"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lc.fits"
    path.write_bytes(b"SIMPLE  =" + b" " * (8 * 2880 - 9))
    return path


def sky(file: Path, targets: int, files_each: int) -> Holdings:
    """Targets on a parallel, a degree apart, each with one observation a sector."""
    return Holdings(
        tuple(
            HeldTarget(
                TargetMetadata(tess_id, ra=float(tess_id), dec=-30.0, Tmag=10.0),
                (f"TIC {tess_id}", f"Gaia DR3 {2**60 + tess_id}"),
                tuple(Footprint(sector, 1, 1) for sector in range(1, files_each + 1)),
                tuple(
                    HeldObservation(
                        str(1000 * tess_id + sector), f"o{sector}", "QLP", sector, 1800.0, str(tess_id),
                        (HeldFile(file, f"mast:HLSP/{tess_id}/{sector}_llc.fits", f"{sector}_llc.fits"),),
                    )
                    for sector in range(1, files_each + 1)
                ),
            )
            for tess_id in range(1, targets + 1)
        )
    )  # fmt: skip


@pytest.fixture
def local(file: Path) -> Iterator[LocalArchive]:
    with LocalArchive(sky(file, 1, 1)) as running:
        yield running


def test_head_states_the_size_and_sends_nothing(local: LocalArchive, file: Path) -> None:
    answer = requests.head(local.url + FILES, params={"uri": "mast:HLSP/1/1_llc.fits"}, timeout=5)
    assert answer.headers["Content-Length"] == str(file.stat().st_size)
    assert answer.content == b""


def test_get_sends_the_file(local: LocalArchive, file: Path) -> None:
    answer = requests.get(local.url + FILES, params={"uri": "mast:HLSP/1/1_llc.fits"}, timeout=5)
    assert answer.content == file.read_bytes()


@pytest.mark.parametrize(
    ("asked", "status", "content_range", "length"),
    [
        ("bytes=100-", 206, "bytes 100-23039/23040", 22940),
        ("bytes=0-99", 206, "bytes 0-99/23040", 100),
        ("bytes=100-99999", 206, "bytes 100-23039/23040", 22940),
        ("bytes=23040-", 416, "bytes */23040", 0),
        ("lines=1-2", 200, None, 23040),
    ],
)
def test_a_range_is_sent_as_asked(
    local: LocalArchive, asked: str, status: int, content_range: str | None, length: int
) -> None:
    answer = requests.get(
        local.url + FILES, params={"uri": "mast:HLSP/1/1_llc.fits"}, headers={"Range": asked}, timeout=5
    )
    assert (answer.status_code, answer.headers.get("Content-Range")) == (status, content_range)
    assert len(answer.content) == length


@pytest.mark.parametrize("path", ["/", FILES, FILES + "?uri=mast:gone", "/../../etc/passwd"])
def test_what_is_not_held_is_not_found(local: LocalArchive, path: str) -> None:
    assert requests.get(local.url + path, timeout=5).status_code == 404


def test_only_files_that_are_held_are_served(local: LocalArchive, file: Path) -> None:
    for uri in (str(file), f"file://{file}", "mast:HLSP/1/../1/1_llc.fits"):
        assert requests.get(local.url + FILES, params={"uri": uri}, timeout=5).status_code == 404


def test_it_listens_to_this_machine_only(local: LocalArchive) -> None:
    assert local.url.startswith("http://127.0.0.1:")


def test_simbad_states_its_capabilities(local: LocalArchive) -> None:
    """astroquery's own instance asks for them before its first query; ours does not."""
    from pyvo.dal import TAPService

    assert local.endpoints.simbad_url is not None
    assert TAPService(local.endpoints.simbad_url).hardlimit == 2_000_000


def test_requests_are_counted_in_order(local: LocalArchive) -> None:
    requests.get(local.url + "/a", timeout=5)
    requests.get(local.url + "/b", timeout=5)
    assert [(each.number, each.path) for each in local.requests] == [(1, "/a"), (2, "/b")]


def test_an_unknown_service_is_an_error_of_mast(local: LocalArchive) -> None:
    answer = requests.post(
        local.url + "/api/v0/invoke", data={"request": '{"service": "Mast.Unknown"}'}, timeout=5
    )
    assert answer.json()["status"] == "ERROR"


def test_a_fault_replaces_one_answer(file: Path) -> None:
    with LocalArchive(sky(file, 1, 1), fault=lambda _: Fault(Answer(503, b"no"))) as local:
        assert requests.get(local.url, timeout=5).status_code == 503


def test_after_its_end_nobody_answers_not_even_on_an_open_connection(file: Path) -> None:
    patience = Patience(sleep=lambda _: None)
    with LocalArchive(sky(file, 1, 1)) as local:
        archive = Archive(local.endpoints, patience)
        assert archive.tic_rows(1)
    with pytest.raises(ArchiveUnavailable):
        archive.tic_rows(1)


def test_without_with_there_is_no_address(file: Path) -> None:
    with pytest.raises(RuntimeError, match="with"):
        LocalArchive(sky(file, 1, 1)).url  # noqa: B018


def test_a_hundred_targets_with_five_hundred_files_are_held_each_once(file: Path, tmp_path: Path) -> None:
    """The demonstration catalogue's size, asked by four threads at once."""
    folder = DataFolder(tmp_path / "data")
    held: list[HeldProduct] = []
    with LocalArchive(sky(file, 100, 5)) as local:
        archive = Archive(local.endpoints)

        def add(tess_id: int) -> tuple[ListedProduct, ...]:
            metadata, warnings = fetch_metadata(archive, tess_id)
            assert metadata.gaia_dr3_id == 2**60 + tess_id
            assert warnings == ()
            assert fetch_sectors(archive, tess_id, float(tess_id), -30.0) == (1, 2, 3, 4, 5)
            return list_products(archive, tess_id, known_provenances())

        with ThreadPoolExecutor(4) as pool:
            listed = [each for products in pool.map(add, range(1, 101)) for each in products]
        download_all(
            archive, listed, folder,
            on_held=held.append, on_failed=lambda *fate: pytest.fail(str(fate)), check=lambda *_: None,
        )  # fmt: skip
    assert len(held) == len({each.path for each in held}) == 500
