"""The columns that are published: names, units, UCDs and words, the same in every format."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Literal

from tessebs_core.records.catalogue_lines import CatalogueLine

__all__ = ["CATALOGUE", "FLAGS", "Column", "Product", "one_line"]

Kind = Literal["whole", "number", "yes-no", "text", "moment"]


@dataclass(frozen=True)
class Column:
    """One published column.

    Parameters
    ----------
    name : str
        In every format but the fixed-width one.
    label : str
        In the fixed-width format, as the CDS names such things.
    kind : str
        What a cell holds.
    unit : str
        As VOTable, FITS and the CDS write it; empty for none.
    ucd : str
        Unified Content Descriptor, UCD1+.
    words : str
        What it is.
    needed : bool
        Whether no cell is ever empty.
    cds_unit : str
        Where the CDS writes it otherwise.
    source : str
        The attribute of `CatalogueLine`, if it is not called ``name``.
    """

    name: str
    label: str
    kind: Kind
    unit: str
    ucd: str
    words: str
    needed: bool = False
    cds_unit: str = ""
    source: str = ""

    @property
    def value(self) -> Callable[[CatalogueLine], Any]:
        """Takes this column's cell from a line: int, float, bool or text of one line, None where missing."""
        get = attrgetter(self.source or self.name)
        if self.kind == "moment":
            return lambda line: iso_moment(get(line))
        if self.kind == "text":
            return lambda line: one_line(get(line))
        return get


@dataclass(frozen=True)
class Product:
    """A table that is published: ``file_name`` is its name at the CDS, without the end."""

    file_name: str
    title: str
    columns: tuple[Column, ...]


def one_line(text: str | None) -> str | None:
    """The same words without line breaks and control characters; None where nothing is left."""
    if not text:
        return None
    if not text.isprintable():
        text = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return text.strip() or None


def iso_moment(when: datetime | None) -> str | None:
    """A moment as ISO 8601 in UTC, with six decimals always, so that all are equally long."""
    return None if when is None else when.replace(tzinfo=None).isoformat(timespec="microseconds")


_KEYS = (
    Column("tess_id", "TIC", "whole", "", "meta.id;meta.main", "TESS Input Catalog identifier", needed=True),
    Column("signal_id", "Signal", "whole", "", "meta.id.part", "Number of the signal on this target",
           needed=True),
)  # fmt: skip

_TARGET = (
    Column("ra", "RAdeg", "number", "deg", "pos.eq.ra;meta.main", "Right ascension (ICRS, epoch 2000)"),
    Column("dec", "DEdeg", "number", "deg", "pos.eq.dec;meta.main", "Declination (ICRS, epoch 2000)"),
    Column("glon", "GLON", "number", "deg", "pos.galactic.lon", "Galactic longitude"),
    Column("glat", "GLAT", "number", "deg", "pos.galactic.lat", "Galactic latitude"),
    Column("pmra", "pmRA", "number", "mas/yr", "pos.pm;pos.eq.ra",
           "Proper motion in right ascension, times cos(dec)"),
    Column("pmdec", "pmDE", "number", "mas/yr", "pos.pm;pos.eq.dec", "Proper motion in declination"),
    Column("Tmag", "Tmag", "number", "mag", "phot.mag;em.opt.I", "TESS magnitude"),
    Column("teff", "Teff", "number", "K", "phys.temperature.effective", "Effective temperature"),
    Column("logg", "logg", "number", "", "phys.gravity", "Surface gravity, log10 of cm/s2",
           cds_unit="[cm/s2]"),
    Column("abun", "[M/H]", "number", "", "phys.abund.Z", "Metallicity, dex relative to the Sun",
           cds_unit="[-]"),
    Column("gaia_id", "GaiaDR2", "whole", "", "meta.id.cross", "Gaia DR2 source identifier"),
    Column("gaia_dr3_id", "GaiaDR3", "whole", "", "meta.id.cross", "Gaia DR3 source identifier"),
    Column("kepler_id", "KIC", "whole", "", "meta.id.cross", "Kepler Input Catalog identifier"),
    Column("asas_id", "ASAS", "text", "", "meta.id.cross", "ASAS identifier"),
)  # fmt: skip

_EPHEMERIS = (
    Column("bjd0", "T0", "number", "d", "time.epoch", "Time of primary minimum, BTJD = BJD_TDB - 2457000"),
    Column("bjd0_uncert", "e_T0", "number", "d", "stat.error;time.epoch", "One-sigma uncertainty of bjd0"),
    Column("period", "Per", "number", "d", "time.period", "Orbital period"),
    Column("period_uncert", "e_Per", "number", "d", "stat.error;time.period",
           "One-sigma uncertainty of the period"),
    Column("ephem_model", "Model", "text", "", "meta.code", "Code or person that proposed the ephemeris",
           source="model"),
    Column("ephem_version", "Version", "text", "", "meta.version", "Version of that code", source="version"),
    Column("ephem_author", "Author", "text", "", "meta.bib.author", "Who ran it", source="author"),
    Column("ephem_reference", "Ref", "text", "", "meta.bib", "Where it is described", source="reference"),
)  # fmt: skip


def _eclipse(which: str, model: str) -> tuple[Column, ...]:
    letter, ending = which[0].lower(), {"pf": "polyfit", "2g": "two-Gaussian model"}[model]
    short = {"primary": "prim", "secondary": "sec"}[which]
    return (
        Column(f"{short}_width_{model}", f"w{letter}_{model}", "number", "", "time.phase;arith.diff",
               f"Width of {which} eclipse, phase, {ending}"),
        Column(f"{short}_depth_{model}", f"d{letter}_{model}", "number", "", "phot.flux;arith.diff",
               f"Depth of {which} eclipse, relative flux, {ending}"),
        Column(f"{short}_pos_{model}", f"p{letter}_{model}", "number", "", "time.phase",
               f"Phase of {which} eclipse, {ending}"),
    )  # fmt: skip


_SHAPE = (
    Column("morph_coeff", "Morph", "number", "", "src.morph.param",
           "Morphology from 0 (detached) to 1 (ellipsoidal)"),
    *_eclipse("primary", "pf"), *_eclipse("secondary", "pf"),
    *_eclipse("primary", "2g"), *_eclipse("secondary", "2g"),
)  # fmt: skip

_ENTRY = (
    Column("in_catalog", "inCat", "yes-no", "", "meta.code", "Whether the entry is confirmed", needed=True),
    Column("source", "Source", "text", "", "meta.code",
           "Data it was found in: FFI, TPF or LCF"),
    Column("sectors", "Sectors", "text", "", "meta.id;obs.field", "TESS sectors that saw the target"),
    Column("provenances", "Products", "text", "", "meta.dataset", "Light-curve products of the target"),
    Column("origins", "Origins", "text", "", "meta.curation", "Who contributed the candidate"),
    Column("date_added", "Added", "moment", "", "time.creation", "When the entry was added, UTC",
           needed=True),
    Column("date_modified", "Modified", "moment", "", "time.processing",
           "When the entry was changed last, UTC"),
)  # fmt: skip

CATALOGUE = Product("ebs", "Eclipsing binaries seen by TESS", _KEYS + _TARGET + _EPHEMERIS + _SHAPE + _ENTRY)

FLAGS = Product(
    "flags",
    "Flags of the eclipsing binaries",
    _KEYS
    + tuple(
        Column(name, label, "yes-no", "", "meta.code", words, needed=True)
        for name, label, words in (
            ("ambiguous", "Amb", "The period may be twice or half of this"),
            ("insufficient", "Insuff", "Too few cycles are covered for a sure period"),
            ("heartbeat", "HB", "Heartbeat star"),
            ("pulscomp", "Puls", "A component pulsates"),
            ("multi", "Multi", "More than one signal, or a multiple star"),
            ("single", "Single", "A single eclipse was seen"),
        )
    ),
)
