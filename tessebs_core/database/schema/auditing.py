"""What writes the audit trail: a row's change and its trace are in one transaction, whoever makes them.

Ordinary work leaves a trace where it overwrites or deletes what people curate (`CURATED`), and where it
enters a signal or a person. Rows that it adds elsewhere say themselves when and by whom they came.
Administration leaves one of everything.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Table, event, insert, inspect, select
from sqlalchemy.orm import Mapper, Session, object_session

from tessebs_core.database.base import Base
from tessebs_core.database.schema.audits import Audit
from tessebs_core.database.types import utc_now
from tessebs_core.identity import acting_user
from tessebs_core.vocabulary import AuditAction

__all__ = [
    "CURATED",
    "SECRET_TABLES",
    "Occasion",
    "act_as",
    "administer",
    "encoded",
    "is_secret",
    "key_of",
    "trace",
]

CURATED = frozenset(
    {"TIC", "EB", "User", "Ephemeris", "EphemerisSource", "Comment", "Origin", "Provenance", "GoldAnswer"}
)
"""Tables whose rows leave a trace when they are overwritten or deleted, by whatever code."""

ENTERED = frozenset({"EB", "User"})
"""Those that leave one when they are added, too."""

SECRET_TABLES = frozenset({"Credential"})
"""Tables that hold secrets alone: they leave no trace, and no screen and no export shows them."""

_OCCASION = "audit occasion"
_SECRET = re.compile(r"password|secret|token|credential", re.IGNORECASE)
_KEPT_SECRET = "(not kept)"


@dataclass
class Occasion:
    """Who acts in a session and why; ``everything`` leaves a trace of every table."""

    username: str
    reason: str = ""
    request_id: str | None = None
    everything: bool = False
    step: int = 0


def act_as(session: Session, username: str) -> None:
    """Say who acts in a session, for the traces that it leaves; administration stays what it is."""
    occasion = session.info.get(_OCCASION)
    if occasion is None or not occasion.everything:
        session.info[_OCCASION] = Occasion(username)


def administer(session: Session, username: str, *, reason: str, request_id: str | None) -> None:
    """Let everything that this session writes leave a trace, with the reason and the id of the request."""
    session.info[_OCCASION] = Occasion(username, reason, request_id, everything=True)


def is_secret(column: str) -> bool:
    """Whether a column's name says that its values are nobody's to read."""
    return _SECRET.search(column) is not None


def encoded(value: Any) -> Any:
    """A column's value as JSON knows it; numbers stay exact, NaN is NULL as in its column."""
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, frozenset | set):
        return sorted(str(each) for each in value)
    return value


def key_of(table: Table, values: Mapping[str, Any]) -> str:
    """The key of a row as one text: ``12``, or ``12/5`` where two columns make it."""
    return "/".join(str(values[column.name]) for column in table.primary_key)


def trace(
    session: Session,
    connection: Connection,
    table: Table,
    action: AuditAction,
    *,
    key: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add one row to the audit trail."""
    occasion = _occasion(session)
    connection.execute(
        insert(Audit).values(
            at=utc_now(), username=occasion.username, action=action, row_table=table.name, row_key=key,
            before=_kept(before), after=_kept(after), reason=occasion.reason,
            request_id=occasion.request_id, step=occasion.step,
        )
    )  # fmt: skip
    occasion.step += 1


def _occasion(session: Session) -> Occasion:
    if _OCCASION not in session.info:
        session.info[_OCCASION] = Occasion(acting_user())
    occasion: Occasion = session.info[_OCCASION]
    return occasion


def _kept(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if values is None:
        return None
    return {name: _KEPT_SECRET if is_secret(name) else encoded(value) for name, value in values.items()}


def _is_traced(session: Session | None, table: Table, always: frozenset[str]) -> bool:
    if session is None or table.name == Audit.__tablename__ or table.name in SECRET_TABLES:
        return False
    if table.name in always:
        return True
    occasion = session.info.get(_OCCASION)
    return occasion is not None and occasion.everything


def _table(mapper: Mapper[Base]) -> Table:
    return Base.metadata.tables[mapper.class_.__tablename__]


def _loaded(mapper: Mapper[Base], row: Base) -> dict[str, Any]:
    held = inspect(row).dict
    return {each.columns[0].name: held.get(each.key) for each in mapper.column_attrs}


def _stored(connection: Connection, mapper: Mapper[Base], row: Base) -> dict[str, Any]:
    table = _table(mapper)
    identity = inspect(row).identity or ()
    where = [column == value for column, value in zip(table.primary_key, identity, strict=True)]
    found = connection.execute(select(table).where(*where)).mappings().one_or_none()
    return {} if found is None else dict(found)


@event.listens_for(Base, "after_insert", propagate=True)
def _created(mapper: Mapper[Base], connection: Connection, row: Base) -> None:
    session, table = object_session(row), _table(mapper)
    if session is not None and _is_traced(session, table, ENTERED):
        values = _loaded(mapper, row)
        trace(session, connection, table, AuditAction.CREATE, key=key_of(table, values), after=values)


@event.listens_for(Base, "before_update", propagate=True)
def _edited(mapper: Mapper[Base], connection: Connection, row: Base) -> None:
    session, table = object_session(row), _table(mapper)
    if session is None or not _is_traced(session, table, CURATED):
        return
    names = {each.key: each.columns[0].name for each in mapper.column_attrs}
    state = inspect(row)
    changed = [key for key in names if state.attrs[key].history.added]
    if not changed:
        return
    stored = _stored(connection, mapper, row)  # what was overwritten unread is known to the database alone
    before = {names[key]: stored.get(names[key]) for key in changed}
    after = {names[key]: state.dict[key] for key in changed}
    differing = [name for name in before if encoded(before[name]) != encoded(after[name])]
    if differing:
        trace(
            session, connection, table, AuditAction.EDIT, key=key_of(table, stored),
            before={name: before[name] for name in differing},
            after={name: after[name] for name in differing},
        )  # fmt: skip


@event.listens_for(Base, "before_delete", propagate=True)
def _deleted(mapper: Mapper[Base], connection: Connection, row: Base) -> None:
    session, table = object_session(row), _table(mapper)
    if session is None or not _is_traced(session, table, CURATED):
        return
    stored = _stored(connection, mapper, row)
    if stored:
        trace(session, connection, table, AuditAction.DELETE, key=key_of(table, stored), before=stored)
