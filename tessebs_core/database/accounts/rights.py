"""Which role writes which table: the least that the workflows of each need; all read all but secrets.

A table that is not named here has no grants, and `grants_of` fails: a new table cannot be forgotten.
"""

from dataclasses import dataclass
from typing import Final

from tessebs_core.database.base import Base
from tessebs_core.vocabulary import Role

__all__ = ["RIGHTS", "Rights", "grants_of", "privileges"]

VIEWER, MEMBER, LEAD, ADMIN = Role
_ORDER: Final = tuple(Role)


@dataclass(frozen=True)
class Rights:
    """The lowest role that may insert, update and delete rows of a table; None for nobody at all.

    ``columns`` are those that may be updated below an admin; all, if none is named. A ``secret`` table is
    read by no role, only by the service that lets people in.
    """

    insert: Role | None = None
    update: Role | None = None
    delete: Role | None = None
    columns: tuple[str, ...] = ()
    secret: bool = False


_KEPT = Rights(MEMBER)  # rows are only added
_KEPT_BY_LEADS = Rights(LEAD)
_KEPT_BY_ADMINS = Rights(ADMIN)
_ADDED = Rights(MEMBER, ADMIN, ADMIN)  # what ordinary work adds, and admins correct
_KEPT_UP = Rights(MEMBER, MEMBER, ADMIN)
_LINKED = Rights(MEMBER, ADMIN, MEMBER)
_WORKED_OFF = Rights(MEMBER, MEMBER, MEMBER)

RIGHTS: Final[dict[str, Rights]] = {
    "Vote": _KEPT,
    "Decision": _KEPT_BY_LEADS,
    "Audit": _KEPT,
    "Release": _KEPT_BY_LEADS,
    "ReleasePart": _KEPT_BY_LEADS,
    "LegacyRow": _KEPT_BY_ADMINS,
    "LegacySetAside": _KEPT_BY_ADMINS,
    "Credential": Rights(secret=True),
    "User": Rights(ADMIN, ADMIN, ADMIN),  # a role is given with its account, never taken
    "Setting": Rights(VIEWER, VIEWER, VIEWER),
    "Draft": _KEPT_UP,
    "Comment": _ADDED,
    "Ephemeris": _ADDED,
    "EphemerisSource": _ADDED,
    "Ephemeris_sectors": _ADDED,
    "Run": Rights(MEMBER, MEMBER, ADMIN, columns=("parameters",)),
    "Run_sectors": _ADDED,
    "BLS_run": _ADDED,
    "Report": _KEPT_UP,
    "SectorCheck": _ADDED,
    "Claim": _WORKED_OFF,
    "Snooze": _KEPT_UP,
    "Assignment": Rights(LEAD, ADMIN, LEAD),
    "GoldAnswer": Rights(LEAD, LEAD, LEAD),
    "Touched": _LINKED,
    "Waiting": _LINKED,
    "Batch": _KEPT_UP,
    "Task": _KEPT_UP,
    "Runner": _WORKED_OFF,
    "TIC": _KEPT_UP,
    "TIC_sectors": _LINKED,
    "TIC_provenances": _LINKED,
    "Sector": _KEPT_UP,
    "Provenance": _ADDED,
    "Product": _KEPT_UP,
    "Origin": _ADDED,
    "EB": Rights(MEMBER, MEMBER, LEAD),
    "EB_origins": _LINKED,
    "Compared": Rights(),  # triggers write it
}


def privileges(table: str, role: Role) -> tuple[str, ...]:
    """What a role is granted on a table, in MariaDB's words and order; nothing on secrets.

    Raises
    ------
    KeyError
        Nobody has said yet who writes this table.
    """
    rights = RIGHTS[table]
    if rights.secret:
        return ()

    def may(lowest: Role | None) -> bool:
        return lowest is not None and _ORDER.index(role) >= _ORDER.index(lowest)

    granted = ["SELECT"]
    if may(rights.insert):
        granted.append("INSERT")
    if may(rights.update):
        named = "" if role is ADMIN else ", ".join(f"`{each}`" for each in rights.columns)
        granted.append(f"UPDATE ({named})" if named else "UPDATE")
    if may(rights.delete):
        granted.append("DELETE")
    return tuple(granted)


def grants_of(role: Role) -> dict[str, tuple[str, ...]]:
    """What a role is granted, by table, for every table of the schema and Alembic's own."""
    found = {name: privileges(name, role) for name in sorted(Base.metadata.tables)}
    return {name: each for name, each in found.items() if each} | {"alembic_version": ("SELECT",)}
