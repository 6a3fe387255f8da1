"""What makes a target's place in the queue due to be looked at again: whatever is said of it.

The mark is written with the row that causes it, in one transaction, by whichever code writes that row.
"""

from sqlalchemy import Connection, event, insert, select
from sqlalchemy.orm import Mapper

from tessebs_core.database.base import Base
from tessebs_core.database.schema.ephemerides import Ephemeris
from tessebs_core.database.schema.judgements import Decision, Vote
from tessebs_core.database.schema.queue import GoldAnswer, Report, SectorCheck, Touched
from tessebs_core.database.schema.signals import EB

__all__ = ["mark_touched"]

_BY_TARGET = (Ephemeris, EB, Report)
_BY_EPHEMERIS = (Vote, Decision, GoldAnswer)


def mark_touched(connection: Connection, tic_id: int) -> None:
    """Say that a target's place in the queue must be looked at again."""
    connection.execute(insert(Touched).values(tic_id=tic_id))


def _by_target(_mapper: Mapper[Base], connection: Connection, row: Ephemeris | EB | Report) -> None:
    mark_touched(connection, row.tic_id)


def _by_ephemeris(_mapper: Mapper[Base], connection: Connection, row: Vote | Decision | GoldAnswer) -> None:
    of_target = select(Ephemeris.tic_id).where(Ephemeris.id == row.ephemeris_id)
    connection.execute(insert(Touched).from_select(["tic_id"], of_target))


def _by_entry(_mapper: Mapper[Base], connection: Connection, row: SectorCheck) -> None:
    connection.execute(insert(Touched).from_select(["tic_id"], select(EB.tic_id).where(EB.id == row.eb_id)))


for _happening in ("after_insert", "after_update", "after_delete"):
    for _target in _BY_TARGET:
        event.listen(_target, _happening, _by_target)
    for _judged in _BY_EPHEMERIS:
        event.listen(_judged, _happening, _by_ephemeris)
    event.listen(SectorCheck, _happening, _by_entry)
