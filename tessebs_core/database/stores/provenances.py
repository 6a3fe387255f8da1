"""Provenances by name."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import Provenance

__all__ = ["provenance_named", "provenances_named"]


def provenances_named(session: Session, names: Collection[str]) -> dict[str, Provenance]:
    """Rows by name, in one query; those that are new are added."""
    wanted = set(names)
    found = {row.name: row for row in session.scalars(select(Provenance).where(Provenance.name.in_(wanted)))}
    for name in sorted(wanted - found.keys()):
        found[name] = Provenance(name=name)
        session.add(found[name])
    session.flush()
    return found


def provenance_named(session: Session, name: str) -> Provenance:
    """The row of one name, added if it is new."""
    return provenances_named(session, [name])[name]
