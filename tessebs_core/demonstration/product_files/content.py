"""What goes into a product file: the points, and the useless rows that real files have among them."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tessebs_core.provenances.base import SPACECRAFT_BITS
from tessebs_core.records import FloatArray, IntArray

__all__ = ["Content", "electrons_per_second", "flattened", "with_junk_rows"]

_DAY = 86_400.0  # seconds
_ZERO_POINT = 20.44  # Tmag of one e-/s (TESS Instrument Handbook)
_JUNK_SHARE = 25  # one row in so many, as in SPOC files
_JUNK_FLUX = 0.3
_JUNK_BITS = 4 | 32 | 128  # coarse point, desaturation, manual exclude: the usual word at an orbit's start


@dataclass(frozen=True, eq=False)
class Content:
    """Rows of one target in one product file; arrays of equal length, times ascending.

    ``time`` BTJD, days; ``flux`` relative and ``flux_err`` its one-sigma error; ``bits`` the spacecraft's
    quality word; ``junk`` marks rows that hold no measurement. ``cadence`` in seconds, one value for each
    sector of the file.
    """

    tess_id: int
    gaia_id: int
    magnitude: float
    time: FloatArray
    flux: FloatArray
    flux_err: FloatArray
    bits: IntArray
    junk: npt.NDArray[np.bool_]
    sector: IntArray
    cadence: float

    @property
    def bad(self) -> npt.NDArray[np.bool_]:
        """Rows that a reader should drop."""
        return np.asarray(self.junk | (self.bits & SPACECRAFT_BITS != 0), dtype=np.bool_)

    @property
    def first_sector(self) -> int:
        """The sector of a file of one sector."""
        return int(self.sector[0])

    @property
    def cadence_number(self) -> IntArray:
        """The running number of each exposure since the mission's beginning."""
        return np.rint((self.time - 1227.0) * _DAY / self.cadence).astype(np.int64)

    @property
    def wobble(self) -> FloatArray:
        """A slow, harmless drift between -1 and 1, for centroids, sky and the like; one turn in 13.7 d."""
        return np.asarray(np.sin(2 * np.pi * (self.time - self.time[0]) / 13.7), dtype=np.float64)


def electrons_per_second(magnitude: float) -> float:
    """The count rate of a star of TESS magnitude ``magnitude``."""
    return float(10 ** (0.4 * (_ZERO_POINT - magnitude)))


def flattened(flux: FloatArray, cadence: float, days: float) -> FloatArray:
    """Divide a flux by its running mean over ``days``, as detrending does: variation and eclipses suffer."""
    width = max(3, round(days * _DAY / cadence) | 1)
    padded = np.pad(flux, width // 2, mode="edge")
    total = np.cumsum(np.insert(padded, 0, 0.0))
    mean = (total[width:] - total[:-width]) / width
    return np.asarray(flux / np.where(mean > 0, mean, 1.0), dtype=np.float64)


def with_junk_rows(content: Content) -> Content:
    """Put useless rows before the points of each sector, one for every 25 points and at least three."""
    starts = np.flatnonzero(np.diff(content.sector, prepend=content.sector[0] - 1))
    sizes = np.diff(starts, append=content.sector.size)
    counts = np.maximum(3, sizes // _JUNK_SHARE)
    before = np.repeat(starts, counts)  # the point that each junk row goes before
    steps = np.concatenate([np.arange(count, 0, -1) for count in counts])
    early = content.time[before] - steps * content.cadence / _DAY
    return replace(
        content,
        time=np.insert(content.time, before, early),
        flux=np.insert(content.flux, before, _JUNK_FLUX),
        flux_err=np.insert(content.flux_err, before, content.flux_err[before]),
        bits=np.insert(content.bits, before, _JUNK_BITS),
        junk=np.insert(content.junk, before, True),
        sector=np.insert(content.sector, before, content.sector[before]),
    )
