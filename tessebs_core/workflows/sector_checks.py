"""Accepted ephemerides against data that came after them; only what no longer fits goes back to people."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np
from sqlalchemy.orm import Session

from tessebs_core import __version__
from tessebs_core.compute.eclipses import measure_eclipses
from tessebs_core.compute.fingerprints import light_curve_hash
from tessebs_core.compute.queue_order import RETURNING
from tessebs_core.compute.sector_checks import check_sectors
from tessebs_core.database.stores.runs import save_run
from tessebs_core.database.stores.sector_checks import (
    Entry,
    entries_to_check,
    last_sector_checked,
    save_check,
)
from tessebs_core.errors import Cancelled, ProductError
from tessebs_core.records import LightCurve
from tessebs_core.records.sector_checks import SectorCheckResult
from tessebs_core.workflows.light_curves import load_light_curve, provenances_with_light_curve
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.workspace import Workspace

__all__ = ["CheckedEntry", "ChecksDone", "check_new_sectors"]

_CODE = "tessebs_core.compute.sector_checks"


@dataclass(frozen=True)
class CheckedEntry:
    """One entry that was checked: its target, the newest sector, and what was found."""

    tess_id: int
    entry_id: int
    newest_sector: int
    result: SectorCheckResult


@dataclass(frozen=True)
class ChecksDone:
    """What a round of checks did.

    Parameters
    ----------
    checked : tuple of CheckedEntry
        Stored, each with its `Run`.
    up_to_date : int
        Entries without newer data than were checked before.
    failures : tuple of str
        Entries that could not be checked, in words.
    """

    checked: tuple[CheckedEntry, ...]
    up_to_date: int
    failures: tuple[str, ...]

    @property
    def returned(self) -> tuple[CheckedEntry, ...]:
        """Those that are back in the queue."""
        return tuple(each for each in self.checked if each.result.outcome in RETURNING)


def check_new_sectors(
    workspace: Workspace,
    tess_ids: Collection[int] | None = None,
    *,
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> ChecksDone:
    """Check every accepted ephemeris in the sectors that came after it.

    Which these are follows from the sectors that the ephemeris was found in or, where these are not stored,
    from the newest that was checked before; where neither is known, the newest sector is taken for new. Each
    check is stored in a transaction of its own; repeating it without newer data changes nothing. An entry
    that drifts, is missed, or is sufficient now, goes back to the queue until it is judged again or a lead
    decides.

    Parameters
    ----------
    tess_ids : collection of int, optional
        All targets of the catalogue if left out.
    report, cancelled : callable
        Told of each entry; asked before each.

    Raises
    ------
    Cancelled
        The work was stopped on request; what is stored is kept.
    """
    entries = workspace.database.read(lambda session: entries_to_check(session, tess_ids))
    checked: list[CheckedEntry] = []
    failures: list[str] = []
    up_to_date = 0
    for done, entry in enumerate(entries):
        if cancelled():
            raise Cancelled(f"Stopped after {done} of {len(entries)} entries; their checks are kept.")
        report(Step(done, len(entries), f"TIC {entry.tess_id}"))
        try:
            found = _check(workspace, entry)
        except ProductError as error:
            failures.append(f"TIC {entry.tess_id}: {error}")
            continue
        if found is None:
            up_to_date += 1
        else:
            checked.append(found)
    report(Step(len(entries), len(entries), "done"))
    return ChecksDone(tuple(checked), up_to_date, tuple(failures))


def _check(workspace: Workspace, entry: Entry) -> CheckedEntry | None:
    held = provenances_with_light_curve(workspace, entry.tess_id)
    if not held:
        return None
    provenance = entry.provenance if entry.provenance in held else held[0]
    light_curve = load_light_curve(workspace, entry.tess_id, provenance)
    known = workspace.database.write(lambda session: last_sector_checked(session, entry, provenance))
    first = _first_new(entry, light_curve, known)
    if first is None:
        return None
    new = light_curve.sector >= first
    width, depth = _eclipse(entry, light_curve, new)
    result = check_sectors(
        light_curve.time, light_curve.flux, entry.ephemeris, width=width, depth=depth, new=new,
        insufficient=entry.insufficient,
    )  # fmt: skip
    newest = light_curve.sectors[-1]

    def work(session: Session) -> Literal[True]:
        run = save_run(
            session,
            code=_CODE,
            version=__version__,
            parameters={"eb": entry.entry_id, "from sector": first, "width": width, "depth": depth},
            light_curve_hash=light_curve_hash(light_curve),
            provenance=provenance,
            sectors=sorted({each for each in light_curve.sectors if each >= first}),
        )
        save_check(session, entry, result, provenance=provenance, newest_sector=newest, run=run)
        return True

    workspace.database.write(work)
    return CheckedEntry(entry.tess_id, entry.entry_id, newest, result)


def _first_new(entry: Entry, light_curve: LightCurve, checked: int | None) -> int | None:
    """The first sector that came after the ephemeris; None where there is none that was not checked."""
    sectors = light_curve.sectors
    if not sectors or (checked is not None and sectors[-1] <= checked):
        return None
    last = max(entry.sectors, default=None)
    if last is None:
        last = checked if checked is not None else (sectors[-2] if len(sectors) > 1 else None)
    newer = [] if last is None else [each for each in sectors if each > last]
    return newer[0] if newer else None


def _eclipse(entry: Entry, light_curve: LightCurve, new: np.ndarray) -> tuple[float, float]:
    """Width (days) and depth of the primary: the entry's, or measured in the old data."""
    if entry.width and entry.depth:
        return entry.width * entry.ephemeris.period, entry.depth
    old = ~new if (~new).any() else new
    error = light_curve.flux_err[old]
    fitted = measure_eclipses(light_curve.time[old], light_curve.flux[old], entry.ephemeris, error)
    shape = fitted.two_gaussian.primary
    if shape is None or not shape.width or not shape.depth:
        return 0.0, 0.0  # refused in words by the check itself
    return shape.width * entry.ephemeris.period, shape.depth
