"""Targets, the sectors that saw them and the products that exist for them."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, mapped_column, relationship

from tessebs_core.database.base import Base, Name, PrimaryKey, link_table
from tessebs_core.database.types import BigWholeNumber, WholeNumber, Words

if TYPE_CHECKING:
    from tessebs_core.database.schema.comments import Comment
    from tessebs_core.database.schema.ephemerides import Ephemeris
    from tessebs_core.database.schema.products import Product
    from tessebs_core.database.schema.runs import BLSRun
    from tessebs_core.database.schema.signals import EB

__all__ = ["TIC", "Provenance", "Sector", "tic_provenances", "tic_sectors"]

tic_sectors = link_table("TIC_sectors", tic_id="TIC.id", sector_id="Sector.sector_id")
tic_provenances = link_table("TIC_provenances", tic_id="TIC.id", provenance_id="Provenance.id")


class TIC(Base):
    """A target of the TESS Input Catalog; quantities and units as in `records.TargetMetadata`.

    ``n_sectors`` is the number of its sectors; triggers keep it, whoever writes the sectors.
    """

    __tablename__ = "TIC"
    shown = ("tess_id", "Tmag")

    id: Mapped[PrimaryKey]
    tess_id: Mapped[int] = mapped_column(BigWholeNumber, unique=True)
    ra: Mapped[float | None]
    dec: Mapped[float | None] = mapped_column(index=True)
    glon: Mapped[float | None]
    glat: Mapped[float | None]
    Tmag: Mapped[float | None]
    teff: Mapped[float | None]
    logg: Mapped[float | None]
    abun: Mapped[float | None]
    pmra: Mapped[float | None]
    pmdec: Mapped[float | None]
    gaia_id: Mapped[int | None] = mapped_column(BigWholeNumber, index=True)
    gaia_dr3_id: Mapped[int | None] = mapped_column(BigWholeNumber, index=True)
    kepler_id: Mapped[int | None] = mapped_column(BigWholeNumber, index=True)
    asas_id: Mapped[str | None] = mapped_column(Words(32), index=True)
    n_sectors: Mapped[int] = mapped_column(default=0, server_default="0")

    sectors: Mapped[list["Sector"]] = relationship(secondary=tic_sectors, order_by="Sector.sector_id")
    provenances: Mapped[list["Provenance"]] = relationship(
        secondary=tic_provenances, order_by="Provenance.name"
    )
    ephemerides: Mapped[list["Ephemeris"]] = relationship(back_populates="tic", passive_deletes="all")
    ebs: Mapped[list["EB"]] = relationship(
        back_populates="tic", order_by="EB.signal_id", passive_deletes="all"
    )
    products: Mapped[list["Product"]] = relationship(back_populates="tic", passive_deletes="all")
    bls_runs: Mapped[list["BLSRun"]] = relationship(back_populates="tic", passive_deletes="all")
    comments: Mapped[list["Comment"]] = relationship(
        back_populates="tic", order_by="Comment.timestamp", passive_deletes="all"
    )


class Sector(Base):
    """A TESS sector; dates (UTC) and pointings (degrees) are NULL until the mission has told them."""

    __tablename__ = "Sector"
    shown = ("sector_id", "date_start")

    sector_id: Mapped[int] = mapped_column(WholeNumber, primary_key=True, autoincrement=False)
    date_start: Mapped[date | None]
    date_end: Mapped[date | None]
    spacecraft_ra: Mapped[float | None]
    spacecraft_dec: Mapped[float | None]
    spacecraft_roll: Mapped[float | None]
    camera1_ra: Mapped[float | None]
    camera1_dec: Mapped[float | None]
    camera1_roll: Mapped[float | None]
    camera2_ra: Mapped[float | None]
    camera2_dec: Mapped[float | None]
    camera2_roll: Mapped[float | None]
    camera3_ra: Mapped[float | None]
    camera3_dec: Mapped[float | None]
    camera3_roll: Mapped[float | None]
    camera4_ra: Mapped[float | None]
    camera4_dec: Mapped[float | None]
    camera4_roll: Mapped[float | None]


class Provenance(Base):
    """A light-curve product, by the name that the archive gives it."""

    __tablename__ = "Provenance"
    shown = ("name",)

    id: Mapped[PrimaryKey]
    name: Mapped[Name] = mapped_column(unique=True)
