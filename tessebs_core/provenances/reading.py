"""From a product's file to a light curve: BTJD, relative flux, bad points gone."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tessebs_core.errors import CorruptProduct, InputError, NoLightCurve
from tessebs_core.provenances.base import Flux, Provenance
from tessebs_core.provenances.fits_tables import FitsTable
from tessebs_core.provenances.segments import Points, joined, light_curve, sampling
from tessebs_core.provenances.time_references import check_time_reference
from tessebs_core.records import FloatArray, IntArray, LightCurve, ListedProduct

__all__ = ["check_file", "read_segment", "stitch"]

_FIRST_BTJD = 1000.0  # TESS was launched on BTJD 1227
_LAST_BTJD = 50_000.0
_LONGEST_SECTOR = 60.0  # days; two orbits are 27
_IMPOSSIBLE_FLUX = 1e15
"""No star gives so many e-/s; eleanor writes -1e20 where it has no flux."""

_FFI_SECTOR = re.compile(rb"-s(\d{4})-")
_OBJECT = re.compile(r"TIC\s*(\d{1,10})", re.IGNORECASE)
_NO_NUMBER = 10**10  # TIC numbers are smaller, Gaia's mostly larger
_DIGITS = re.compile(r"\d{1,10}", re.ASCII)


def check_file(path: Path, provenance: Provenance) -> None:
    """Make sure that a file is whole and has a product's table.

    Raises
    ------
    CorruptProduct
        It is not the FITS file that it should be: cut, no table, no rows, columns missing.
    StorageError
        It cannot be opened.
    """
    table = FitsTable.read(path)
    _check_columns(table, provenance)
    _choose_flux(table, provenance, None)
    check_time_reference(table, provenance)


def read_segment(
    path: Path, provenance: Provenance, product: ListedProduct, *, flux: str | None = None
) -> LightCurve:
    """Read one file of a product.

    Points are dropped whose time or flux is no number, or whose quality word marks them as bad (see the
    provenance). Flux and error are divided by the sector's median flux.

    Parameters
    ----------
    path : Path
        The file.
    provenance : Provenance
        How it is read.
    product : ListedProduct
        What MAST says of it. A file belongs to a target because MAST's list says so; where its header states
        a TIC number or a sector, they must agree with the list.
    flux : str or None
        The flux column to read, one of those that the provenance declares; None for the first of them that
        stands in the file.

    Returns
    -------
    LightCurve
        Time-ordered; times BTJD (BJD_TDB - 2457000), days; flux relative, the median of each sector 1.
        ``cadence`` is the sampling of the times where that is a TESS exposure time, else what MAST lists.
        ``quality`` is the word of the first quality column; for a column of letters, the letter's code.

    Raises
    ------
    CorruptProduct
        The file is not what it should be, or is another target's or sector's.
    NoLightCurve
        No point is good.
    InputError
        The product has no such flux.
    StorageError
        The file cannot be opened.
    """
    table = FitsTable.read(path)
    _check_columns(table, provenance)
    pair = _choose_flux(table, provenance, flux)
    _check_target(table, provenance, product)
    check_time_reference(table, provenance)
    time = _times(table, provenance)
    sector = _sectors(table, provenance, product)
    _check_spans(table, time, sector)
    quality, good = _qualities(table, provenance, sector)
    values, errors = _fluxes(table, pair)
    good &= np.isfinite(time) & np.isfinite(values) & (sector > 0)
    if pair.needs_error:
        good &= errors > 0
    points = Points(time, values, errors, sector, sampling(time, sector, product.cadence), quality)
    try:
        return light_curve(
            product.tess_id,
            provenance.name,
            points.where(good),
            scatter_is_error=pair.error_from_scatter,
        )
    except NoLightCurve as error:
        raise NoLightCurve(f"{path.name}: {error} {good.sum()} of {table.rows} rows are good.") from error


def stitch(segments: Sequence[LightCurve]) -> LightCurve:
    """Join the files of one target and product into one light curve.

    Each sector, and each cadence of a sector seen at two, gets the median flux 1; points of equal time are
    taken once, from the earlier segment in the sequence.

    Raises
    ------
    NoLightCurve
        There is nothing to join.
    InputError
        The segments are of different targets or products.
    """
    if not segments:
        raise NoLightCurve("There are no light curves to join.")
    first = segments[0]
    for segment in segments:
        if (segment.tess_id, segment.provenance) != (first.tess_id, first.provenance):
            raise InputError(
                f"TIC {segment.tess_id} {segment.provenance} cannot be joined to "
                f"TIC {first.tess_id} {first.provenance}."
            )
    return light_curve(first.tess_id, first.provenance, joined(segments), scatter_is_error=False)


def _check_columns(table: FitsTable, provenance: Provenance) -> None:
    needed = [provenance.time, *(each.column for each in provenance.quality if not each.optional)]
    if provenance.sector_column is not None:
        needed.append(provenance.sector_column)
    missing = [name for name in needed if not table.has(name)]
    if missing:
        raise CorruptProduct(
            table.path, f"has no column {', '.join(missing)}, unlike {provenance.name} files"
        )
    if table.rows == 0:
        raise CorruptProduct(table.path, "its table has no rows")


def _choose_flux(table: FitsTable, provenance: Provenance, wanted: str | None) -> Flux:
    offered = [
        pair for pair in provenance.fluxes if wanted is None or pair.column.upper() == wanted.strip().upper()
    ]
    if not offered:
        names = ", ".join(dict.fromkeys(pair.column for pair in provenance.fluxes))
        raise InputError(f"{provenance.name} offers no flux {wanted!r}. Choose one of {names}.")
    for pair in offered:
        if all(table.has(name) for name in pair.columns):
            return pair
    lists = "; or ".join(" with ".join(pair.columns) for pair in offered)
    raise CorruptProduct(table.path, f"has no flux of {provenance.name} with its error ({lists})")


def _check_target(table: FitsTable, provenance: Provenance, product: ListedProduct) -> None:
    for card in (*provenance.tic_cards, "OBJECT"):
        for value in table.cards(card):
            stated = _tic_number(value, must_say_tic=card == "OBJECT")
            if stated is not None and stated != product.tess_id:
                raise CorruptProduct(table.path, f"is of TIC {stated}, listed for TIC {product.tess_id}")


def _tic_number(value: str | float | None, *, must_say_tic: bool) -> int | None:
    """The TIC number that a card states, if it states one; ``OBJECT`` may hold a Gaia identifier."""
    if isinstance(value, str) and (match := _OBJECT.fullmatch(value)):
        return int(match[1])
    return None if must_say_tic else _whole_number(value)


def _whole_number(value: str | float | None) -> int | None:
    """The positive number that a card states as a number or as text; None where it states none."""
    if isinstance(value, str):
        return int(value) if _DIGITS.fullmatch(value) and int(value) > 0 else None
    return value if isinstance(value, int) and 0 < value < _NO_NUMBER else None


def _times(table: FitsTable, provenance: Provenance) -> FloatArray:
    """Return BTJD, NaN where the row has no time."""
    with np.errstate(all="ignore"):  # damaged bytes make signalling NaN
        time = table.exact(provenance.time) - provenance.time_zero
    possible = (time > _FIRST_BTJD) & (time < _LAST_BTJD)
    if not possible.any() and np.isfinite(time).any():
        raise CorruptProduct(table.path, f"column {provenance.time} holds no times of TESS")
    return np.where(possible, time, np.nan)


def _check_spans(table: FitsTable, time: FloatArray, sector: IntArray) -> None:
    """Refuse times too far apart for one sector: a bit turned over in one time can shift it by years."""
    for each in np.unique(sector[sector > 0]):
        days = time[(sector == each) & np.isfinite(time)]
        if days.size and (span := float(np.ptp(days))) > _LONGEST_SECTOR:
            raise CorruptProduct(table.path, f"has times of sector {each} that lie {span:.0f} days apart")


def _sectors(table: FitsTable, provenance: Provenance, product: ListedProduct) -> IntArray:
    """Return the sector of every row; 0 where a file of many sectors does not say."""
    if provenance.sector_column is not None:
        names = table.letters(provenance.sector_column).tolist()
        matches = (_FFI_SECTOR.search(name) for name in names)
        return np.array([int(match[1]) if match else 0 for match in matches], dtype=np.int64)
    stated = _whole_number(table.card("SECTOR"))
    if stated is not None and product.sector is not None and stated != product.sector:
        raise CorruptProduct(table.path, f"is of sector {stated}, listed for sector {product.sector}")
    sector = product.sector or stated
    if sector is None:
        raise CorruptProduct(table.path, "does not say of which sector it is, nor does MAST's list")
    return np.full(table.rows, sector, dtype=np.int64)


def _qualities(
    table: FitsTable, provenance: Provenance, sector: IntArray
) -> tuple[IntArray, npt.NDArray[np.bool_]]:
    words = np.zeros(table.rows, dtype=np.int64)
    good = np.ones(table.rows, dtype=np.bool_)
    for position, quality in enumerate(provenance.quality):
        if quality.optional and not table.has(quality.column):
            continue
        if quality.good_letters:
            letters = table.letters(quality.column)
            good &= np.isin(letters, [letter.encode() for letter in quality.good_letters])
            found = _letter_codes(letters)
        else:
            found = table.words(quality.column)
            for each in np.unique(sector):
                good[(sector == each) & (found & quality.bad_bits_in(int(each)) != 0)] = False
        if position == 0:
            words = found
    return words, good


def _letter_codes(letters: npt.NDArray[np.bytes_]) -> IntArray:
    """The codes of the first letters; 0 for an empty field."""
    return np.frombuffer(letters.astype("S1").tobytes(), dtype=np.uint8).astype(np.int64)


def _fluxes(table: FitsTable, pair: Flux) -> tuple[FloatArray, FloatArray]:
    """Return flux and its own error in the flux's unit; NaN where there is none."""
    raw = table.numbers(pair.column)
    raw[np.abs(raw) >= _IMPOSSIBLE_FLUX] = np.nan
    errors = np.full(table.rows, np.nan)
    if pair.error is not None:
        errors = table.numbers(pair.error)
    elif pair.error_card is not None:
        stated = table.card(pair.error_card)
        if isinstance(stated, int | float):
            errors = np.full(table.rows, float(stated))
    with np.errstate(all="ignore"):
        if pair.error_of is not None:
            errors = np.abs(errors * raw / table.numbers(pair.error_of))
        errors = np.where((errors > 0) & np.isfinite(errors), errors * pair.scale, np.nan)
        return pair.zero + pair.scale * raw, errors
