"""Good files of every product, and what must hold of a light curve that was read of a damaged one."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tessebs_core.demonstration.product_files import product_uri, write_product
from tessebs_core.errors import CorruptProduct, NoLightCurve
from tessebs_core.export.reading import held_provenances, read_light_curve, read_periodogram
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.provenances import provenance_named
from tessebs_core.provenances.fits_tables import FitsTable
from tessebs_core.provenances.reading import check_file, read_segment
from tessebs_core.records import LightCurve, ListedProduct, Periodogram
from tessebs_core.vocabulary import PeriodogramMethod

__all__ = [
    "REFUSALS",
    "Good",
    "check_light_curve",
    "good_file",
    "read_syndicated",
    "reader_of",
    "syndicated_file",
    "times_in",
]

REFUSALS = CorruptProduct, NoLightCurve
TESS_ID, GAIA_ID = 25155310, 3007171311355035136


@dataclass(frozen=True)
class Good:
    """A good file and what MAST says of it."""

    content: bytes
    product: ListedProduct

    @property
    def time_column(self) -> str:
        """Its name."""
        return provenance_named(self.product.provenance).time


def good_file(folder: Path, provenance: str, days: float = 6.0) -> Good:
    """A file as a product writes them: a contact binary in sector 7."""
    cadence = 1800.0
    time = 1325.0 + 27.3 * 6 + np.arange(round(days * 86_400 / cadence)) * cadence / 86_400
    path = folder / f"good-{provenance}.fits"
    write_product(
        path, provenance, tess_id=TESS_ID, gaia_id=GAIA_ID, sector=7, cadence=cadence, time=time,
        flux=1.0 + 0.2 * np.cos(4 * np.pi * time / 0.7121198), flux_err=1e-3, magnitude=11.0,
    )  # fmt: skip
    uri = product_uri(provenance, tess_id=TESS_ID, gaia_id=GAIA_ID, sector=7, cadence=cadence)
    sector = None if provenance_named(provenance).many_sectors else 7
    listed = ListedProduct(TESS_ID, provenance, "60000001", uri, path.name, sector, cadence)
    return Good(path.read_bytes(), listed)


def times_in(path: Path, good: Good) -> np.ndarray:
    """All times that a good file holds, BTJD, ascending: also those of flagged rows."""
    zero = provenance_named(good.product.provenance).time_zero
    with np.errstate(all="ignore"):
        times = FitsTable.read(path).exact(good.time_column) - zero
    return np.sort(times[np.isfinite(times)])


def reader_of(good: Good, times: np.ndarray) -> Callable[[Path], None]:
    """What reads a damaged file and looks at what came out.

    The end of the file's name says what must come of its times, see `tests.support.damage.Damaged`.
    """
    provenance = provenance_named(good.product.provenance)

    def read(path: Path) -> None:
        curve = read_segment(path, provenance, good.product)
        check_file(path, provenance)  # what can be read was not refused when it arrived
        check_light_curve(curve)
        assert not path.name.endswith("-refused.fits"), "a file whose times mean something else was read"
        if path.name.endswith("-kept.fits"):
            nearest = times[np.clip(np.searchsorted(times, curve.time - 1e-6), 0, times.size - 1)]
            assert np.abs(nearest - curve.time).max() < 1e-6, "the times are others"

    return read


def syndicated_file(folder: Path) -> bytes:
    """A syndicated file of two light curves and a periodogram."""
    path, count = folder / "good-syndicated.fits", 200
    time, one = 1500 + np.arange(count) / 48, np.ones(count)
    curves = [
        LightCurve(TESS_ID, name, time, one + 0.01 * np.sin(time), 1e-3 * one, 7 * one, 1800 * one, 0 * one)
        for name in ("SPOC", "QLP")
    ]
    powers = Periodogram(PeriodogramMethod.LOMB_SCARGLE, np.linspace(0.1, 5, 300), np.linspace(0, 1, 300))
    write_syndicated(path, curves, {"SPOC": powers})
    return path.read_bytes()


def read_syndicated(path: Path) -> None:
    """Read all that screens read of a damaged syndicated file, and look at what came out."""
    assert isinstance(held_provenances(path), tuple)
    read_periodogram(path, "SPOC")
    curve = read_light_curve(path, TESS_ID, "SPOC")
    assert not path.name.endswith("-refused.fits"), "a file whose times mean something else was read"
    if path.name.endswith("-kept.fits"):
        assert np.abs((curve.time * 48) % 1 - 0.5).min(initial=1) > 0.49, "the times are others"


def check_light_curve(curve: LightCurve) -> None:
    """Assert what the reader promises."""
    assert len(curve) > 0, "no point"
    assert (np.diff(curve.time) > 0).all(), "times that do not ascend"
    assert (np.abs(curve.time - 25_500) < 24_500).all(), "times that TESS has not seen"
    assert np.isfinite(curve.flux).all()
    assert not (curve.flux_err <= 0).any(), "an error that is none"
    assert not np.isinf(curve.flux_err).any(), "an error without end"
    assert (curve.sector > 0).all()
    assert not (curve.cadence <= 0).any(), "a cadence that is none"
    for sector in curve.sectors:
        of_sector = curve.sector == sector
        assert np.ptp(curve.time[of_sector]) < 100, "times of many sectors"
        for cadence in np.unique(curve.cadence[of_sector]):
            group = of_sector & (curve.cadence == cadence)
            assert not group.any() or abs(np.median(curve.flux[group]) - 1) < 1e-6, "the median is not 1"
