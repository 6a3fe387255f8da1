"""Ephemerides and sources as a notebook may give them: records, rows or dicts."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from tessebs_core import records
from tessebs_core.database import schema
from tessebs_core.errors import InputError

__all__ = ["EphemerisLike", "SourceLike", "ephemeris_from", "source_from"]

EphemerisLike = records.Ephemeris | schema.Ephemeris | Mapping[str, Any]
SourceLike = records.Source | schema.EphemerisSource | Mapping[str, Any]

Record = TypeVar("Record", records.Ephemeris, records.Source)


def ephemeris_from(given: EphemerisLike) -> records.Ephemeris:
    """Make the record of an ephemeris; ``bjd0`` (BTJD) and ``period`` (days) are needed."""
    return _record(records.Ephemeris, given, ("bjd0", "period"))


def source_from(given: SourceLike) -> records.Source:
    """Make the record of a source; ``model`` is needed."""
    return _record(records.Source, given, ("model",))


def _record(kind: type[Record], given: Any, needed: tuple[str, ...]) -> Record:
    if isinstance(given, kind):
        return given
    known = [each.name for each in fields(kind)]
    if isinstance(given, Mapping):
        values = dict(given)
    else:
        values = {name: getattr(given, name, None) for name in known}
    unknown = sorted(set(values) - set(known))
    missing = [name for name in needed if values.get(name) is None]
    if unknown or missing:
        problem = f"{unknown[0]!r} is unknown" if unknown else f"{missing[0]!r} is missing"
        raise InputError(f"{kind.__name__}: {problem}. Give {', '.join(known)}; needed: {', '.join(needed)}.")
    return kind(**{name: value for name, value in values.items() if value is not None})
