"""Light-curve files: what the archive lists and what is held."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tessebs_core.database.base import TABLE_OPTIONS, Base, PrimaryKey
from tessebs_core.database.schema.targets import TIC, Provenance
from tessebs_core.database.types import BigWholeNumber, LongWords, Words, word_of
from tessebs_core.vocabulary import ProductState

__all__ = ["Product"]


class Product(Base):
    """One light-curve file.

    ``size`` is what MAST lists and ``held_size`` what lies in the data folder, bytes; ``path`` is relative
    to that folder; ``cadence`` is the exposure time in seconds; a file of many sectors has no ``sector``.
    """

    __tablename__ = "Product"
    __table_args__ = (Index(None, "tic_id", "provenance_id"), TABLE_OPTIONS)
    shown = ("file_name", "state")

    id: Mapped[PrimaryKey]
    tic_id: Mapped[int] = mapped_column(ForeignKey("TIC.id", ondelete="CASCADE"))
    provenance_id: Mapped[int] = mapped_column(ForeignKey("Provenance.id"), index=True)
    observation: Mapped[str] = mapped_column(Words(64))
    uri: Mapped[str] = mapped_column(Words(512), unique=True)
    file_name: Mapped[str] = mapped_column(Words(255))
    sector: Mapped[int | None]
    cadence: Mapped[float | None]
    size: Mapped[int | None] = mapped_column(BigWholeNumber)
    state: Mapped[ProductState] = mapped_column(
        word_of(ProductState), default=ProductState.WANTED, index=True
    )
    path: Mapped[str | None] = mapped_column(Words(1024))
    held_size: Mapped[int | None] = mapped_column(BigWholeNumber)
    sha256: Mapped[str | None] = mapped_column(Words(64))
    error: Mapped[str | None] = mapped_column(LongWords)

    tic: Mapped[TIC] = relationship(back_populates="products")
    provenance: Mapped[Provenance] = relationship()
