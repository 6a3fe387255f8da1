"""The columns of the catalogue as searches, tables and exports name and show them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tessebs_core.errors import BadSearch
from tessebs_core.vocabulary import ColumnKind, SignalFlag

__all__ = ["CHOSEN", "COLUMNS", "FLAG_LETTERS", "Column", "column_named", "columns_named", "flag_letters"]

FLAG_LETTERS: dict[SignalFlag, str] = {
    SignalFlag.AMBIGUOUS: "A",
    SignalFlag.INSUFFICIENT: "I",
    SignalFlag.PULSCOMP: "P",
    SignalFlag.HEARTBEAT: "H",
    SignalFlag.MULTI: "M",
    SignalFlag.SINGLE: "S",
}
"""In the order in which the letters are written."""


def flag_letters(flags: Collection[SignalFlag]) -> str:
    """Write flags as the catalogue's pages do.

    Examples
    --------
    >>> flag_letters({SignalFlag.HEARTBEAT, SignalFlag.AMBIGUOUS})
    'AH'
    """
    return "".join(letter for flag, letter in FLAG_LETTERS.items() if flag in flags)


@dataclass(frozen=True)
class Column:
    """One column of the catalogue.

    Parameters
    ----------
    name : str
        In links, exports and Python.
    label : str
        As heading of a table.
    description : str
        What it is, in a sentence without full stop.
    kind : ColumnKind
        NUMBER values are float, WHOLE int, MOMENT aware datetimes, TRUTH bool, WORD str; LIST values are
        tuples of int (sectors), of str, or of `SignalFlag` (flags). Missing is None; an empty list is ().
    unit : str
        As astropy reads it; empty for none.
    digits : int, optional
        Decimals of a NUMBER, or digits to which a WHOLE is filled with zeros.
    chosen : bool
        Shown unless somebody chooses otherwise.
    cyclic : bool
        An angle that begins anew at 360 degrees: a range from 350 to 10 holds 0.
    """

    name: str
    label: str
    description: str
    kind: ColumnKind = ColumnKind.NUMBER
    unit: str = ""
    digits: int | None = None
    chosen: bool = False
    cyclic: bool = False

    @property
    def ranged(self) -> bool:
        """Whether a search may ask for a range of it; of sectors, for any within the range."""
        return self.kind in (ColumnKind.NUMBER, ColumnKind.WHOLE, ColumnKind.MOMENT) or self.name == "sectors"

    @property
    def ordered(self) -> bool:
        """Whether a search may be ordered by it."""
        return self.kind is not ColumnKind.LIST

    def text(self, value: Any) -> str:
        """Write a value as the legacy site shows it; missing is the empty text.

        Examples
        --------
        >>> column_named("tess_id").text(91961), column_named("ra").text(116.95041705)
        ('0000091961', '116.950417')
        """
        if value is None:
            return ""
        match self.kind:
            case ColumnKind.NUMBER:
                return str(value) if self.digits is None else f"{value:.{self.digits}f}"
            case ColumnKind.WHOLE:
                return f"{value:0{self.digits or 1}d}"
            case ColumnKind.TRUTH:
                return "yes" if value else "no"
            case ColumnKind.LIST:
                return flag_letters(value) if self.name == "flags" else ", ".join(str(each) for each in value)
            case _:
                return f"{value:%Y-%m-%d}" if isinstance(value, datetime) else str(value)


def _eclipse(name: str, label: str, digits: int, what: str) -> tuple[Column, ...]:
    models = {"pf": "polyfit", "2g": "two-Gaussian model"}
    eclipses = {"prim": "primary", "sec": "secondary"}
    return tuple(
        Column(f"{short}_{name}_{model}", f"{short.capitalize()}. {label} ({model})",
               what.format(eclipse) + f", by the {words}", digits=digits)
        for model, words in models.items() for short, eclipse in eclipses.items()
    )  # fmt: skip


COLUMNS: tuple[Column, ...] = (
    Column("in_catalog", "In catalogue", "Whether the entry is in the catalogue", ColumnKind.TRUTH),
    Column(
        "tess_id", "TESS ID",
        "Number in the TESS Input Catalog", ColumnKind.WHOLE, digits=10, chosen=True,
    ),
    Column("date_added", "Date added", "When the entry was made, UTC", ColumnKind.MOMENT),
    Column("date_modified", "Date modified", "When the entry was changed last, UTC", ColumnKind.MOMENT),
    Column("sectors", "Sectors", "TESS sectors that saw the target", ColumnKind.LIST),
    Column("provenances", "Provenances", "Light-curve products of the target", ColumnKind.LIST),
    Column("ra", "R.A.", "Right ascension, ICRS", unit="deg", digits=6, chosen=True, cyclic=True),
    Column("dec", "Dec", "Declination, ICRS", unit="deg", digits=6, chosen=True),
    Column("Tmag", "Tmag", "TESS magnitude", unit="mag", digits=2, chosen=True),
    Column("glat", "gal. lat.", "Galactic latitude", unit="deg", digits=6),
    Column("glon", "gal. long.", "Galactic longitude", unit="deg", digits=6, cyclic=True),
    Column("pmra", "pm R.A.", "Proper motion in right ascension, with cos(dec)", unit="mas / yr", digits=3),
    Column("pmdec", "pm Dec", "Proper motion in declination", unit="mas / yr", digits=3),
    Column(
        "bjd0", "t0",
        "Time of primary minimum, BTJD = BJD_TDB - 2457000", unit="d", digits=6, chosen=True,
    ),
    Column(
        "bjd0_uncert", "σ(t0)",
        "Uncertainty of the time of primary minimum, one sigma", unit="d", digits=6,
    ),
    Column("period", "Period", "Orbital period", unit="d", digits=7, chosen=True),
    Column("period_uncert", "σ(P)", "Uncertainty of the orbital period, one sigma", unit="d", digits=7),
    Column(
        "morph_coeff", "Morphology",
        "Morphology coefficient: 0 detached, 1 ellipsoidal", digits=3, chosen=True,
    ),
    Column("teff", "Teff", "Effective temperature", unit="K", digits=0),
    Column("logg", "log g", "Surface gravity, logarithm of cm/s2", unit="dex(cm / s2)", digits=2),
    Column("abun", "Abundance", "Metallicity [M/H]", unit="dex", digits=2),
    Column("source", "Source", "Kind of data the entry was found in: FFI, TPF or LCF", ColumnKind.WORD),
    Column(
        "flags", "Flags",
        "A ambiguous, I insufficient, P pulsating component, H heartbeat, M multiple, S single eclipse",
        ColumnKind.LIST, chosen=True,
    ),
    Column("signal_id", "Signal", "Number of the signal on the target, from 1", ColumnKind.WHOLE),
    Column("n_sectors", "No. of sectors", "How many sectors saw the target", ColumnKind.WHOLE),
    Column(
        "status", "Status",
        "Whether proposals of the target wait for votes: open, conflict, settled", ColumnKind.WORD,
    ),
    Column("origins", "Origins", "Who contributed the candidate", ColumnKind.LIST),
    Column("gaia_id", "Gaia DR2", "Gaia DR2 source identifier", ColumnKind.WHOLE),
    Column("gaia_dr3_id", "Gaia DR3", "Gaia DR3 source identifier", ColumnKind.WHOLE),
    Column("kepler_id", "KIC", "Number in the Kepler Input Catalog", ColumnKind.WHOLE),
    Column("asas_id", "ASAS", "Name in the All Sky Automated Survey", ColumnKind.WORD),
    Column("ephemeris_source", "Found by", "Code or person that proposed the ephemeris", ColumnKind.WORD),
    *_eclipse("width", "width", 4, "Width of the {} eclipse, phase"),
    *_eclipse("depth", "depth", 4, "Depth of the {} eclipse, relative flux"),
    *_eclipse("pos", "position", 4, "Position of the {} eclipse, phase"),
    Column("distance", "Distance", "Angle from the centre of the searched cone", unit="arcsec", digits=2),
)  # fmt: skip
"""All columns; the 23 of the legacy site come first, in its order."""

CHOSEN: tuple[str, ...] = tuple(each.name for each in COLUMNS if each.chosen)
"""Names of the columns shown unless somebody chooses otherwise."""

_NAMED = {each.name: each for each in COLUMNS}


def column_named(name: str, field: str = "columns") -> Column:
    """The column of this name.

    Raises
    ------
    BadSearch
        There is none; ``field`` is what the error names.
    """
    try:
        return _NAMED[name]
    except KeyError:
        raise BadSearch(field, f"there is no column {name[:40]!r}; there is {', '.join(_NAMED)}.") from None


def columns_named(names: Collection[str]) -> tuple[Column, ...]:
    """The columns of these names in this order, each once.

    Raises
    ------
    BadSearch
        One of them is no column, or there are none.
    """
    if not names:
        raise BadSearch("columns", "at least one is needed.")
    return tuple(column_named(name) for name in dict.fromkeys(names))
