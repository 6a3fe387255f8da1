"""What the archives say of a target: catalogue values, identifiers, sectors."""

import math
import re
from collections.abc import Iterable
from typing import Any

from tessebs_core.archive.client import Archive, Row, understanding
from tessebs_core.errors import ArchiveError, UnknownTarget
from tessebs_core.records import TargetMetadata

__all__ = ["Identifiers", "fetch_metadata", "fetch_sectors", "read_identifiers"]

Identifiers = dict[str, Any]
"""Fields of `TargetMetadata` that SIMBAD knows: gaia_dr3_id, kepler_id, asas_id; only those it has."""

# SIMBAD writes "ASAS J192502+4512.1" for the All Sky Automated Survey; "ASASSN-V J..." is another survey.
_PATTERNS = {
    "gaia_dr3_id": re.compile(r"Gaia DR3 (\d+)"),
    "kepler_id": re.compile(r"KIC (\d+)"),
    "asas_id": re.compile(r"ASAS (J?\d{6}[+-]\d{4}\.\d)"),
}


def fetch_metadata(archive: Archive, tess_id: int) -> tuple[TargetMetadata, tuple[str, ...]]:
    """Ask the TESS Input Catalog and SIMBAD for a target.

    SIMBAD is the lesser source: when it cannot be had the catalogue's values come all the same.

    Returns
    -------
    metadata : TargetMetadata
        None where the archives say nothing.
    warnings : tuple of str
        What SIMBAD did not give, in words; empty when all is well. With a warning, the absence of an
        identifier means "not asked" and must not erase one that is known.

    Raises
    ------
    UnknownTarget
        The TESS Input Catalog has no such TIC.
    ArchiveUnavailable, ArchiveRefused
        MAST did not answer, or not with a catalogue row.
    """
    rows = archive.tic_rows(tess_id) if tess_id > 0 else ()
    with understanding(f"TIC {tess_id}", "MAST"):
        row = next((each for each in rows if str(each["ID"]) == str(tess_id)), None)
    if row is None:
        raise UnknownTarget(tess_id, "the TESS Input Catalog")
    warnings: tuple[str, ...] = ()
    try:
        identifiers = read_identifiers(archive.identifiers(f"TIC {tess_id}"))
    except ArchiveError as error:
        identifiers, warnings = {}, (f"No identifiers from SIMBAD. {error}",)
    with understanding(f"TIC {tess_id}", "MAST"):
        return _metadata(tess_id, row, identifiers), warnings


def fetch_sectors(archive: Archive, tess_id: int, ra: float, dec: float) -> tuple[int, ...]:
    """Ask TESScut in which sectors a position (ICRS, degrees) was observed; ascending.

    The position is asked for, not the name: for a name astroquery asks a resolver on a host of its
    own first.
    """
    return archive.sector_numbers(tess_id, ra, dec)


def read_identifiers(names: Iterable[str]) -> Identifiers:
    """Find the identifiers that the catalogue keeps among SIMBAD's names of an object.

    Examples
    --------
    >>> read_identifiers(["ASASSN-V J192502.10+451206.0", "ASAS J192502+4512.1", "KIC   9899416"])
    {'kepler_id': 9899416, 'asas_id': 'J192502+4512.1'}
    """
    found: Identifiers = {}
    tidy = sorted(" ".join(name.split()) for name in names)
    for field, pattern in _PATTERNS.items():
        match = next(filter(None, map(pattern.fullmatch, tidy)), None)
        if match:
            found[field] = match.group(1) if field == "asas_id" else int(match.group(1))
    return found


def _metadata(tess_id: int, row: Row, identifiers: Identifiers) -> TargetMetadata:
    values: dict[str, Any] = {"kepler_id": _integer(row.get("KIC"))} | identifiers
    return TargetMetadata(
        tess_id=tess_id,
        ra=_number(row["ra"]),
        dec=_number(row["dec"]),
        glon=_number(row.get("gallong")),
        glat=_number(row.get("gallat")),
        Tmag=_number(row.get("Tmag")),
        teff=_number(row.get("Teff")),
        logg=_number(row.get("logg")),
        abun=_number(row.get("MH")),
        pmra=_number(row.get("pmRA")),
        pmdec=_number(row.get("pmDEC")),
        gaia_id=_integer(row.get("GAIA")),
        **values,
    )


def _number(value: Any) -> float | None:
    """Return a finite number; None for what is masked or NaN."""
    return None if value is None or not math.isfinite(value) else float(value)


def _integer(value: Any) -> int | None:
    """Return a whole number exactly; None for what is masked.

    Gaia's identifiers exceed 2**53, so one that came through a float is no identifier any more.
    """
    text = str(value).strip()
    return int(text) if text.isdigit() else None
