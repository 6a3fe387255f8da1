"""Legacy sectors and targets, several rows of one made one, and which belong together."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import select, update

from tessebs_core.compute.legacy.targets import Conversion, merge, read_sector, read_target
from tessebs_core.database.base import Base
from tessebs_core.database.schema import TIC, Provenance, Sector, tic_provenances, tic_sectors
from tessebs_core.database.stores.upserts import batches
from tessebs_core.errors import BadLegacyRow
from tessebs_core.records.legacy import LegacyRow
from tessebs_core.workflows.legacy.ledger import Ledger, table_of

__all__ = ["import_sectors", "import_target_links", "import_targets"]

Member = tuple[LegacyRow, Conversion]


def import_sectors(ledger: Ledger) -> None:
    """Add sectors."""
    _import(ledger, "catalog_sector", Sector, "sector_id", read_sector)


def import_targets(ledger: Ledger) -> None:
    """Add targets; rows of one ``tess_id`` become one, and contradictions are told."""
    _import(ledger, "catalog_tic", TIC, "tess_id", read_target)


def import_target_links(ledger: Ledger) -> None:
    """Say which sectors saw a target and which products it has."""
    for legacy, table, parent, parent_table, kind, ours in (
        ("catalog_tic_sectors", tic_sectors, "sector_id", "catalog_sector", Sector, "sector_id"),
        (
            "catalog_tic_provenances", tic_provenances, "provenance_id", "catalog_provenance", Provenance,
            "provenance_id",
        ),
    ):  # fmt: skip
        before: set[tuple[int, int]] = set()
        if any(ledger.stage.columns(legacy)):
            columns = select(table.columns["tic_id"], table.columns[ours])
            before = {(left, right) for left, right in ledger.session.execute(columns)}
        added: set[tuple[int, int]] = set()
        for row in ledger.fresh(legacy):
            target = ledger.ours("catalog_tic", row.values.get("tic_id"), TIC)
            other = ledger.ours(parent_table, row.values.get(parent), kind)
            if target is None or other is None:
                ledger.set_aside(row, "it points at a row that is not there", TIC, target)
            elif (target, other) in before:
                ledger.merged(row, TIC, target, "our catalogue says so already")
            elif (target, other) in added:
                ledger.merged(row, TIC, target, "the same is said of a copy")
            else:
                added.add((target, other))
                ledger.writer.add(table, **{"tic_id": target, ours: other})
                ledger.imported(row, TIC, target)


def _import(
    ledger: Ledger,
    table: str,
    kind: type[Base],
    number: str,
    read: Callable[[Mapping[str, Any]], Conversion],
) -> None:
    """Add rows that are alone with their number at once; the others wait for each other."""
    ours = table_of(kind)
    (primary,) = ours.primary_key.columns
    numbers = {key: each for key, each in ledger.session.execute(select(primary, ours.columns[number]))}  # noqa: C416
    here = set(numbers.values())
    _forget_others(ledger, table, kind, number, numbers)
    repeated = ledger.stage.repeated(table, number)
    together: defaultdict[int, list[Member]] = defaultdict(list)
    for row in ledger.fresh(table):
        try:
            found = read(row.values)
        except BadLegacyRow as refused:
            ledger.set_aside(row, str(refused))
            continue
        key = found.columns[number]
        if key in here or key in repeated:
            together[key].append((row, found))
        else:
            _add(ledger, kind, number, row, found)
    for keys in batches(sorted(together)):
        stored = {
            each[number]: dict(each)
            for each in ledger.session.execute(select(ours).where(ours.columns[number].in_(keys))).mappings()
        }
        for key in keys:
            _settle(ledger, kind, number, together[key], stored.get(key))


def _forget_others(
    ledger: Ledger, table: str, kind: type[Base], number: str, numbers: Mapping[int, int]
) -> None:
    """Part with rows whose key meant another star or sector when it was imported."""
    for values in ledger.stage.rows(table):
        ours = ledger.ours(table, values["id"], kind)
        if ours is not None and numbers[ours] != values.get(number):
            ledger.forget(table, values["id"])
            ledger.find(
                "key of another", LegacyRow(table, values),
                f"it was {number} {numbers[ours]} when it was imported and is {values.get(number)!r} now; "
                "what is new and points at it is given to neither",
            )  # fmt: skip


def _add(ledger: Ledger, kind: type[Base], number: str, row: LegacyRow, found: Conversion) -> int:
    key = ledger.writer.add(table_of(kind), **found.columns) or found.columns[number]
    ledger.imported(row, kind, key)
    _keep_beside(ledger, row, found)
    return key


def _settle(
    ledger: Ledger, kind: type[Base], number: str, members: list[Member], stored: dict[str, Any] | None
) -> None:
    """Make one row of several of one number, of which one may be ours already."""
    names = tuple(members[0][1].columns)
    said = [found.columns for _, found in members]
    if stored is not None:
        key = stored.get("id", stored[number])
        merger = merge([{name: stored[name] for name in names}, *said], first=True)
        filled = {
            name: value
            for name, value in merger.columns.items()
            if stored[name] is None and value is not None
        }
        if filled:
            ours = table_of(kind)
            ledger.session.execute(update(ours).where(ours.columns[number] == stored[number]).values(filled))
            ledger.trace(kind, key, filled, before=dict.fromkeys(filled))
        copies: Iterable[tuple[int, Member]] = enumerate(members, start=1)
        kept_as = "the row that is in our catalogue"
    else:
        merger = merge(said)
        row, found = members[merger.kept]
        key = _add(ledger, kind, number, row, Conversion(merger.columns, found.beside, found.doubts))
        copies = [(place, each) for place, each in enumerate(members) if place != merger.kept]
        kept_as = f"row {row.legacy_id}, which says most,"
    for place, (row, found) in copies:
        ledger.merged(row, kind, key, f"another row of this {number} is kept")
        _keep_beside(ledger, row, found)
        _tell_copy(
            ledger, row, found, f"{number} {found.columns[number]}: {kept_as} was kept",
            {name: merger.columns[name] for name in merger.contradictions.get(place, ())},
        )  # fmt: skip


def _tell_copy(
    ledger: Ledger, row: LegacyRow, found: Conversion, words: str, contradicted: Mapping[str, Any]
) -> None:
    if not contradicted:
        ledger.find("merged", row, f"{words}; this one contradicts nothing")
        return
    against = ", ".join(
        f"{name} {found.columns[name]!r} against {value!r}" for name, value in contradicted.items()
    )
    ledger.find("merged, contradicting", row, f"{words}; this one says otherwise: {against}")
    ledger.keep_beside(row, "a copy that contradicts what was kept", row.values)


def _keep_beside(ledger: Ledger, row: LegacyRow, found: Conversion) -> None:
    if found.beside:
        ledger.keep_beside(row, "our columns do not hold this", found.beside)
    for doubt in found.doubts:
        ledger.find("target in doubt", row, doubt)
