"""Provenances, origins and sources: one row for each name, whatever its capitals and blanks."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from tessebs_core.compute.legacy.columns import words
from tessebs_core.database.base import Base
from tessebs_core.database.schema import EphemerisSource, Origin, Provenance
from tessebs_core.errors import BadLegacyRow
from tessebs_core.provenances.registry import known_provenances
from tessebs_core.workflows.legacy.ledger import Ledger, table_of

__all__ = ["NAMELESS", "import_names"]

NAMELESS = "unnamed"
"""The model of a source that names none."""

Columns = dict[str, Any]
Folded = tuple[tuple[str, str], ...]


def import_names(ledger: Ledger) -> None:
    """Add provenances, origins and sources of ephemerides."""
    _import(ledger, "catalog_provenance", Provenance, _provenance)
    _import(ledger, "catalog_origin", Origin, _origin)
    _import(ledger, "catalog_ephemerissource", EphemerisSource, _source)


def _import(
    ledger: Ledger, table: str, kind: type[Base], read: Callable[[Mapping[str, Any]], Columns]
) -> None:
    ours = table_of(kind)
    names = [column for column in ours.columns if column.name != "id"]
    here: dict[Folded, tuple[int, Columns]] = {}
    for key, *said in ledger.session.execute(select(ours.columns["id"], *names)):
        stored = dict(zip([each.name for each in names], said, strict=True))
        here[_folded(stored)] = (key, stored)
    for row in ledger.fresh(table):
        try:
            columns = read(row.values)
        except BadLegacyRow as refused:
            ledger.set_aside(row, str(refused))
            continue
        key, kept = here.get(_folded(columns), (0, columns))
        if key:
            ledger.merged(row, kind, key, "a row of this name is here")
        else:
            key = ledger.writer.add(ours, **columns)
            here[_folded(columns)] = (key, columns)
            ledger.imported(row, kind, key)
        spelt = {name: row.values.get(name) for name in columns}
        if any((value or "") != (kept[name] or "") for name, value in spelt.items()):
            ledger.keep_beside(row, f"spelt otherwise than row {key} of ours", spelt)


def _folded(columns: Mapping[str, Any]) -> Folded:
    return tuple(sorted((name, (value or "").strip().casefold()) for name, value in columns.items()))


def _provenance(values: Mapping[str, Any]) -> Columns:
    name = _needed(values, "name")
    ours = {each.name.casefold(): each.name for each in known_provenances()}
    return {"name": ours.get(name.casefold(), name)}


def _origin(values: Mapping[str, Any]) -> Columns:
    return {"name": _needed(values, "name")}


def _source(values: Mapping[str, Any]) -> Columns:
    return {
        "model": words(values, "model", most=64).strip() or NAMELESS,
        "version": words(values, "version", most=64).strip() or None,
        "author": words(values, "author", most=150).strip(),
        "reference": words(values, "reference", most=255).strip() or None,
    }


def _needed(values: Mapping[str, Any], name: str) -> str:
    found = words(values, name, most=64).strip()
    if not found:
        raise BadLegacyRow(f"{name} is empty")
    return found
