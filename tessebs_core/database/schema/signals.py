"""Catalogue entries: periodic eclipse signals with the ephemeris that was accepted."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tessebs_core.database.base import TABLE_OPTIONS, Base, Name, PrimaryKey, link_table
from tessebs_core.database.schema.ephemerides import Ephemeris
from tessebs_core.database.schema.targets import TIC
from tessebs_core.database.types import utc_now, word_of
from tessebs_core.vocabulary import EBSource

__all__ = ["EB", "Origin", "eb_origins"]

eb_origins = link_table("EB_origins", eb_id="EB.id", origin_id="Origin.id")


class Origin(Base):
    """Who contributed a candidate."""

    __tablename__ = "Origin"
    shown = ("name",)

    id: Mapped[PrimaryKey]
    name: Mapped[Name] = mapped_column(unique=True)


class EB(Base):
    """One signal of a target, numbered from 1.

    Widths and positions of the eclipses are in phase, depths in relative flux; ``_pf`` come from the polyfit,
    ``_2g`` from the two-Gaussian model. An accepted ephemeris cannot be deleted under its entry.
    """

    __tablename__ = "EB"
    __table_args__ = (UniqueConstraint("tic_id", "signal_id"), TABLE_OPTIONS)
    shown = ("signal_id", "in_catalog")

    id: Mapped[PrimaryKey]
    tic_id: Mapped[int] = mapped_column(ForeignKey("TIC.id"))
    signal_id: Mapped[int] = mapped_column(default=1)
    in_catalog: Mapped[bool] = mapped_column(default=False, index=True)
    source: Mapped[EBSource | None] = mapped_column(word_of(EBSource))
    ephemeris_id: Mapped[int | None] = mapped_column(ForeignKey("Ephemeris.id"), unique=True)
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
    ambiguous: Mapped[bool] = mapped_column(default=False)
    insufficient: Mapped[bool] = mapped_column(default=False)
    heartbeat: Mapped[bool] = mapped_column(default=False)
    pulscomp: Mapped[bool] = mapped_column(default=False)
    multi: Mapped[bool] = mapped_column(default=False)
    single: Mapped[bool] = mapped_column(default=False)
    date_added: Mapped[datetime] = mapped_column(default=utc_now)
    date_modified: Mapped[datetime | None] = mapped_column(onupdate=utc_now)

    tic: Mapped[TIC] = relationship(back_populates="ebs")
    ephemeris: Mapped[Ephemeris | None] = relationship()
    origins: Mapped[list[Origin]] = relationship(secondary=eb_origins, order_by=Origin.name)
