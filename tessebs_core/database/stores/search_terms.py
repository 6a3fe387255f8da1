"""What a search compares, in the words of the tables."""

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

_OF_TARGET = {"ra", "dec", "Tmag", "glat", "glon", "pmra", "pmdec", "teff", "logg", "abun", "tess_id",
              "n_sectors", "gaia_id", "gaia_dr3_id", "kepler_id", "asas_id"}  # fmt: skip
_OF_EPHEMERIS = {"bjd0", "bjd0_uncert", "period", "period_uncert"}
_NEVER_MISSING = {"tess_id", "signal_id", "n_sectors", "in_catalog", "date_added", "status", "distance"}
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
    if name in _OF_TARGET:
        return getattr(TIC, name).expression  # type: ignore[no-any-return]
    if name in _OF_EPHEMERIS:
        return getattr(Ephemeris, name).expression  # type: ignore[no-any-return]
    if name == "ephemeris_source":
        return EphemerisSource.model.expression
    if name == "status":
        said = select(func.max(case((Waiting.contested, 2), else_=1))).where(Waiting.tic_id == EB.tic_id)
        return func.coalesce(said.correlate(EB).scalar_subquery(), 0)
    if name == "distance" and cone is not None:
        return angle_between(TIC.ra, TIC.dec, cone.ra, cone.dec)
    return getattr(EB, name).expression  # type: ignore[no-any-return]


def joined(statement: Select[*tuple[Any, ...]], names: Collection[str]) -> Select[*tuple[Any, ...]]:
    """Add the tables that these columns stand in; none can double an entry."""
    statement = statement.select_from(EB).join(TIC, TIC.id == EB.tic_id)
    if _OF_EPHEMERIS & set(names) or "ephemeris_source" in names:
        statement = statement.outerjoin(Ephemeris, Ephemeris.id == EB.ephemeris_id)
    if "ephemeris_source" in names:
        statement = statement.outerjoin(EphemerisSource, EphemerisSource.id == Ephemeris.source_id)
    return statement


def order_of(search: Search) -> list[tuple[ColumnElement[Any], bool]]:
    """The keys of the order, each with whether it descends; missing values last, then TIC number, signal."""
    keys: list[tuple[ColumnElement[Any], bool]] = []
    for each in search.order:
        term = term_of(each.column, search.cone)
        if each.column not in _NEVER_MISSING:
            keys.append((term.is_(None), False))
        keys.append((term, each.descending))
    asked = {each.column for each in search.order}
    return keys + [(term_of(name), False) for name in ("tess_id", "signal_id") if name not in asked]


def conditions_of(search: Search) -> list[ColumnElement[bool]]:
    """What the entries must meet, but for being in the catalogue."""
    found = [_within(each, search.cone) for each in search.ranges]
    found += [getattr(EB, str(flag)).is_(True) for flag in search.flags]
    found += [getattr(EB, str(flag)).is_(False) for flag in search.flags_not]
    if search.provenances:
        named = select(Provenance.id).where(Provenance.name.in_(search.provenances))
        of_target = tic_provenances.c.tic_id == EB.tic_id, tic_provenances.c.provenance_id.in_(named)
        found.append(exists().where(*of_target).correlate(EB))
    if search.origins:
        named = select(Origin.id).where(Origin.name.in_(search.origins))
        of_entry = eb_origins.c.eb_id == EB.id, eb_origins.c.origin_id.in_(named)
        found.append(exists().where(*of_entry).correlate(EB))
    if search.status is not None:
        found.append(_standing(search.status))
    if search.cone is not None:
        found += _inside(search.cone)
    if search.text.strip():
        found += _called(read_target_name(search.text))
    return found


def in_catalogue(search: Search) -> list[ColumnElement[bool]]:
    """Whether the entries must be in the catalogue, must not, or may."""
    if search.in_catalog is InCatalogue.ANY:
        return []
    return [EB.in_catalog.is_(search.in_catalog is InCatalogue.YES)]


def _within(asked: Range, cone: Cone | None) -> ColumnElement[bool]:
    column = next(each for each in COLUMNS if each.name == asked.column)
    if asked.column == "sectors":
        seen = _limits(tic_sectors.c.sector_id, asked)
        return exists().where(tic_sectors.c.tic_id == EB.tic_id, *seen).correlate(EB)
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


def _standing(status: EphemerisStatus) -> ColumnElement[bool]:
    waiting = exists().where(Waiting.tic_id == EB.tic_id).correlate(EB)
    contested = exists().where(Waiting.tic_id == EB.tic_id, Waiting.contested.is_(True)).correlate(EB)
    if status is EphemerisStatus.SETTLED:
        return ~waiting
    return contested if status is EphemerisStatus.CONFLICT else and_(waiting, ~contested)


def _inside(cone: Cone) -> list[ColumnElement[bool]]:
    if cone.degrees >= 180.0:
        return [TIC.ra.is_not(None), TIC.dec.is_not(None)]
    box = box_around(cone.ra, cone.dec, cone.degrees + _SLACK)
    return [
        TIC.dec.between(*box.declinations),
        or_(*(TIC.ra.between(*each) for each in box.right_ascensions)),
        angle_between(TIC.ra, TIC.dec, cone.ra, cone.dec) <= cone.degrees,
    ]


def _called(name: TargetName) -> list[ColumnElement[bool]]:
    if name.kind is NameKind.GAIA:
        return [or_(TIC.gaia_id == name.value, TIC.gaia_dr3_id == name.value)]
    if name.kind is NameKind.ASAS:
        return [TIC.asas_id.in_([str(name.value), str(name.value).removeprefix("J")])]
    found: list[ColumnElement[bool]] = [getattr(TIC, name.kind) == name.value]
    return found if name.signal is None else [*found, EB.signal_id == name.signal]
