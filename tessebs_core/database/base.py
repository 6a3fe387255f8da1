"""What all tables share: names of constraints, types by annotation, MariaDB's table options."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import Column, Date, ForeignKey, MetaData, Table, inspect
from sqlalchemy.orm import DeclarativeBase, mapped_column

from tessebs_core.database.types import RealNumber, UtcTimestamp, WholeNumber, Words

__all__ = ["TABLE_OPTIONS", "Base", "Name", "Person", "PrimaryKey", "link_table"]

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

TABLE_OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    # Compares code points and counts trailing spaces, as SQLite does: 'QLP', 'qlp', 'QLP ' are three names.
    "mysql_collate": "utf8mb4_nopad_bin",
}
"""What every table, also an association table, is given on MariaDB."""

PrimaryKey = Annotated[int, mapped_column(WholeNumber(), primary_key=True)]
Name = Annotated[str, mapped_column(Words(64))]
Person = Annotated[str, mapped_column(Words(150))]


class Base(DeclarativeBase):
    """Root of all rows."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: WholeNumber(),
        float: RealNumber(),
        datetime: UtcTimestamp(),
        date: Date(),
    }
    __table_args__: Any = TABLE_OPTIONS
    shown: ClassVar[tuple[str, ...]] = ()
    """Attributes that ``repr`` shows after the key."""

    def __repr__(self) -> str:
        """Show only what is loaded: a repr must never send a query."""
        state = inspect(self)
        loaded = {key: state.dict[key] for key in ("id", *self.shown) if key in state.dict}
        return f"{type(self).__name__}({', '.join(f'{key}={value!r}' for key, value in loaded.items())})"


def link_table(name: str, **references: str) -> Table:
    """Make a many-to-many table: the rows go with their first parent, and keep the second from being deleted.

    Parameters
    ----------
    name : str
        Of the table.
    **references : str
        Two columns, each with the ``Table.column`` that it points at; the owner first.
    """
    (owner, owner_key), (other, other_key) = references.items()
    return Table(
        name,
        Base.metadata,
        Column(owner, WholeNumber, ForeignKey(owner_key, ondelete="CASCADE"), primary_key=True),
        Column(other, WholeNumber, ForeignKey(other_key), primary_key=True, index=True),
        **TABLE_OPTIONS,
    )
