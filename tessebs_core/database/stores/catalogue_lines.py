"""The catalogue line by line, in one query and without holding it all."""

import json
from collections.abc import Collection, Iterator, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, ColumnExpressionArgument, Select, Text, func, select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import (
    EB,
    TIC,
    Compared,
    Ephemeris,
    EphemerisSource,
    Origin,
    Provenance,
    eb_origins,
    tic_provenances,
    tic_sectors,
)
from tessebs_core.database.types import RealNumber
from tessebs_core.records.catalogue_lines import CatalogueLine

__all__ = ["catalogue_lines", "sorted_names", "sorted_sectors"]

_AT_ONCE = 1000
_BETWEEN = "\x1f"  # the unit separator, which no name holds
_OF_TARGET = {"tess_id", "ra", "dec", "glon", "glat", "pmra", "pmdec", "Tmag", "teff", "logg", "abun",
              "gaia_id", "gaia_dr3_id", "kepler_id", "asas_id"}  # fmt: skip
_OF_EPHEMERIS = {"bjd0", "bjd0_uncert", "period", "period_uncert"}
_OF_SOURCE = {"model", "version", "author", "reference"}


def catalogue_lines(
    session: Session,
    *conditions: ColumnExpressionArgument[bool],
    order: Sequence[ColumnElement[Any]] = (),
    only: Collection[str] = CatalogueLine._fields,
    searched: bool = False,
) -> Iterator[CatalogueLine]:
    """Give the entries that meet all ``conditions``.

    Parameters
    ----------
    *conditions
        On columns of `EB`, `TIC`, `Ephemeris` and `EphemerisSource`, which are joined; an entry without
        ephemeris has NULL in those of the last two.
    order : sequence of columns
        Keys to order by; TIC and signal number by default.
    only : collection of str
        Fields to read; the others are None, or empty lists, in every line.
    searched : bool
        Whether conditions and keys are those of a search, which compares columns of `Compared`.

    Yields
    ------
    CatalogueLine
        While the rows arrive: use it up before the session does anything else.
    """
    keys = order or (TIC.tess_id.expression, EB.signal_id.expression)
    names = [each for each in CatalogueLine._fields if each in only]
    packed = _numbers(names) if session.get_bind().dialect.name == "mysql" else []
    apart = [each for each in names if each not in packed]
    statement = _lines([*map(_column, apart), *_packed(packed)])
    if searched:
        statement = statement.join(Compared, Compared.eb_id == EB.id)
    statement = statement.where(*conditions).order_by(*keys).execution_options(yield_per=_AT_ONCE)
    place = {name: number for number, name in enumerate([*apart, *packed])}
    complete = itemgetter(*(place.get(each, len(names)) for each in CatalogueLine._fields))
    # The connection gives plain rows; the session would pass each through the ORM once more.
    for batch in session.connection().execute(statement).partitions():
        for row in _unpacked(batch) if packed else batch:
            *plain, sectors, provenances, origins = complete((*row, None))
            lists = sorted_sectors(sectors), sorted_names(provenances), sorted_names(origins)
            yield CatalogueLine._make((*plain, *lists))


def sorted_sectors(joined: str | None) -> str:
    """Numbers with commas between them, ascending."""
    if not joined or "," not in joined:
        return joined or ""
    return ",".join(sorted(joined.split(","), key=int))


def sorted_names(joined: str | None) -> str:
    """Names with semicolons between them, sorted by code points as on both engines."""
    return "; ".join(sorted(joined.split(_BETWEEN))) if joined else ""


def _numbers(names: Sequence[str]) -> list[str]:
    return [each for each in names if isinstance(getattr(_column(each), "type", None), RealNumber)]


def _packed(names: Sequence[str]) -> list[ColumnElement[Any]]:
    # PyMySQL takes a microsecond for each value of a row: one text with all numbers is read in a third of
    # the time. The server writes as many digits as it writes elsewhere, those that give the same double.
    return [func.json_array(*map(_column, names), type_=Text())] if names else []


def _unpacked(batch: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Rows whose last value is a text with the numbers, as rows with the numbers."""
    numbers = json.loads(f"[{','.join(row[-1] for row in batch)}]", parse_int=float)  # 5.0 is written as 5
    return ((*row[:-1], *some) for row, some in zip(batch, numbers, strict=True))


def _lines(columns: Sequence[Any]) -> Select[Any]:
    return (
        select(*columns)
        .select_from(EB)
        .join(TIC, EB.tic_id == TIC.id)
        .outerjoin(Ephemeris, EB.ephemeris_id == Ephemeris.id)
        .outerjoin(EphemerisSource, Ephemeris.source_id == EphemerisSource.id)
    )


def _column(name: str) -> Any:
    if name == "entry_id":
        return EB.id
    if name in {"sectors", "provenances", "origins"}:
        return _list(name).correlate(EB).scalar_subquery()
    for row, names in ((TIC, _OF_TARGET), (Ephemeris, _OF_EPHEMERIS), (EphemerisSource, _OF_SOURCE)):
        if name in names:
            return getattr(row, name)
    return getattr(EB, name)


def _list(name: str) -> Select[Any]:
    if name == "sectors":
        return select(func.group_concat(tic_sectors.c.sector_id)).where(tic_sectors.c.tic_id == EB.tic_id)
    if name == "provenances":
        of_target = select(func.aggregate_strings(Provenance.name, _BETWEEN)).join(
            tic_provenances, tic_provenances.c.provenance_id == Provenance.id
        )
        return of_target.where(tic_provenances.c.tic_id == EB.tic_id)
    of_entry = select(func.aggregate_strings(Origin.name, _BETWEEN)).join(
        eb_origins, eb_origins.c.origin_id == Origin.id
    )
    return of_entry.where(eb_origins.c.eb_id == EB.id)
