"""One line of the catalogue as it is published."""

from datetime import datetime
from typing import NamedTuple

from tessebs_core.vocabulary import EBSource

__all__ = ["CatalogueLine"]


class CatalogueLine(NamedTuple):
    """One entry with everything that is published of it; missing is None.

    A tuple and not a dataclass: fifty thousand of them are made from rows of the database in a moment.

    Attributes
    ----------
    entry_id, ephemeris_id : int
        Keys in the database, which releases need to say why a line changed; not written to files.
    tess_id, signal_id : int
        The target, and the number of its signal: together they name a line.
    date_added, date_modified : datetime
        Aware, UTC.
    ra, dec, glon, glat : float
        Degrees. ``pmra`` and ``pmdec`` are mas/yr, ``teff`` K, ``logg`` log10 of cm/s2, ``abun`` dex.
    bjd0, period : float
        BTJD = BJD_TDB - 2457000, and days; with one-sigma uncertainties.
    model, version, author, reference : str
        What proposed the ephemeris.
    prim_width_pf ... sec_pos_2g : float
        Widths and positions in phase, depths in relative flux; of the polyfit and the two-Gaussian model.
    sectors : str
        Numbers of the sectors in which the target was seen, ascending, commas between them.
    provenances, origins : str
        Light-curve products of the target, contributors of the entry; sorted, semicolons between them.
    """

    entry_id: int
    ephemeris_id: int | None
    tess_id: int
    signal_id: int
    in_catalog: bool
    date_added: datetime
    date_modified: datetime | None
    source: EBSource | None
    ra: float | None
    dec: float | None
    glon: float | None
    glat: float | None
    pmra: float | None
    pmdec: float | None
    Tmag: float | None
    teff: float | None
    logg: float | None
    abun: float | None
    gaia_id: int | None
    gaia_dr3_id: int | None
    kepler_id: int | None
    asas_id: str | None
    bjd0: float | None
    bjd0_uncert: float | None
    period: float | None
    period_uncert: float | None
    model: str | None
    version: str | None
    author: str | None
    reference: str | None
    morph_coeff: float | None
    prim_width_pf: float | None
    prim_depth_pf: float | None
    prim_pos_pf: float | None
    sec_width_pf: float | None
    sec_depth_pf: float | None
    sec_pos_pf: float | None
    prim_width_2g: float | None
    prim_depth_2g: float | None
    prim_pos_2g: float | None
    sec_width_2g: float | None
    sec_depth_2g: float | None
    sec_pos_2g: float | None
    ambiguous: bool
    insufficient: bool
    heartbeat: bool
    pulscomp: bool
    multi: bool
    single: bool
    sectors: str
    provenances: str
    origins: str
