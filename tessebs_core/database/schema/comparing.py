"""What searches compare of each entry, in one row; triggers keep it."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from tessebs_core.database.base import TABLE_OPTIONS, Base
from tessebs_core.database.types import BigWholeNumber, WholeNumber, Words, word_of
from tessebs_core.vocabulary import EBSource

__all__ = ["Compared"]


class Compared(Base):
    """What searches compare of an entry, its target and its accepted ephemeris; copies, kept by triggers.

    They are made and changed in the transaction that changes the original, whoever writes that: names, units
    and types are those of `EB`, `TIC` and `Ephemeris`. Nothing rests on a copy but searches, and no backup
    holds one. There is no foreign key: a trigger deletes the copy with its entry.
    """

    __tablename__ = "Compared"
    __table_args__ = (Index(None, "tic_id"), {**TABLE_OPTIONS, "info": {"copied": True}})
    shown = ("tess_id", "signal_id")

    eb_id: Mapped[int] = mapped_column(WholeNumber, primary_key=True, autoincrement=False)
    tic_id: Mapped[int]
    in_catalog: Mapped[bool]
    tess_id: Mapped[int] = mapped_column(BigWholeNumber)
    signal_id: Mapped[int]
    n_sectors: Mapped[int]
    ra: Mapped[float | None]
    dec: Mapped[float | None]
    glon: Mapped[float | None]
    glat: Mapped[float | None]
    pmra: Mapped[float | None]
    pmdec: Mapped[float | None]
    Tmag: Mapped[float | None]
    teff: Mapped[float | None]
    logg: Mapped[float | None]
    abun: Mapped[float | None]
    gaia_id: Mapped[int | None] = mapped_column(BigWholeNumber)
    gaia_dr3_id: Mapped[int | None] = mapped_column(BigWholeNumber)
    kepler_id: Mapped[int | None] = mapped_column(BigWholeNumber)
    asas_id: Mapped[str | None] = mapped_column(Words(32))
    bjd0: Mapped[float | None]
    bjd0_uncert: Mapped[float | None]
    period: Mapped[float | None]
    period_uncert: Mapped[float | None]
    morph_coeff: Mapped[float | None]
    prim_width_pf: Mapped[float | None]
    prim_depth_pf: Mapped[float | None]
    prim_pos_pf: Mapped[float | None]
    sec_width_pf: Mapped[float | None]
    sec_depth_pf: Mapped[float | None]
    sec_pos_pf: Mapped[float | None]
    prim_width_2g: Mapped[float | None]
    prim_depth_2g: Mapped[float | None]
    prim_pos_2g: Mapped[float | None]
    sec_width_2g: Mapped[float | None]
    sec_depth_2g: Mapped[float | None]
    sec_pos_2g: Mapped[float | None]
    ambiguous: Mapped[bool]
    insufficient: Mapped[bool]
    heartbeat: Mapped[bool]
    pulscomp: Mapped[bool]
    multi: Mapped[bool]
    single: Mapped[bool]
    source: Mapped[EBSource | None] = mapped_column(word_of(EBSource))
    date_added: Mapped[datetime]
    date_modified: Mapped[datetime | None]
