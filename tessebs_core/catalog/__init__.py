"""The face of the catalogue in a notebook: rows that can be asked, and verbs on them.

Rows are SQLAlchemy's. They are read through one session that holds no transaction open, so
relationships load when they are touched and nobody is kept waiting; everything is written by the
workflows, in transactions of their own::

    from tessebs_core.catalog import EB, TIC

    tic = TIC.from_mast(tess_id=126602778, syndicate_data=True, attach_spd_data=True)
    tic.run_bls(provenance="SPOC").period
    EB.where(EB.in_catalog)
    catalog.search(period=(1, 2), flags="heartbeat", cone=("05 35 17 -05 23", "5 deg"))

The classes of the schema know columns and relationships only; the verbs are given to them when this
package is imported (docs/decisions/0002-verbs-on-rows.md).
"""

from typing import TYPE_CHECKING

from sqlalchemy import select

from tessebs_core.catalog.connection import close, connect, query, workspace
from tessebs_core.catalog.entry_verbs import EBVerbs
from tessebs_core.catalog.row_verbs import RowVerbs
from tessebs_core.catalog.searches import search
from tessebs_core.catalog.signal_verbs import SignalVerbs
from tessebs_core.catalog.target_verbs import TICVerbs
from tessebs_core.database import schema
from tessebs_core.database.base import Base
from tessebs_core.database.schema import (
    BLSRun,
    Comment,
    Decision,
    EphemerisSource,
    Origin,
    Product,
    Provenance,
    Release,
    Run,
    Sector,
    User,
    Vote,
)

__all__ = [
    "EB",
    "TIC",
    "BLSRun",
    "Comment",
    "Decision",
    "Ephemeris",
    "EphemerisSource",
    "Origin",
    "Product",
    "Provenance",
    "Release",
    "Run",
    "Sector",
    "User",
    "Vote",
    "close",
    "connect",
    "query",
    "search",
    "select",
    "workspace",
]


def _give(verbs: type, rows: type[Base]) -> None:
    """Let the rows answer to the verbs, as if they had been written in their class."""
    for name, verb in vars(verbs).items():
        if not name.startswith("__") and (callable(verb) or isinstance(verb, classmethod)):
            setattr(rows, name, verb)


_give(RowVerbs, Base)
_give(TICVerbs, schema.TIC)
_give(SignalVerbs, schema.TIC)
_give(EBVerbs, schema.EB)

if TYPE_CHECKING:

    class TIC(TICVerbs, SignalVerbs, schema.TIC):
        """A target, with its verbs."""

    class EB(EBVerbs, schema.EB):
        """A catalogue entry, with its verbs."""

    class Ephemeris(RowVerbs, schema.Ephemeris):
        """A proposed ephemeris, with its verbs."""

else:
    EB, TIC, Ephemeris = schema.EB, schema.TIC, schema.Ephemeris
