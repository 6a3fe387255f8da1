"""Files to read: made ones of known truth always, real ones where they are at hand."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from astropy.io import fits

from tessebs_core.demonstration.product_files import product_uri, write_product
from tessebs_core.provenances import Provenance, provenance_named
from tessebs_core.provenances.reading import read_segment
from tessebs_core.records import LightCurve, ListedProduct

TESS_ID = 25155310
GAIA_ID = 3007171311355035136
REAL_FILES = Path(__file__).parents[3] / "shared" / "data" / "light_curves"


@dataclass(frozen=True)
class File:
    """A product file with what MAST would say of it; ``time`` and ``flux`` are the truth of a made one."""

    path: Path
    provenance: Provenance
    product: ListedProduct
    time: np.ndarray | None = None
    flux: np.ndarray | None = None

    def read(self, **options: Any) -> LightCurve:
        return read_segment(self.path, self.provenance, self.product, **options)

    def columns(self, extension: int = 1) -> dict[str, np.ndarray]:
        """The columns as astropy has them: an independent reading."""
        with fits.open(self.path) as hdus:
            data = hdus[extension].data
            return {name: np.array(data[name]) for name in data.names}

    def header(self, extension: int) -> fits.Header:
        return fits.getheader(self.path, extension)

    def change(self, extension: int, change: Callable[[fits.FITS_rec, fits.Header], None]) -> None:
        with fits.open(self.path, mode="update", memmap=False) as hdus:
            change(hdus[extension].data, hdus[extension].header)


def eclipses(time: np.ndarray) -> np.ndarray:
    """A contact binary of 0.71 d with sharp notches, median 1."""
    flux = 1.0 + 0.2 * np.cos(4 * np.pi * time / 0.7121198) - 0.3 * (np.abs(time % 0.7121198) < 0.02)
    return flux / np.median(flux)


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., File]:
    """Write a file of a product and say what a reader should find."""

    def write(
        provenance: str, *, sector: int = 7, cadence: float = 1800.0, days: float = 10.0, **content: Any
    ) -> File:
        start = 1325.0 + 27.3 * (sector - 1) if np.isscalar(sector) else 1325.0
        time = content.pop("time", start + np.arange(round(days * 86_400 / cadence)) * cadence / 86_400)
        flux = content.pop("flux", eclipses(time))
        path = tmp_path / f"{provenance}-{np.min(sector)}-{cadence:.0f}.fits"
        content = {"flux_err": 1e-3, "magnitude": 11.0, **content}
        write_product(
            path, provenance, tess_id=TESS_ID, gaia_id=GAIA_ID, sector=sector, cadence=cadence,
            time=time, flux=flux, **content,
        )  # fmt: skip
        known = provenance_named(provenance)
        listed = ListedProduct(
            tess_id=TESS_ID,
            provenance=provenance,
            observation="60000001",
            uri=product_uri(
                provenance, tess_id=TESS_ID, gaia_id=GAIA_ID, sector=int(np.min(sector)), cadence=cadence
            ),
            file_name=path.name,
            sector=None if known.many_sectors else int(sector),
            cadence=cadence,
        )
        return File(path, known, listed, time, flux)

    return write


@pytest.fixture
def real() -> Callable[..., File]:
    """A real file of a product; the test is skipped where it is not at hand."""

    def find(name: str, provenance: str, tess_id: int, sector: int, cadence: float) -> File:
        path = REAL_FILES / name
        if not path.is_file():
            pytest.skip(f"{name} is not at hand")
        listed = ListedProduct(tess_id, provenance, "1", f"mast:{name}", name, sector, cadence)
        return File(path, provenance_named(provenance), listed)

    return find
