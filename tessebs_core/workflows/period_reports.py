"""The report on a target, from its light curve and the proposals in the catalogue."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from tessebs_core.compute.full_report import FullReport, full_report
from tessebs_core.database.stores.ephemerides import ephemeris_record, proposals_of, source_record
from tessebs_core.errors import NoLightCurve
from tessebs_core.records import Ephemeris, Source
from tessebs_core.workflows.light_curves import load_light_curve, provenances_with_light_curve
from tessebs_core.workflows.reporting import Report, silent
from tessebs_core.workflows.workspace import Workspace

__all__ = ["report_target"]


def report_target(
    workspace: Workspace,
    tess_id: int,
    provenance: str | None = None,
    *,
    further: bool = False,
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> FullReport:
    """Report on a target's light curve: period, eclipses, their times; nothing is stored.

    Parameters
    ----------
    tess_id : int
        TIC number.
    provenance : str, optional
        The product; the first that has a light curve by default.
    further : bool
        Also search for another signal after this one is taken out.
    report, cancelled : callable, optional
        Progress, and whether to stop: see `tessebs_core.compute.full_report.full_report`.

    Raises
    ------
    NoLightCurve
        The target has no light curve here.
    BadLightCurve
        It is too short for any period.
    Cancelled
        The work was stopped on request.
    """
    held = provenances_with_light_curve(workspace, tess_id)
    if provenance is None and not held:
        raise NoLightCurve(
            f"TIC {tess_id} has no light curves here. `tessebs tic add {tess_id}` fetches them from MAST."
        )
    light_curve = load_light_curve(workspace, tess_id, provenance or held[0])
    proposals = workspace.database.read(lambda session: _proposals(session, tess_id))
    return full_report(light_curve, proposals, further=further, report=report, cancelled=cancelled)


def _proposals(session: Session, tess_id: int) -> list[tuple[Ephemeris, Source | None]]:
    return [(ephemeris_record(row), source_record(row.source)) for row in proposals_of(session, tess_id)]
