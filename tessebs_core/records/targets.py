"""Targets, sectors and archive products as values."""

from dataclasses import dataclass
from datetime import date

__all__ = ["HeldProduct", "ListedProduct", "Pointing", "SectorPointing", "TargetMetadata"]


@dataclass(frozen=True)
class TargetMetadata:
    """What the TESS Input Catalog and SIMBAD say of a target; None where they say nothing.

    ``ra``, ``dec``, ``glon`` and ``glat`` are in degrees (ICRS and galactic), ``Tmag`` in magnitudes,
    ``teff`` in K, ``logg`` and ``abun`` in dex, ``pmra`` (with cos dec) and ``pmdec`` in mas/yr.
    ``gaia_id`` is the TIC's Gaia DR2 id.
    """

    tess_id: int
    ra: float | None = None
    dec: float | None = None
    glon: float | None = None
    glat: float | None = None
    Tmag: float | None = None
    teff: float | None = None
    logg: float | None = None
    abun: float | None = None
    pmra: float | None = None
    pmdec: float | None = None
    gaia_id: int | None = None
    gaia_dr3_id: int | None = None
    kepler_id: int | None = None
    asas_id: str | None = None


@dataclass(frozen=True)
class Pointing:
    """Where an axis points, degrees (ICRS); ``roll`` has the sense of the mission's own tables."""

    ra: float
    dec: float
    roll: float


@dataclass(frozen=True)
class SectorPointing:
    """One TESS sector: its dates (UTC) and the pointing of spacecraft and cameras 1 to 4."""

    sector_id: int
    date_start: date
    date_end: date
    spacecraft: Pointing
    cameras: tuple[Pointing, Pointing, Pointing, Pointing]


@dataclass(frozen=True)
class ListedProduct:
    """One light-curve file as MAST's product list has it.

    Parameters
    ----------
    tess_id : int
        The target that the observation belongs to.
    provenance : str
        The product's name.
    observation : str
        MAST's ``obsID`` (a number in a string).
    uri : str
        MAST data URI, ``mast:...``; identifies the file.
    file_name : str
        The file's own name; shown, never used to choose.
    sector : int or None
        From MAST's ``sequence_number``; None for a file of many sectors.
    cadence : float or None
        Exposure time, seconds.
    size : int or None
        Bytes, as MAST lists them.
    """

    tess_id: int
    provenance: str
    observation: str
    uri: str
    file_name: str
    sector: int | None = None
    cadence: float | None = None
    size: int | None = None


@dataclass(frozen=True)
class HeldProduct:
    """A listed product whose file has been checked: bytes and sha256 as stored."""

    product: ListedProduct
    path: str  # relative to the data folder
    size: int
    sha256: str
