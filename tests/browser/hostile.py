"""Rows whose every text is markup, found from the tables themselves so that a new column is not forgotten."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Enum, TypeDecorator, select
from sqlalchemy.orm import Mapper, Session

from tessebs_core.database.base import Base
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB, TIC, Comment, Ephemeris, ReleasePart, Task, User, Vote
from tessebs_core.database.schema.auditing import administer
from tessebs_core.database.stores.catalogue_lines import catalogue_lines
from tessebs_core.database.stores.releases import packed
from tessebs_core.database.types import Flags, JsonText, UtcTimestamp, utc_now
from tessebs_core.export.frozen import LINES
from tessebs_core.vocabulary import PeriodMultiple, ProductState, Role, TaskState, Verdict, WorkKind
from tests.browser.catalogue import FIRST, PERIOD, add

PAYLOADS = (
    '<img src=x onerror="window.__hostile=1"><script>window.__hostile=1</script>"\'&',
    '<img src=x onerror="window.__hostile=1">',
    "<img src=x onerror=__hostile=1>",
)
"""The longest that a column holds is written into it; no column is shorter than the last of them."""

ODD = {
    "64 KiB": "\u05e9\u05dc\u05d5\u05dd \u202eright to left\u202c " + "word " * 13_100,
    "one word": "W" * 3000 + "\U0001f469\u200d\U0001f680",
    "blank": "",
    "rows": "one\r\ntwo\n\tthree\x0b",
}
"""Comments that break layouts."""

NOT_MADE = {"Compared", "Report", "Touched", "Waiting"}
"""What the screens compute by themselves; their only text is a report's, whose form is fixed."""

CHOSEN: dict[tuple[str, str], Any] = {
    ("Decision", "duplicate_of_id"): None,
    ("EB", "in_catalog"): True,
    ("Ephemeris", "bjd0"): 1326.1,
    ("Ephemeris", "period"): PERIOD,
    ("Product", "state"): ProductState.FAILED,
    ("Task", "state"): TaskState.FAILED,
    ("Task", "tess_id"): FIRST,
    ("Vote", "duplicate_of_id"): None,
    ("Vote", "verdict"): Verdict.EB,
}
"""Without these the screens would not come to the text that stands beside."""


def payload(length: int | None) -> str:
    """The longest payload that fits."""
    return next(each for each in PAYLOADS if length is None or len(each) <= length)


def is_text(column: Column[Any]) -> bool:
    """Whether people or archives fill a column with words."""
    coded = isinstance(column.type, Enum | Flags | JsonText | UtcTimestamp)
    return not coded and _python_type(column) is str


def _python_type(column: Column[Any]) -> type[Any]:
    kind = column.type
    return (kind.impl_instance if isinstance(kind, TypeDecorator) else kind).python_type


def value_of(column: Column[Any]) -> Any:
    """What a column holds at its worst; what need not be there is not."""
    kind = column.type
    if is_text(column):
        return payload(getattr(kind, "length", None))
    if isinstance(kind, JsonText):
        return {PAYLOADS[0]: [PAYLOADS[0], {"eb": PAYLOADS[0]}]}
    if column.nullable or column.default is not None:
        return None
    if isinstance(kind, Enum):
        return kind.enum_class(kind.enums[0])
    if isinstance(kind, UtcTimestamp):
        return utc_now() + timedelta(days=1)
    return _python_type(column)(1)


def fill_hostile(database: Database, folder: Path, runner: str) -> None:
    """Two targets; on the first hangs a row of every table, all of whose texts are markup.

    "ada" is an admin, disagrees with the person whose name is markup, and has a draft and a search kept.
    The second has the hostile proposals alone. ``runner`` is what the runner of this data folder is called.
    """
    for tess_id in (FIRST, FIRST + 1):
        add(database, folder, tess_id)
    database.write(lambda session: _fill(session, runner))


def _fill(session: Session, runner: str) -> None:
    administer(session, PAYLOADS[0], reason=PAYLOADS[0], request_id=None)
    first, second = session.scalars(select(TIC).order_by(TIC.tess_id))
    ada = User(username="ada", role=Role.ADMIN)
    session.add(ada)
    made: dict[str, Any] = {"TIC": first}
    mappers = {each.local_table.name: each for each in Base.registry.mappers}
    for table in Base.metadata.sorted_tables:
        if table.name in mappers and table.name not in NOT_MADE:
            made[table.name] = _hostile_row(session, mappers[table.name], made)
    made["Runner"].name = runner
    _tie(session, made, ada, second)


def _hostile_row(session: Session, mapper: Mapper[Any], made: dict[str, Any]) -> Base:
    """A row of this table that hangs on those made before; a row that is there is made hostile."""
    name = mapper.local_table.name
    values = {}
    for column in mapper.local_table.columns:
        if name in made and not is_text(column):
            continue
        value = CHOSEN.get((name, column.name), value_of(column))
        if column.foreign_keys and (name, column.name) not in CHOSEN:
            parent = next(iter(column.foreign_keys)).column
            value = getattr(made[parent.table.name], parent.name) if parent.table.name in made else None
        elif column.primary_key and column.autoincrement is not False and column.name == "id":
            continue
        if value is not None:
            values[mapper.get_property_by_column(column).key] = value
    row = made.get(name) or mapper.class_()
    for key, value in values.items():
        setattr(row, key, value)
    session.add(row)
    session.flush()
    return row


def _tie(session: Session, made: dict[str, Any], ada: User, second: TIC) -> None:
    """What many-to-many tables tie, what is ada's, and the odd comments."""
    first, entry, sector, provenance = (made[each] for each in ("TIC", "EB", "Sector", "Provenance"))
    for row in (first, second):
        row.sectors.append(sector)
        row.provenances.append(provenance)
    made["Ephemeris"].sectors.append(sector)
    entry.origins.append(made["Origin"])
    made["Draft"].user = made["Setting"].user = ada
    made["Setting"].name = "search:" + payload(57)
    made["Setting"].value = PAYLOADS[0]
    session.add(
        Task(
            batch=made["Batch"], kind=WorkKind.INGEST, tess_id=second.tess_id, position=2,
            state=TaskState.RUNNING, lease_owner=PAYLOADS[1], lease_until=utc_now() + timedelta(days=1),
            step=PAYLOADS[0],
        )
    )  # fmt: skip
    source = made["EphemerisSource"]
    for row in session.scalars(select(Ephemeris).where(Ephemeris.tic_id == second.id)):
        row.source = source
    key = made["Ephemeris"].id
    votes = [(key, Verdict.NOT_EB), *((each, Verdict.EB) for each in _others(session, first, key))]
    for number, (ephemeris, verdict) in enumerate(votes):
        session.add(_vote(ada, ephemeris, verdict, f"ada-{number}"))
    for author, text in ODD.items():
        session.add(Comment(tic=first, author=author, text=text))
    session.flush()
    lines = [LINES.freeze(each) for each in catalogue_lines(session, EB.in_catalog)]
    session.add(
        ReleasePart(
            release_id=made["Release"].id, part=LINES.name, number=0, line_count=len(lines),
            content=packed(lines),
        )
    )  # fmt: skip


def _others(session: Session, target: TIC, key: int) -> list[int]:
    """The proposals of a target beside this one."""
    return list(
        session.scalars(select(Ephemeris.id).where(Ephemeris.tic_id == target.id, Ephemeris.id != key))
    )


def _vote(person: User, ephemeris_id: int, verdict: Verdict, request_id: str) -> Vote:
    return Vote(
        ephemeris_id=ephemeris_id, user=person, verdict=verdict, period_multiple=PeriodMultiple.PERIOD,
        request_id=request_id, rule_version=PAYLOADS[1],
    )  # fmt: skip
