"""Period reports of many targets, stored one by one: what is done is kept when the work is stopped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import TIC
from tessebs_core.errors import Cancelled, NoLightCurve, ProductError
from tessebs_core.workflows.period_reports import store_report, stored_report
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.workspace import Workspace

__all__ = ["BatchResult", "store_reports"]


@dataclass(frozen=True)
class BatchResult:
    """What a batch did.

    Parameters
    ----------
    stored : tuple of int
        Targets whose report was computed and stored.
    fresh : tuple of int
        Targets left alone because their report still holds.
    failures : tuple of str
        Why others have none, in words.
    """

    stored: tuple[int, ...]
    fresh: tuple[int, ...]
    failures: tuple[str, ...]


def store_reports(
    workspace: Workspace,
    tess_ids: Sequence[int] | None = None,
    provenance: str | None = None,
    *,
    only_stale: bool = False,
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> BatchResult:
    """Store the reports of targets, each in a transaction of its own.

    Parameters
    ----------
    tess_ids : sequence of int, optional
        All targets of the catalogue if left out.
    provenance : str, optional
        The product; for each target the first that has a light curve by default.
    only_stale : bool
        Leave alone what is stored and still holds.
    report, cancelled : callable
        Told of each target; asked before each.

    Raises
    ------
    Cancelled
        The work was stopped on request; what is stored is kept.
    """
    chosen = workspace.database.read(_all_targets) if tess_ids is None else list(tess_ids)
    stored, fresh, failures = [], [], []
    for done, tess_id in enumerate(chosen):
        if cancelled():
            raise Cancelled(f"Stopped after {done} of {len(chosen)} targets; their reports are kept.")
        report(Step(done, len(chosen), f"TIC {tess_id}"))
        try:
            known = stored_report(workspace, tess_id, provenance) if only_stale else None
            if known is not None and not known.is_stale:
                fresh.append(tess_id)
            else:
                store_report(workspace, tess_id, provenance)
                stored.append(tess_id)
        except NoLightCurve as error:
            if tess_ids is not None:
                failures.append(str(error))
        except ProductError as error:
            failures.append(f"TIC {tess_id}: {error}")
    report(Step(len(chosen), len(chosen), "done"))
    return BatchResult(tuple(stored), tuple(fresh), tuple(failures))


def _all_targets(session: Session) -> list[int]:
    return list(session.scalars(select(TIC.tess_id).order_by(TIC.tess_id)))
