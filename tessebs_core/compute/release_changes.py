"""What differs between two states of the catalogue, and which of what happened explains it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.records.releases import ChangeReason, Difference, LineChange
from tessebs_core.vocabulary import ChangeKind

__all__ = ["LineKey", "explained", "line_changes"]

LineKey = tuple[int, int]
"""TIC and signal number."""

_KEYS = frozenset({"entry_id", "ephemeris_id"})
"""Numbers in the database, which are not published."""

_FOLLOWS = frozenset({"date_added", "date_modified"})
"""What changes with anything else."""

_FROM_MAST = frozenset({"sectors", "provenances"})
_ENTRY = ("in_catalog",)


def line_changes(before: Iterable[CatalogueLine], after: Iterable[CatalogueLine]) -> list[LineChange]:
    """Compare line by line, by TIC and signal number; numbers must be equal to the bit.

    Returns
    -------
    list of LineChange
        Without reasons, by TIC and signal number; lines that are equal in all that is published are left out.
    """
    old = {(each.tess_id, each.signal_id): each for each in before}
    new = {(each.tess_id, each.signal_id): each for each in after}
    found = []
    for key in sorted(old.keys() | new.keys()):
        if key not in old:
            found.append(LineChange(ChangeKind.ADDED, *key))
        elif key not in new:
            found.append(LineChange(ChangeKind.REMOVED, *key))
        elif differences := _differences(old[key], new[key]):
            found.append(LineChange(ChangeKind.CHANGED, *key, differences))
    return found


def explained(
    changes: Iterable[LineChange], happened: Mapping[LineKey, Iterable[ChangeReason]]
) -> list[LineChange]:
    """Give each change what explains it.

    Parameters
    ----------
    happened : mapping of LineKey to iterable of ChangeReason
        What touched a line between the two states: first what says most, each with all columns that it
        can have changed. One without columns only led to what others did, as votes do.

    Returns
    -------
    list of LineChange
        Their reasons in the order of time. What nothing explains is said to be so.
    """
    return [
        replace(each, reasons=_reasons(each, list(happened.get((each.tess_id, each.signal_id), ()))))
        for each in changes
    ]


def _differences(before: CatalogueLine, after: CatalogueLine) -> tuple[Difference, ...]:
    if before == after and repr(before) == repr(after):
        return ()
    return tuple(
        Difference(name, old, new)
        for name, old, new in zip(CatalogueLine._fields, before, after, strict=True)
        # repr tells 0.0 from -0.0
        if name not in _KEYS and repr(old) != repr(new)
    )


def _reasons(change: LineChange, happened: list[ChangeReason]) -> tuple[ChangeReason, ...]:
    names = _ENTRY if change.kind is not ChangeKind.CHANGED else [each.column for each in change.differences]
    missing = dict.fromkeys(names)  # in their order
    kept = []
    for each in happened:
        covers = [name for name in missing if name in each.columns]
        if covers:
            kept.append(replace(each, columns=tuple(covers)))
            missing = {name: None for name in missing if name not in covers}
    if kept:
        missing = {name: None for name in missing if name not in _FOLLOWS}
    if any({"bjd0", "period", *_ENTRY} & set(each.columns) for each in kept):
        kept += [each for each in happened if not each.columns]
    kept.sort(key=lambda each: (each.at is None, (each.at and each.at.timestamp()) or 0.0))
    return (*kept, *_unexplained(list(missing)))


def _unexplained(names: list[str]) -> list[ChangeReason]:
    from_mast = tuple(name for name in names if name in _FROM_MAST)
    others = tuple(name for name in names if name not in _FROM_MAST)
    found = []
    if from_mast:
        found.append(
            ChangeReason(from_mast, "differs as MAST lists it; a refresh of such lists leaves no record")
        )
    if others:
        found.append(ChangeReason(others, "nothing that is recorded explains it"))
    return found
