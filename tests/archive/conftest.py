"""A small sky on disk, served by the local archive; an archive client that never really waits."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tessebs_core.archive.client import Archive, ArchiveEndpoints
from tessebs_core.archive.patience import Patience
from tessebs_core.demonstration.holdings import Footprint, HeldFile, HeldObservation, HeldTarget, Holdings
from tessebs_core.demonstration.local_archive import Fault, LocalArchive, Request
from tessebs_core.records import DataFolder, TargetMetadata

STAR = TargetMetadata(
    tess_id=38846515, ra=68.959731, dec=-64.027126, glon=276.5, glat=-39.2, Tmag=10.3, teff=6900.0,
    logg=4.04, abun=-0.03, pmra=-3.1, pmdec=2.2, gaia_id=4675352109658261376, kepler_id=None,
)  # fmt: skip
NAMES = (
    "TIC 38846515", "Gaia DR2 4675352109658261376", "Gaia DR3 4675352109658261377",
    "ASAS J043550-6401.6", "ASASSN-V J043550.33-640137.9", "KIC 9899416", "WASP-100",
)  # fmt: skip


@pytest.fixture
def waits() -> list[float]:
    """What the client would have slept, in seconds."""
    return []


@pytest.fixture
def patience(waits: list[float]) -> Patience:
    return Patience(connect=5.0, silence=5.0, query=10.0, transfer=10.0, tries=3, sleep=waits.append)


@pytest.fixture
def fits_file(tmp_path: Path) -> Path:
    """Forty blocks that begin as FITS does."""
    path = tmp_path / "held" / "tess2018206045859-s0001-0000000038846515-0120-s_lc.fits"
    path.parent.mkdir()
    path.write_bytes(b"SIMPLE  =" + bytes(range(256)) * 449 + b" " * (40 * 2880 - 9 - 256 * 449))
    return path


@pytest.fixture
def holdings(fits_file: Path) -> Holdings:
    def observation(obsid: str, provenance: str, sector: int | None, *files: HeldFile) -> HeldObservation:
        return HeldObservation(obsid, f"obs-{obsid}", provenance, sector, 120.0, "38846515", files)

    def held(uri: str, kind: str | None) -> HeldFile:
        return HeldFile(fits_file, uri, uri.rpartition("/")[2], kind)

    target = HeldTarget(
        STAR,
        NAMES,
        (Footprint(27, 4, 1), Footprint(1, 4, 2)),
        (
            observation(
                "60829534", "SPOC", 1,
                held("mast:TESS/product/tess2018-s0001_lc.fits", "LC"),
                held("mast:TESS/product/tess2018-s0001_dvt.fits", "DVT"),
            ),
            observation("60829535", "QLP", 27, held("mast:HLSP/qlp/s0027_llc.fits", None)),
            observation("60829536", "FUTURE", 27, held("mast:HLSP/future/s0027_lc.fits", None)),
        ),
    )  # fmt: skip
    faint = HeldTarget(TargetMetadata(388465150, ra=10.0, dec=-20.0))
    return Holdings((target, faint))


@pytest.fixture
def serve(holdings: Holdings) -> Iterator[Callable[..., LocalArchive]]:
    """Start a local archive; it ends with the test."""
    with ExitStack() as running:

        def start(
            fault: Callable[[Request], Fault | None] | None = None, *, accepts_ranges: bool = True
        ) -> LocalArchive:
            return running.enter_context(LocalArchive(holdings, fault=fault, accepts_ranges=accepts_ranges))

        yield start


@pytest.fixture
def archive(serve: Callable[..., LocalArchive], patience: Patience) -> Archive:
    return Archive(serve().endpoints, patience)


@pytest.fixture
def nobody(patience: Patience) -> Archive:
    """An archive at an address where nothing listens (port 1 is reserved)."""
    return Archive(ArchiveEndpoints("http://127.0.0.1:1", "http://127.0.0.1:1/tap"), patience)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")
