"""What computed a number, and what box least squares found."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tessebs_core.database.base import Base, Name, PrimaryKey, link_table
from tessebs_core.database.schema.people import User
from tessebs_core.database.schema.targets import TIC, Provenance, Sector
from tessebs_core.database.types import JsonText, Words, utc_now

__all__ = ["BLSRun", "Run", "run_sectors"]

run_sectors = link_table("Run_sectors", run_id="Run.id", sector_id="Sector.sector_id")


class Run(Base):
    """One computation: which code, with what, on which light curve (sha256 of its bytes), for whom."""

    __tablename__ = "Run"
    shown = ("code", "version", "date_run")

    id: Mapped[PrimaryKey]
    code: Mapped[Name]
    version: Mapped[Name]
    parameters: Mapped[Any] = mapped_column(JsonText)
    light_curve_hash: Mapped[str | None] = mapped_column(Words(64))
    provenance_id: Mapped[int | None] = mapped_column(ForeignKey("Provenance.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("User.id"), index=True)
    date_run: Mapped[datetime] = mapped_column(default=utc_now)

    provenance: Mapped[Provenance | None] = relationship()
    sectors: Mapped[list[Sector]] = relationship(secondary=run_sectors, order_by=Sector.sector_id)
    user: Mapped[User | None] = relationship()


class BLSRun(Base):
    """The best box of one search: times and periods in days, depths relative to the light outside eclipse."""

    __tablename__ = "BLS_run"
    shown = ("period", "max_power", "date_run")

    id: Mapped[PrimaryKey]
    tic_id: Mapped[int] = mapped_column(ForeignKey("TIC.id", ondelete="CASCADE"), index=True)
    provenance_id: Mapped[int | None] = mapped_column(ForeignKey("Provenance.id"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("Run.id", ondelete="SET NULL"), index=True)
    duration: Mapped[float | None]
    min_eclipses: Mapped[int]
    pmin: Mapped[float | None]
    pmax: Mapped[float | None]
    bjd0: Mapped[float | None]
    period: Mapped[float | None]
    max_power: Mapped[float | None]
    bls_logp: Mapped[float | None]
    date_run: Mapped[datetime] = mapped_column(default=utc_now)
    depth: Mapped[float | None]
    depth_unc: Mapped[float | None]
    depth_odd: Mapped[float | None]
    depth_odd_unc: Mapped[float | None]
    depth_even: Mapped[float | None]
    depth_even_unc: Mapped[float | None]
    depth_half: Mapped[float | None]
    depth_half_unc: Mapped[float | None]

    tic: Mapped[TIC] = relationship(back_populates="bls_runs")
    provenance: Mapped[Provenance | None] = relationship()
    run: Mapped[Run | None] = relationship()
