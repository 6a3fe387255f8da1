"""Whether a file counts its times as its product does: zero point, unit, time scale, place."""

import re

from tessebs_core.errors import CorruptProduct
from tessebs_core.provenances.base import Provenance
from tessebs_core.provenances.fits_tables import FitsTable
from tessebs_core.records import BTJD_ZERO

__all__ = ["check_time_reference"]

_DAYS = re.compile(r"d|days?", re.IGNORECASE)
_UNIT = re.compile(r"(?:BJD\s*-\s*(?P<zero>[\d.]+)\s*,\s*)?(?P<unit>\w+)", re.IGNORECASE)
_FRACTIONS = ("BJDREFF", "BJDREFR")  # QLP and TGLC misspell it
_TOLERANCE = 1e-6  # days


def check_time_reference(table: FitsTable, provenance: Provenance) -> None:
    """Refuse a file that says that its times are not what its product's are.

    Not all products say all of it, and what is not said is not asked: a zero point (``BJDREFI``,
    ``BJDREFF``, the column's unit), a unit (``TIMEUNIT``, ``TUNITn``), a time scale (``TIMESYS``) and where
    the clock stands (``TIMEREF``). A wrong one would shift every time: by 69 s from UTC to TDB, by up to
    eight minutes from the barycentre to the Earth.

    Raises
    ------
    CorruptProduct
        The zero point is another, the unit no day, the scale not TDB, or the times not barycentric.
    """
    zero = BTJD_ZERO - provenance.time_zero
    for stated in table.cards("BJDREFI"):
        whole = _number(stated)
        fractions = [_number(each) for name in _FRACTIONS for each in table.cards(name)]
        if whole is None or None in fractions:
            raise CorruptProduct(table.path, f"counts its times from BJD {stated!r}, which is no number")
        for fraction in fractions or [0.0]:
            _check_zero(table, whole + (fraction or 0.0), zero)
    words = table.unit(provenance.time)
    if words and (unit := _UNIT.fullmatch(words)):
        if unit["zero"] and (found := _number(unit["zero"])) is not None:
            _check_zero(table, found, zero)
        _check_days(table, unit["unit"])
    for stated in table.cards("TIMEUNIT"):
        _check_days(table, str(stated))
    for stated in table.cards("TIMESYS"):
        if str(stated).upper() != "TDB":
            raise CorruptProduct(table.path, f"has times in {stated}, not in TDB")
    for stated in table.cards("TIMEREF"):
        if str(stated).upper() not in ("SOLARSYSTEM", "BARYCENTER"):
            raise CorruptProduct(table.path, f"has times of {stated}, not of the barycentre")


def _check_zero(table: FitsTable, found: float, expected: float) -> None:
    if not abs(found - expected) < _TOLERANCE:
        raise CorruptProduct(table.path, f"counts its times from BJD {found:.10g}, not from {expected:.10g}")


def _check_days(table: FitsTable, unit: str) -> None:
    if not _DAYS.fullmatch(unit):
        raise CorruptProduct(table.path, f"has times in {unit!r}, not in days")


def _number(value: str | float | None) -> float | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        return None
