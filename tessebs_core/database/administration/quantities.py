"""What columns mean, with unit and limits, by their name: what SQL types cannot say."""

from dataclasses import dataclass

__all__ = ["Quantity", "quantity_of"]

_BTJD = (-50_000.0, 50_000.0)  # a full BJD (2.4e6) is far beyond it


@dataclass(frozen=True)
class Quantity:
    """Unit, meaning and limits of a column; ``low`` itself is excluded where ``above``."""

    unit: str = ""
    about: str = ""
    low: float | None = None
    high: float | None = None
    above: bool = False


_PERIOD = Quantity("d", "orbital period", low=0.0, above=True)
_ERROR = Quantity("d", "one sigma", low=0.0)
_DEPTH = Quantity("rel. flux", "depth of the eclipse")
_WIDTH = Quantity("phase", "width of the eclipse", low=0.0, high=1.0)
_POSITION = Quantity("phase", "position of the eclipse", low=-1.0, high=1.0)

_BY_NAME = {
    "tess_id": Quantity("", "TIC number", low=1),
    "ra": Quantity("deg", "right ascension, ICRS", low=0.0, high=360.0),
    "dec": Quantity("deg", "declination, ICRS", low=-90.0, high=90.0),
    "glon": Quantity("deg", "galactic longitude", low=0.0, high=360.0),
    "glat": Quantity("deg", "galactic latitude", low=-90.0, high=90.0),
    "roll": Quantity("deg", "roll", low=-360.0, high=360.0),
    "Tmag": Quantity("mag", "TESS magnitude", low=-5.0, high=30.0),
    "teff": Quantity("K", "effective temperature", low=0.0, high=1e6, above=True),
    "logg": Quantity("dex (cgs)", "surface gravity", low=-5.0, high=15.0),
    "abun": Quantity("dex", "metallicity", low=-15.0, high=5.0),
    "pmra": Quantity("mas/yr", "proper motion in RA, with cos dec", low=-2e4, high=2e4),
    "pmdec": Quantity("mas/yr", "proper motion in Dec", low=-2e4, high=2e4),
    "gaia_id": Quantity("", "Gaia DR2", low=1),
    "gaia_dr3_id": Quantity("", "Gaia DR3", low=1),
    "kepler_id": Quantity("", "KIC number", low=1),
    "asas_id": Quantity("", "ASAS-SN or ASAS name"),
    "bjd0": Quantity("BTJD", "time of a primary minimum, BJD_TDB - 2457000", *_BTJD),
    "bjd0_uncert": _ERROR,
    "period": _PERIOD,
    "period_uncert": _ERROR,
    "alternative": Quantity("d", "the period that is next best", low=0.0, above=True),
    "pmin": Quantity("d", "shortest period tried", low=0.0, above=True),
    "pmax": Quantity("d", "longest period tried", low=0.0, above=True),
    "duration": Quantity("d", "duration of the box", low=0.0, above=True),
    "min_eclipses": Quantity("", "fewest eclipses asked for", low=0),
    "morph_coeff": Quantity("", "morphology, 0 detached to 1 overcontact or ellipsoidal", low=-1.0, high=1.0),
    "signal_id": Quantity("", "number of the signal on its target", low=1),
    "sector_id": Quantity("", "TESS sector", low=1, high=10_000),
    "n_sectors": Quantity("", "sectors that saw the target; kept by the database", low=0),
    "sector": Quantity("", "TESS sector", low=1, high=10_000),
    "newest_sector": Quantity("", "newest TESS sector", low=1, high=10_000),
    "cadence": Quantity("s", "exposure time", low=0.0, above=True),
    "size": Quantity("byte", "as the archive lists it", low=0),
    "held_size": Quantity("byte", "of the file in the data folder", low=0),
    "offset": Quantity("d", "observed minus predicted"),
    "offset_uncert": _ERROR,
    "predicted": Quantity("", "eclipses predicted", low=0),
    "observed": Quantity("", "eclipses observed", low=0),
    "row_count": Quantity("", "entries", low=0),
    "blend_of": Quantity("", "TIC number of the owner", low=1),
    "request_id": Quantity("", "of the click that stored it"),
    "supersedes_id": Quantity("", "the vote that it replaces"),
}

_BY_ENDING = (
    ("_uncert", _ERROR),
    ("_ra", _BY_NAME["ra"]),
    ("_dec", _BY_NAME["dec"]),
    ("_roll", _BY_NAME["roll"]),
    ("_width_pf", _WIDTH),
    ("_width_2g", _WIDTH),
    ("_pos_pf", _POSITION),
    ("_pos_2g", _POSITION),
    ("_depth_pf", _DEPTH),
    ("_depth_2g", _DEPTH),
)


def quantity_of(column: str) -> Quantity:
    """What a column of this name means; an empty one where nothing is known beyond its type."""
    if column in _BY_NAME:
        return _BY_NAME[column]
    return next((each for ending, each in _BY_ENDING if column.endswith(ending)), Quantity())
