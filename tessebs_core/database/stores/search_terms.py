"""What a search compares, in the words of the tables: one row of `Compared` for each entry."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import Double

from tessebs_core.compute.sphere import box_around
from tessebs_core.database.schema import (
    EB,
    TIC,
    Compared,
    Ephemeris,
    EphemerisSource,
    Origin,
    Provenance,
    Waiting,
    eb_origins,
    tic_provenances,
    tic_sectors,
)
from tessebs_core.records.catalogue_columns import COLUMNS
from tessebs_core.records.searching import Cone, Range, Search
from tessebs_core.records.target_names import NameKind, TargetName, read_target_name
from tessebs_core.vocabulary import EphemerisStatus, InCatalogue

__all__ = ["STATUSES", "conditions_of", "in_catalogue", "joined", "order_of", "term_of"]

STATUSES = (EphemerisStatus.SETTLED, EphemerisStatus.OPEN, EphemerisStatus.CONFLICT)
"""By the number that stands for each in the term ``status``."""

_NEVER_MISSING = {"tess_id", "signal_id", "n_sectors", "in_catalog", "date_added", "status", "distance"}
_WAITING = select(Waiting.tic_id)
_CONTESTED = _WAITING.where(Waiting.contested.is_(True))
_SLACK = 1e-9  # degrees by which the box is wider than the cone: rounding must not cut its rim


class angle_between(GenericFunction[float]):  # noqa: N801 -- the name of an SQL function
    """Great-circle distance of two positions, all in degrees."""

    type = Double()
    inherit_cache = True


@compiles(angle_between, "sqlite")
def _by_our_function(element: angle_between, compiler: SQLCompiler, **options: Any) -> str:
    # Not every SQLite is built with sines: `connection` gives each connection ours.
    return f"angle_between{compiler.process(element.clause_expr, **options)}"


@compiles(angle_between, "mysql")
def _by_haversine(element: angle_between, compiler: SQLCompiler, **options: Any) -> str:
    ra, dec, other_ra, other_dec = (func.radians(each) for each in element.clauses)
    half = func.pow(func.sin((dec - other_dec) / 2.0), 2) + func.cos(dec) * func.cos(other_dec) * func.pow(
        func.sin((ra - other_ra) / 2.0), 2
    )
    return compiler.process(func.degrees(2.0 * func.asin(func.least(1.0, func.sqrt(half)))), **options)


def term_of(name: str, cone: Cone | None = None) -> ColumnElement[Any]:
    """What a column that is no list is in the tables; ``status`` is a number, see `STATUSES`."""
    if name == "ephemeris_source":
        return EphemerisSource.model.expression
    if name == "status":
        return case((Compared.tic_id.in_(_CONTESTED), 2), (Compared.tic_id.in_(_WAITING), 1), else_=0)
    if name == "distance" and cone is not None:
        return angle_between(Compared.ra, Compared.dec, cone.ra, cone.dec)
    return getattr(Compared, name).expression  # type: ignore[no-any-return]


def joined(statement: Select[*tuple[Any, ...]], names: Collection[str]) -> Select[*tuple[Any, ...]]:
    """Add the tables that these columns stand in; none can double an entry."""
    statement = statement.select_from(Compared)
    if "ephemeris_source" in names:
        statement = statement.join(EB, EB.id == Compared.eb_id)
        statement = statement.outerjoin(Ephemeris, Ephemeris.id == EB.ephemeris_id)
        statement = statement.outerjoin(EphemerisSource, EphemerisSource.id == Ephemeris.source_id)
    return statement


def order_of(search: Search) -> list[tuple[ColumnElement[Any], bool]]:
    """The keys of the order, each with whether it descends; missing values last, then TIC number, signal."""
    keys: list[tuple[ColumnElement[Any], bool]] = []
    for each in search.order:
        term = term_of(each.column, search.cone)
        if each.column not in _NEVER_MISSING and not each.descending:  # descending they are last anyway
            keys.append((term.is_(None), False))
        keys.append((term, each.descending))
    asked = {each.column for each in search.order}
    return keys + [(term_of(name), False) for name in ("tess_id", "signal_id") if name not in asked]


def conditions_of(search: Search) -> list[ColumnElement[bool]]:
    """What the entries must meet, but for being in the catalogue."""
    found = [_within(each, search.cone) for each in search.ranges]
    found += [getattr(Compared, str(flag)).is_(True) for flag in search.flags]
    found += [getattr(Compared, str(flag)).is_(False) for flag in search.flags_not]
    if search.provenances:
        named = select(Provenance.id).where(Provenance.name.in_(search.provenances))
        targets = select(tic_provenances.c.tic_id).where(tic_provenances.c.provenance_id.in_(named))
        found.append(Compared.tic_id.in_(_gathered(targets, "tic_id")))
    if search.origins:
        named = select(Origin.id).where(Origin.name.in_(search.origins))
        entries = select(eb_origins.c.eb_id).where(eb_origins.c.origin_id.in_(named))
        found.append(Compared.eb_id.in_(_gathered(entries, "eb_id")))
    if search.status is not None:
        found.append(_standing(search.status))
    if search.cone is not None:
        found += _inside(search.cone)
    if search.text.strip():
        found += _called(read_target_name(search.text))
    return found


def in_catalogue(search: Search, entries: type[EB] | type[Compared] = Compared) -> list[ColumnElement[bool]]:
    """Whether the entries must be in the catalogue, must not, or may."""
    if search.in_catalog is InCatalogue.ANY:
        return []
    return [entries.in_catalog.is_(search.in_catalog is InCatalogue.YES)]


def _within(asked: Range, cone: Cone | None) -> ColumnElement[bool]:
    column = next(each for each in COLUMNS if each.name == asked.column)
    if asked.column == "sectors":
        seen = _limits(tic_sectors.c.sector_id, asked)
        return exists().where(tic_sectors.c.tic_id == Compared.tic_id, *seen).correlate(Compared)
    term = term_of(asked.column, cone)
    limits = _limits(term, asked)
    around = column.cyclic and asked.low is not None and asked.high is not None and asked.low > asked.high  # type: ignore[operator]
    return or_(*limits) if around else and_(*limits)


def _limits(term: ColumnElement[Any], asked: Range) -> list[ColumnElement[bool]]:
    found = []
    if asked.low is not None:
        found.append(term >= (_midnight(asked.low) if isinstance(asked.low, date) else asked.low))
    if isinstance(asked.high, date):
        # A day ends before the next begins; the last of all has none.
        last = asked.high == date.max
        found.append(term <= datetime.max.replace(tzinfo=UTC) if last else term < _midnight(asked.high, 1))
    elif asked.high is not None:
        found.append(term <= asked.high)
    return found


def _midnight(day: date, later: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=later)


def _gathered(keys: Select[tuple[int]], name: str) -> Select[tuple[int]]:
    # MariaDB would look for each entry in the table of links. Grouped keys it gathers once, in memory, and
    # needs half the time; GROUP BY alone it would leave out as needless.
    return keys.suffix_with(f"GROUP BY {name} HAVING count(*) > 0", dialect="mysql")


def _standing(status: EphemerisStatus) -> ColumnElement[bool]:
    waiting, contested = Compared.tic_id.in_(_WAITING), Compared.tic_id.in_(_CONTESTED)
    if status is EphemerisStatus.SETTLED:
        return ~waiting
    return contested if status is EphemerisStatus.CONFLICT else and_(waiting, ~contested)


def _inside(cone: Cone) -> list[ColumnElement[bool]]:
    if cone.degrees >= 180.0:
        return [Compared.ra.is_not(None), Compared.dec.is_not(None)]
    box = box_around(cone.ra, cone.dec, cone.degrees + _SLACK)
    return [
        Compared.dec.between(*box.declinations),
        or_(*(Compared.ra.between(*each) for each in box.right_ascensions)),
        angle_between(Compared.ra, Compared.dec, cone.ra, cone.dec) <= cone.degrees,
    ]


def _called(name: TargetName) -> list[ColumnElement[bool]]:
    match name.kind:
        case NameKind.GAIA:
            named = or_(TIC.gaia_id == name.value, TIC.gaia_dr3_id == name.value)
        case NameKind.ASAS:
            named = TIC.asas_id.in_([str(name.value), str(name.value).removeprefix("J")])
        case _:
            named = getattr(TIC, name.kind) == name.value
    found: list[ColumnElement[bool]] = [Compared.tic_id.in_(select(TIC.id).where(named))]
    return found if name.signal is None else [*found, Compared.signal_id == name.signal]
