import hashlib
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tessebs_core.archive.client import Archive
from tessebs_core.archive.downloads import check_product, download, download_all, is_held
from tessebs_core.archive.file_names import local_path
from tessebs_core.archive.patience import Patience
from tessebs_core.demonstration.holdings import HeldFile, HeldObservation, HeldTarget, Holdings
from tessebs_core.demonstration.local_archive import Answer, Fault, LocalArchive, Request
from tessebs_core.errors import (
    ArchiveUnavailable,
    CorruptProduct,
    DownloadFailed,
    StorageError,
    TessebsError,
)
from tessebs_core.records import DataFolder, HeldProduct, ListedProduct, TargetMetadata

TIC = 38846515
SIZE = 40 * 2880
PRODUCT = ListedProduct(
    TIC, "SPOC", "60829534", "mast:TESS/product/tess2018-s0001_lc.fits", "tess2018-s0001_lc.fits",
    1, 120.0, SIZE,
)  # fmt: skip

REAL = (
    Path(__file__).parents[3]
    / "shared/data/light_curves/tess2018206045859-s0001-0000000038846515-0120-s_lc.fits"
)

Serve = Callable[..., LocalArchive]


def accept(path: Path) -> None:
    """Find nothing wrong."""


def first(count: int, fault: Fault) -> Callable[[Request], Fault | None]:
    """Make the first downloads go wrong."""
    left = [count]

    def of(request: Request) -> Fault | None:
        if not request.is_download or not left[0]:
            return None
        left[0] -= 1
        return fault

    return of


def says(body: bytes, status: int = 200, *headers: tuple[str, str]) -> Fault:
    return Fault(Answer(status, body, headers))


def downloads_of(server: LocalArchive) -> list[Request]:
    return [each for each in server.requests if each.is_download]


def files_in(folder: DataFolder) -> list[str]:
    return sorted(each.name for each in folder.root.rglob("*") if each.is_file())


def test_a_file_arrives_whole_and_checked(archive: Archive, folder: DataFolder, fits_file: Path) -> None:
    checked = []
    held = download(archive, PRODUCT, folder, checked.append)
    assert held == HeldProduct(
        PRODUCT,
        "mast/tic0038846515/SPOC/60829534/tess2018-s0001_lc.fits",
        SIZE,
        hashlib.sha256(fits_file.read_bytes()).hexdigest(),
    )
    assert (folder.root / held.path).read_bytes() == fits_file.read_bytes()
    assert len(checked) == 1
    assert files_in(folder) == ["tess2018-s0001_lc.fits"]


def test_a_file_takes_one_request(serve: Serve, patience: Patience, folder: DataFolder) -> None:
    server = serve()
    download(Archive(server.endpoints, patience), PRODUCT, folder, accept)
    assert [(each.method, each.form["uri"]) for each in server.requests] == [("GET", PRODUCT.uri)]


def test_a_second_pass_makes_no_request(serve: Serve, patience: Patience, folder: DataFolder) -> None:
    server = serve()
    archive = Archive(server.endpoints, patience)
    held = download(archive, PRODUCT, folder, accept)
    server.requests.clear()
    assert is_held(held, folder, digest=True)
    assert download(archive, PRODUCT, folder, accept) == held
    assert server.requests == []


def test_a_file_in_place_that_is_damaged_is_fetched_again(
    archive: Archive, folder: DataFolder, fits_file: Path
) -> None:
    held = download(archive, PRODUCT, folder, accept)
    (folder.root / held.path).write_bytes(b"x" * SIZE)

    def check(path: Path) -> None:
        if path.read_bytes()[:6] != b"SIMPLE":
            raise CorruptProduct(path, "no FITS")

    assert not is_held(held, folder, digest=True)
    assert download(archive, PRODUCT, folder, check) == held


@pytest.mark.parametrize(
    "fault",
    [
        Fault(cut_after=70_000),
        Fault(cut_after=70_000, states_length=False),
        Fault(cut_after=70_000, stalls=True),
        Fault(cut_after=70_000, resets=True),
    ],
    ids=["cut", "cut without length", "stall", "reset"],
)
def test_a_body_that_breaks_off_is_resumed_where_it_stopped(
    serve: Serve, patience: Patience, folder: DataFolder, fits_file: Path, fault: Fault
) -> None:
    server = serve(first(1, fault))
    archive = Archive(server.endpoints, replace(patience, silence=0.5))
    held = download(archive, PRODUCT, folder, accept)
    assert (folder.root / held.path).read_bytes() == fits_file.read_bytes()
    begun, resumed = downloads_of(server)
    assert "range" not in begun.headers
    if fault.states_length and not fault.resets:  # a reset may throw away what was on its way
        assert resumed.headers["range"] == "bytes=65536-"  # of 70000 that came, what fills whole pieces


def test_a_body_that_breaks_off_in_its_first_word_begins_anew(
    serve: Serve, patience: Patience, folder: DataFolder
) -> None:
    server = serve(first(1, Fault(cut_after=5, states_length=False)))
    assert download(Archive(server.endpoints, patience), PRODUCT, folder, accept).size == SIZE


def test_a_server_without_ranges_begins_anew(
    serve: Serve, patience: Patience, folder: DataFolder, fits_file: Path
) -> None:
    server = serve(first(1, Fault(cut_after=70_000)), accepts_ranges=False)
    held = download(Archive(server.endpoints, patience), PRODUCT, folder, accept)
    assert (folder.root / held.path).read_bytes() == fits_file.read_bytes()


def test_a_part_of_an_earlier_day_is_continued(
    serve: Serve, patience: Patience, folder: DataFolder, fits_file: Path
) -> None:
    broken = serve(first(9, Fault(cut_after=30_000, states_length=False)))
    with pytest.raises(DownloadFailed):
        download(Archive(broken.endpoints, replace(patience, tries=1)), PRODUCT, folder, accept)
    assert files_in(folder) == ["tess2018-s0001_lc.fits.part"]
    server = serve()
    held = download(Archive(server.endpoints, patience), PRODUCT, folder, accept)
    assert downloads_of(server)[0].headers["range"] == "bytes=30000-"
    assert (folder.root / held.path).read_bytes() == fits_file.read_bytes()


def test_a_part_of_another_file_is_found_out_and_replaced(
    archive: Archive, folder: DataFolder, fits_file: Path
) -> None:
    part = local_path(PRODUCT, folder).with_name("tess2018-s0001_lc.fits.part")
    part.parent.mkdir(parents=True)
    part.write_bytes(b"SIMPLE  =" + b"\0" * 50_000)

    def check(path: Path) -> None:
        if path.read_bytes() != fits_file.read_bytes():
            raise CorruptProduct(path, "pieced together from two files")

    held = download(archive, PRODUCT, folder, check)
    assert is_held(held, folder, digest=True)


@pytest.mark.parametrize("length", [SIZE + 1, 10 * SIZE])
def test_a_part_longer_than_the_file_is_thrown_away(
    archive: Archive, folder: DataFolder, fits_file: Path, length: int
) -> None:
    part = local_path(PRODUCT, folder).with_name("tess2018-s0001_lc.fits.part")
    part.parent.mkdir(parents=True)
    part.write_bytes(b"SIMPLE  =" + b"\0" * (length - 9))
    held = download(archive, PRODUCT, folder, accept)
    assert (folder.root / held.path).read_bytes() == fits_file.read_bytes()


@pytest.mark.parametrize("content_range", ["bytes 10-20/115200", "bytes */115200", "rows 1-2", ""])
def test_a_range_that_was_not_asked_for_is_not_appended(
    serve: Serve, patience: Patience, folder: DataFolder, fits_file: Path, content_range: str
) -> None:
    wrong = says(b"\0" * 100, 206, ("Content-Range", content_range))
    faults = iter([Fault(cut_after=30_000), wrong])
    server = serve(lambda request: next(faults, None) if request.is_download else None)
    held = download(Archive(server.endpoints, patience), PRODUCT, folder, accept)
    assert (folder.root / held.path).read_bytes() == fits_file.read_bytes()


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"<!DOCTYPE html><html>We are down for maintenance</html>", "a web page"),
        (b"\n<html>", "a web page"),
        (b'{"status": "ERROR", "msg": "no such file"}', "an error message"),
        (b"", "nothing"),
        (b"PK\3\4" * 720, "not FITS"),
        (b"<html>" + b" " * (SIZE - 6), "a web page"),
    ],
)
def test_what_is_no_fits_file_is_not_kept(
    serve: Serve, patience: Patience, folder: DataFolder, body: bytes, word: str
) -> None:
    archive = Archive(serve(first(99, says(body))).endpoints, patience)
    with pytest.raises(DownloadFailed, match=rf"TIC {TIC}, tess2018-s0001_lc\.fits: .*{word}.* 3 times"):
        download(archive, PRODUCT, folder, accept)
    assert files_in(folder) == []


def test_a_web_page_that_goes_away_does_no_harm(
    serve: Serve, patience: Patience, folder: DataFolder, waits: list[float]
) -> None:
    archive = Archive(serve(first(1, says(b"<html>one moment"))).endpoints, patience)
    assert download(archive, PRODUCT, folder, accept).size == SIZE
    assert waits == [1.0]


@pytest.mark.parametrize("states_length", [True, False])
def test_a_body_that_is_always_cut_fails_and_says_how_much_came(
    serve: Serve, patience: Patience, folder: DataFolder, states_length: bool
) -> None:
    fault = first(99, Fault(cut_after=0 if states_length else 9_000, states_length=states_length))
    archive = Archive(serve(fault, accepts_ranges=False).endpoints, patience)
    with pytest.raises(DownloadFailed):
        download(archive, PRODUCT, folder, accept)
    assert not local_path(PRODUCT, folder).exists()


def test_without_a_listed_size_a_cut_is_still_found_out(
    serve: Serve, patience: Patience, folder: DataFolder
) -> None:
    fault = first(99, Fault(cut_after=30_000, states_length=False))
    archive = Archive(serve(fault, accepts_ranges=False).endpoints, patience)
    with pytest.raises(DownloadFailed, match="cut off after 30000 bytes"):
        download(archive, replace(PRODUCT, size=None), folder, accept)


def test_without_a_listed_size_a_whole_file_is_accepted(archive: Archive, folder: DataFolder) -> None:
    assert download(archive, replace(PRODUCT, size=None), folder, accept).size == SIZE


@pytest.mark.parametrize("listed", [SIZE - 2880, SIZE + 2880, 5])
def test_a_file_of_another_size_than_listed_is_refused_at_once(
    serve: Serve, patience: Patience, folder: DataFolder, listed: int
) -> None:
    server = serve()
    with pytest.raises(DownloadFailed, match=f"MAST lists it with {listed}"):
        download(Archive(server.endpoints, patience), replace(PRODUCT, size=listed), folder, accept)
    assert len(server.requests) == 1
    assert files_in(folder) == []


def test_a_body_without_end_is_not_read_to_its_end(
    serve: Serve, patience: Patience, folder: DataFolder
) -> None:
    endless = Fault(Answer(200, b"SIMPLE  =" + b" " * SIZE * 3), cut_after=SIZE * 2, stalls=True)
    archive = Archive(serve(first(99, endless)).endpoints, replace(patience, silence=0.5))
    with pytest.raises(DownloadFailed, match=f"MAST lists it with {SIZE}"):
        download(archive, PRODUCT, folder, accept)
    assert files_in(folder) == []


def test_a_file_that_mast_does_not_have_fails_at_once(
    serve: Serve, patience: Patience, folder: DataFolder
) -> None:
    server = serve()
    with pytest.raises(DownloadFailed, match="404 Not Found"):
        download(Archive(server.endpoints, patience), replace(PRODUCT, uri="mast:gone"), folder, accept)
    assert len(server.requests) == 1
    assert files_in(folder) == []


def test_a_whole_file_that_is_not_the_product_is_not_kept(archive: Archive, folder: DataFolder) -> None:
    def check(path: Path) -> None:
        raise CorruptProduct(path, "no table")

    with pytest.raises(CorruptProduct):
        download(archive, PRODUCT, folder, check)
    assert files_in(folder) == []


def test_busy_is_waited_for(serve: Serve, patience: Patience, folder: DataFolder, waits: list[float]) -> None:
    fault = first(1, says(b"slow down", 429, ("Retry-After", "5")))
    download(Archive(serve(fault).endpoints, patience), PRODUCT, folder, accept)
    assert waits == [5.0]


def test_a_dead_archive_is_told_and_leaves_nothing(nobody: Archive, folder: DataFolder) -> None:
    with pytest.raises(ArchiveUnavailable, match="connection refused"):
        download(nobody, PRODUCT, folder, accept)
    assert files_in(folder) == []


def test_a_full_disk_is_told_and_leaves_nothing(archive: Archive, folder: DataFolder) -> None:
    """/dev/full refuses every write as a full disk does."""
    part = local_path(PRODUCT, folder).with_name("tess2018-s0001_lc.fits.part")
    part.parent.mkdir(parents=True)
    part.symlink_to("/dev/full")
    with pytest.raises(StorageError, match="No space left on device"):
        download(archive, PRODUCT, folder, accept)
    assert files_in(folder) == []


def test_a_hostile_uri_is_only_a_question(serve: Serve, patience: Patience, folder: DataFolder) -> None:
    server = serve()
    uri = "mast:x&uri=other#?../../%0d%0aHost: evil"
    with pytest.raises(DownloadFailed):
        download(Archive(server.endpoints, patience), replace(PRODUCT, uri=uri), folder, accept)
    assert server.requests[0].form == {"uri": uri}


def test_a_path_outside_the_folder_is_not_held(folder: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"1234")
    assert not is_held(HeldProduct(PRODUCT, "../secret", 4, ""), folder)
    assert not is_held(HeldProduct(PRODUCT, str(tmp_path / "secret"), 4, ""), folder)


def test_a_missing_or_shortened_file_is_not_held(archive: Archive, folder: DataFolder) -> None:
    held = download(archive, PRODUCT, folder, accept)
    path = folder.root / held.path
    path.write_bytes(path.read_bytes()[:-1])
    assert not is_held(held, folder)
    path.unlink()
    assert not is_held(held, folder)


class Fates:
    """What became of each file, and in which thread it was told."""

    def __init__(self) -> None:
        self.held: list[str] = []
        self.failed: dict[str, TessebsError] = {}
        self.threads: set[int] = set()

    def on_held(self, held: HeldProduct) -> None:
        self.held.append(held.product.uri)
        self.threads.add(threading.get_ident())

    def on_failed(self, product: ListedProduct, error: TessebsError) -> None:
        self.failed[product.uri] = error
        self.threads.add(threading.get_ident())


@pytest.fixture
def fates() -> Fates:
    return Fates()


@pytest.fixture
def many(fits_file: Path) -> tuple[Holdings, list[ListedProduct]]:
    """Twelve files of one target."""
    files = [HeldFile(fits_file, f"mast:{n}", f"{n}.fits", "LC") for n in range(12)]
    observations = tuple(
        HeldObservation(str(n), f"o{n}", "SPOC", n, 120.0, "5", (held,)) for n, held in enumerate(files)
    )
    products = [
        ListedProduct(5, "SPOC", str(n), held.uri, held.productFilename, n, 120.0, SIZE)
        for n, held in enumerate(files)
    ]
    return Holdings((HeldTarget(TargetMetadata(5), (), (), observations),)), products


def fetch_many(
    server: LocalArchive, patience: Patience, products: list[ListedProduct], folder: DataFolder, fates: Fates,
    **options: object,
) -> tuple[HeldProduct, ...]:  # fmt: skip
    def check(product: ListedProduct, path: Path) -> None:
        accept(path)

    settings: dict[str, object] = {"check": check} | options
    return download_all(
        Archive(server.endpoints, patience), products, folder,
        on_held=fates.on_held, on_failed=fates.on_failed, **settings,  # type: ignore[arg-type]
    )  # fmt: skip


def test_many_files_arrive_and_are_told_in_the_callers_thread(
    many: tuple[Holdings, list[ListedProduct]], patience: Patience, folder: DataFolder, fates: Fates
) -> None:
    holdings, products = many
    with LocalArchive(holdings) as server:
        held = fetch_many(server, patience, products, folder, fates)
    assert [each.product for each in held] == products
    assert sorted(fates.held) == sorted(each.uri for each in products)
    assert fates.threads == {threading.get_ident()}


def test_one_bad_file_does_not_stop_the_others(
    many: tuple[Holdings, list[ListedProduct]], patience: Patience, folder: DataFolder, fates: Fates
) -> None:
    holdings, products = many

    def fault(request: Request) -> Fault | None:
        return says(b"<html>") if request.form.get("uri") == "mast:3" else None

    with LocalArchive(holdings, fault=fault) as server:
        held = fetch_many(server, patience, products, folder, fates)
    assert len(held) == 11
    assert list(fates.failed) == ["mast:3"]
    assert isinstance(fates.failed["mast:3"], DownloadFailed)


def test_no_more_than_four_files_come_at_a_time(
    many: tuple[Holdings, list[ListedProduct]], patience: Patience, folder: DataFolder, fates: Fates
) -> None:
    holdings, products = many
    now, most, lock = [0], [0], threading.Lock()

    def check(product: ListedProduct, path: Path) -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        accept(path)
        with lock:
            now[0] -= 1

    with LocalArchive(holdings) as server:
        fetch_many(server, patience, products, folder, fates, workers=99, check=check)
    assert most[0] <= 4


def test_a_full_disk_stops_them_all(
    many: tuple[Holdings, list[ListedProduct]], patience: Patience, folder: DataFolder, fates: Fates
) -> None:
    holdings, products = many
    folder.root.mkdir()
    folder.downloads.write_text("a file where the folder should be")
    with LocalArchive(holdings) as server, pytest.raises(StorageError):
        fetch_many(server, patience, products, folder, fates)
    assert len(fates.failed) == 1


def test_an_archive_that_is_gone_is_not_asked_for_every_file(
    many: tuple[Holdings, list[ListedProduct]],
    nobody: Archive, folder: DataFolder, fates: Fates,
) -> None:  # fmt: skip
    _, products = many
    with pytest.raises(ArchiveUnavailable):
        download_all(nobody, products, folder, on_held=fates.on_held, on_failed=fates.on_failed)
    assert len(fates.failed) == 8


def test_cancelling_begins_no_more_files(
    many: tuple[Holdings, list[ListedProduct]], patience: Patience, folder: DataFolder, fates: Fates
) -> None:
    holdings, products = many
    with LocalArchive(holdings) as server:
        held = fetch_many(
            server, patience, products, folder, fates, workers=1, cancelled=lambda: len(files_in(folder)) > 2
        )
    assert 3 <= len(held) < 12
    assert not fates.failed


def test_progress_counts_every_file(
    many: tuple[Holdings, list[ListedProduct]], patience: Patience, folder: DataFolder, fates: Fates
) -> None:
    holdings, products = many
    told: list[tuple[int, int, str]] = []
    with LocalArchive(holdings) as server:
        fetch_many(server, patience, products, folder, fates, progress=lambda *step: told.append(step))
    assert [(done, total) for done, total, _ in told] == [(n, 12) for n in range(1, 13)]


@pytest.mark.parametrize(
    "body",
    [b"SIMPLE  =" + b" " * (2880 - 9), b"SIMPLE  =                    T" + b"\xff" * (2880 - 30)],
)
def test_a_file_that_only_begins_as_fits_is_corrupt(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "lc.fits").write_bytes(body)
    with pytest.raises(CorruptProduct):
        check_product(PRODUCT, tmp_path / "lc.fits")


@pytest.mark.skipif(not REAL.is_file(), reason="no light curves beside the project")
def test_a_real_file_comes_through_whole(patience: Patience, folder: DataFolder) -> None:
    product = replace(PRODUCT, size=REAL.stat().st_size)
    observation = HeldObservation(
        "60829534", "o", "SPOC", 1, 120.0, str(TIC), (HeldFile(REAL, PRODUCT.uri, REAL.name, "LC"),)
    )
    with LocalArchive(Holdings((HeldTarget(TargetMetadata(TIC), (), (), (observation,)),))) as server:
        held = download(
            Archive(server.endpoints, patience), product, folder, lambda path: check_product(product, path)
        )
    assert (folder.root / held.path).read_bytes() == REAL.read_bytes()
