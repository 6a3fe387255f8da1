"""Proposed ephemerides and who or what proposed them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tessebs_core.database.base import TABLE_OPTIONS, Base, Name, PrimaryKey, link_table
from tessebs_core.database.schema.runs import Run
from tessebs_core.database.schema.targets import TIC, Provenance, Sector
from tessebs_core.database.types import OptionalWords, Words, utc_now

__all__ = ["Ephemeris", "EphemerisSource", "ephemeris_sectors"]

ephemeris_sectors = link_table("Ephemeris_sectors", ephemeris_id="Ephemeris.id", sector_id="Sector.sector_id")


class EphemerisSource(Base):
    """A code with its version, or a person."""

    __tablename__ = "EphemerisSource"
    __table_args__ = (UniqueConstraint("model", "version", "author", "reference"), TABLE_OPTIONS)
    shown = ("model", "version", "author")

    id: Mapped[PrimaryKey]
    model: Mapped[Name]
    # A default that is called: without one SQLAlchemy would write NULL for None and never ask the type.
    version: Mapped[str | None] = mapped_column(OptionalWords(64), nullable=False, default=lambda: None)
    author: Mapped[str] = mapped_column(Words(150), default="")
    reference: Mapped[str | None] = mapped_column(OptionalWords(255), nullable=False, default=lambda: None)


class Ephemeris(Base):
    """A proposal: time of primary minimum (BTJD) and period, days, with one-sigma uncertainties."""

    __tablename__ = "Ephemeris"
    __table_args__ = (Index(None, "tic_id", "source_id"), TABLE_OPTIONS)
    shown = ("bjd0", "period")

    id: Mapped[PrimaryKey]
    tic_id: Mapped[int] = mapped_column(ForeignKey("TIC.id", ondelete="CASCADE"))
    source_id: Mapped[int] = mapped_column(ForeignKey("EphemerisSource.id"), index=True)
    bjd0: Mapped[float]
    bjd0_uncert: Mapped[float | None]
    period: Mapped[float] = mapped_column(index=True)
    period_uncert: Mapped[float | None]
    date_added: Mapped[datetime] = mapped_column(default=utc_now)
    provenance_id: Mapped[int | None] = mapped_column(ForeignKey("Provenance.id"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("Run.id", ondelete="SET NULL"), index=True)

    tic: Mapped[TIC] = relationship(back_populates="ephemerides")
    source: Mapped[EphemerisSource] = relationship()
    provenance: Mapped[Provenance | None] = relationship()
    sectors: Mapped[list[Sector]] = relationship(secondary=ephemeris_sectors, order_by=Sector.sector_id)
    run: Mapped[Run | None] = relationship()
