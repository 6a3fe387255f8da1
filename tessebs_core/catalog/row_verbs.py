"""What every row of the catalogue can do in a notebook."""

from collections.abc import Sequence
from typing import Any, Self

from sqlalchemy import ColumnElement, select

from tessebs_core.catalog import connection

__all__ = ["RowVerbs"]


class RowVerbs:
    """Finding and saving."""

    @classmethod
    def where(cls, *conditions: ColumnElement[bool], **equal: Any) -> Sequence[Self]:
        """Find rows that meet all conditions.

        Parameters
        ----------
        conditions : SQLAlchemy expressions
            For example ``EB.where(EB.in_catalog)`` or ``TIC.where(TIC.Tmag < 10, TIC.teff > 9000)``.
        equal : values by column name
            For example ``Sector.where(sector_id=1)``.
        """
        return connection.query(select(cls).where(*conditions).filter_by(**equal))  # type: ignore[type-var]

    def save(self) -> Self:
        """Store a row made by hand, or the changes made to one, in a transaction of its own.

        Raises
        ------
        InputError, DatabaseError
            The database refuses the values; nothing was stored.
        """
        return connection.save(self)  # type: ignore[type-var]
