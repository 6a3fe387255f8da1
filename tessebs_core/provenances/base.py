"""What a light-curve product is: which columns, which zero point, which points to keep."""

from dataclasses import dataclass

__all__ = ["ANY_BIT", "SPACECRAFT_BITS", "Flux", "Provenance", "Quality"]

SPACECRAFT_BITS = 1 | 2 | 4 | 8 | 16 | 32 | 128 | 16384
"""Spacecraft quality bits that spoil a point: attitude tweak, safe mode, coarse point, Earth point,
argabrightening, desaturation, manual exclude, bad calibration.

Bit 512 (impulsive outlier) stays out on purpose: it fires on sharp eclipses. Strict ``QUALITY == 0`` would
lose up to half of a file to stray and scattered light.
"""

ANY_BIT = -1
"""Every bit spoils the point: what is kept has the quality word 0."""


@dataclass(frozen=True)
class Flux:
    """One flux column and the error that belongs to it, stored together so that they cannot be mixed.

    The relative flux is ``zero + scale * column``; then each sector is divided by its median.

    Parameters
    ----------
    column : str
        Name of the flux column.
    error : str or None
        Name of the column with its one-sigma error, in the same unit. None where the product has no such
        column: the error is then taken from ``error_card``, or is estimated, or is NaN.
    error_card : str or None
        Header card of the table that states one error for the whole file, in the column's unit.
    error_of : str or None
        The flux column to which ``error`` belongs, when that is another one: the two have the same
        relative error, so the error is multiplied by ``column / error_of``.
    zero, scale : float
        Zero point and scale of the column as a relative flux.
    needs_error : bool
        Whether a point without a positive error is a bad point.
    error_from_scatter : bool
        Whether the error is estimated from the scatter of neighbouring points.
    """

    column: str
    error: str | None = None
    error_card: str | None = None
    error_of: str | None = None
    zero: float = 0.0
    scale: float = 1.0
    needs_error: bool = False
    error_from_scatter: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that must be in the table for this flux to be read."""
        return tuple(name for name in (self.column, self.error, self.error_of) if name is not None)


@dataclass(frozen=True)
class Quality:
    """One quality column, and which of its words mark a bad point.

    Parameters
    ----------
    column : str
        Name of the column.
    bad_bits : int
        Bits that spoil a point.
    later_bad_bits : tuple of (int, int)
        Pairs of a first sector and the bits that hold from it on, ascending.
    good_letters : str
        For a column of letters: those that mark a good point; empty for a column of bits.
    optional : bool
        Whether files without the column are read all the same.
    """

    column: str
    bad_bits: int = ANY_BIT
    later_bad_bits: tuple[tuple[int, int], ...] = ()
    good_letters: str = ""
    optional: bool = False

    def bad_bits_in(self, sector: int) -> int:
        """The bits that spoil a point of a sector."""
        bits = self.bad_bits
        for first, later in self.later_bad_bits:
            if sector >= first:
                bits = later
        return bits


@dataclass(frozen=True)
class Provenance:
    """A light-curve product: how MAST lists it and how its files are read.

    A product is one such value in a file of its own; adding one changes nothing else.

    Parameters
    ----------
    name : str
        MAST's ``provenance_name``; also what the catalogue calls the product.
    time : str
        Name of the time column.
    fluxes : tuple of Flux
        The fluxes that may be read; the first whose columns stand in a file is the default.
    quality : tuple of Quality
        The quality columns, all of which a point must pass. The word of the first is kept with the point.
    time_zero : float
        What is subtracted from the time column to give BTJD, days: 0 where it is BTJD already.
    tic_cards : tuple of str
        Header cards that may state the target's TIC number.
    sector_column : str or None
        Column that names the sector of every row, for files of many sectors; it holds FFI names.
    sub_groups : tuple of str
        Values of MAST's ``productSubGroupDescription`` that are light curves, the preferred one first.
    product_types : tuple of str
        The last part of the data URI (``lc`` in ``..._lc.fits``) of light curves, the preferred one first;
        asked only when MAST's list gives no sub-group.
    reference : str
        The paper or page that describes the product.
    """

    name: str
    time: str
    fluxes: tuple[Flux, ...]
    quality: tuple[Quality, ...] = ()
    time_zero: float = 0.0
    tic_cards: tuple[str, ...] = ("TICID",)
    sector_column: str | None = None
    sub_groups: tuple[str, ...] = ("LC",)
    product_types: tuple[str, ...] = ("lc", "llc")
    reference: str = ""

    @property
    def many_sectors(self) -> bool:
        """Whether one file holds many sectors."""
        return self.sector_column is not None
