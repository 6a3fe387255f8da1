"""A light curve and a periodogram as values that cannot change."""

from dataclasses import dataclass

import numpy as np

from tessebs_core.errors import BadLightCurve
from tessebs_core.records.arrays import FloatArray, IntArray, check_same_length, frozen
from tessebs_core.vocabulary import PeriodogramMethod

__all__ = ["Harmonic", "LightCurve", "Peak", "Periodogram"]


@dataclass(frozen=True, eq=False)
class LightCurve:
    """One target seen by one product, in time order, bad points removed.

    Parameters
    ----------
    tess_id : int
        The target.
    provenance : str
        The product's name.
    time : ndarray of shape (n,)
        BTJD (BJD_TDB - 2457000), days; finite and ascending.
    flux : ndarray of shape (n,)
        Relative flux, dimensionless; the median of each sector is 1. Finite.
    flux_err : ndarray of shape (n,)
        One-sigma uncertainty of ``flux``, dimensionless; NaN where the product states none.
    sector : ndarray of shape (n,)
        TESS sector of each point.
    cadence : ndarray of shape (n,)
        Exposure time of each point, seconds.
    quality : ndarray of shape (n,)
        The product's own quality word of each point, as it stands in the file.

    Raises
    ------
    BadLightCurve
        Unequal lengths, times that are not finite or not ascending, or fluxes that are not finite.
    """

    tess_id: int
    provenance: str
    time: FloatArray
    flux: FloatArray
    flux_err: FloatArray
    sector: IntArray
    cadence: FloatArray
    quality: IntArray

    def __post_init__(self) -> None:
        for name in ("time", "flux", "flux_err", "cadence"):
            object.__setattr__(self, name, frozen(getattr(self, name), np.float64))
        for name in ("sector", "quality"):
            object.__setattr__(self, name, frozen(getattr(self, name), np.int64))
        check_same_length(
            time=self.time, flux=self.flux, flux_err=self.flux_err,
            sector=self.sector, cadence=self.cadence, quality=self.quality,
        )  # fmt: skip
        if not (np.isfinite(self.time).all() and np.isfinite(self.flux).all()):
            raise BadLightCurve(f"TIC {self.tess_id} {self.provenance}: NaN among times or fluxes.")
        if self.time.size > 1 and (np.diff(self.time) < 0).any():
            raise BadLightCurve(f"TIC {self.tess_id} {self.provenance}: times out of order.")

    def __len__(self) -> int:
        return int(self.time.size)

    @property
    def sectors(self) -> tuple[int, ...]:
        """The sectors that have points, ascending."""
        return tuple(int(each) for each in np.unique(self.sector))

    @property
    def baseline(self) -> float:
        """Time from the first to the last point, days; 0 for fewer than two points."""
        return float(self.time[-1] - self.time[0]) if len(self) > 1 else 0.0


@dataclass(frozen=True, eq=False)
class Periodogram:
    """Power against ordinary frequency.

    Parameters
    ----------
    method : PeriodogramMethod
        How the powers were computed.
    frequency : ndarray of shape (m,)
        Ordinary (not angular) frequency, 1/d; ascending and positive.
    power : ndarray of shape (m,)
        Dimensionless; 0 to 1 for Lomb-Scargle, signal to noise of the best box for box least squares.
    """

    method: PeriodogramMethod
    frequency: FloatArray
    power: FloatArray

    def __post_init__(self) -> None:
        object.__setattr__(self, "frequency", frozen(self.frequency, np.float64))
        object.__setattr__(self, "power", frozen(self.power, np.float64))
        check_same_length(frequency=self.frequency, power=self.power)
        if self.frequency.size and not (self.frequency[0] > 0 and (np.diff(self.frequency) > 0).all()):
            raise BadLightCurve("Frequencies must be positive and ascending.")

    @property
    def period(self) -> FloatArray:
        """1 / frequency, days; descending."""
        return 1.0 / self.frequency


@dataclass(frozen=True)
class Harmonic:
    """A period is ``numerator / denominator`` times that of peak number ``of`` (0 is the highest)."""

    numerator: int
    denominator: int
    of: int


@dataclass(frozen=True)
class Peak:
    """One maximum of a periodogram: period in days, power as in the periodogram.

    ``harmonic`` says which higher peak's period it is a small multiple or fraction of, if any.
    """

    period: float
    power: float
    false_alarm_probability: float | None = None
    harmonic: Harmonic | None = None
