"""The report on a target, from its light curve and the proposals in the catalogue; computed and stored."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tessebs_core import __version__
from tessebs_core.compute.fingerprints import light_curve_hash
from tessebs_core.compute.full_report import FullReport, full_report
from tessebs_core.compute.period_report import period_report
from tessebs_core.database.schema import Run
from tessebs_core.database.stores import reports
from tessebs_core.database.stores.ephemerides import ephemeris_record, proposals_of, source_record
from tessebs_core.database.stores.runs import save_run
from tessebs_core.database.stores.targets import target_id
from tessebs_core.errors import NoLightCurve
from tessebs_core.records import Ephemeris, LightCurve, Source
from tessebs_core.records.periods import PeriodReport
from tessebs_core.workflows.light_curves import load_light_curve, provenances_with_light_curve
from tessebs_core.workflows.reporting import Report, silent
from tessebs_core.workflows.workspace import Workspace

__all__ = [
    "ComputedReport",
    "StoredReport",
    "compute_report",
    "report_target",
    "store_report",
    "stored_report",
]

_CODE = "tessebs_core.compute.period_report"


@dataclass(frozen=True)
class StoredReport:
    """A period report that the database holds.

    Parameters
    ----------
    report : PeriodReport
        As it was stored.
    stored_at : datetime
        When, UTC.
    is_stale : bool
        The light curve, the proposals or the code have changed since.
    """

    report: PeriodReport
    stored_at: datetime
    is_stale: bool


@dataclass(frozen=True)
class ComputedReport:
    """A period report with what made it; `save` takes part in the transaction of its session."""

    report: PeriodReport
    light_curve: LightCurve
    parameters: dict[str, Any]

    def save_unless_stored(self, session: Session) -> bool:
        """As `save`, unless the stored one was made by the same code of the same; True if it saved."""
        tess_id = self.report.tess_id
        target_id(session, tess_id, locked=True)  # two who come at once come one after the other
        row = reports.find_report(session, tess_id, self.light_curve.provenance)
        if row is not None and _made_by(row.run) == _made_now(self.light_curve, self.parameters):
            return False
        self.save(session)
        return True

    def save(self, session: Session) -> None:
        """Store the report and its `Run`."""
        run = save_run(
            session,
            code=_CODE,
            version=__version__,
            parameters=self.parameters,
            light_curve_hash=light_curve_hash(self.light_curve),
            provenance=self.light_curve.provenance,
            sectors=self.light_curve.sectors,
        )
        reports.save_report(session, self.report, run)


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
    light_curve, proposals = _columns(workspace, tess_id, provenance)
    return full_report(light_curve, proposals, further=further, report=report, cancelled=cancelled)


def store_report(
    workspace: Workspace,
    tess_id: int,
    provenance: str | None = None,
    *,
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> PeriodReport:
    """Decide the period of a target and keep the decision, in place of the one of this product before.

    The report and the `Run` that made it (code, version, proposals, light curve, sectors) are stored in one
    transaction; the parameters are those of `report_target`.

    Raises
    ------
    NoLightCurve, BadLightCurve, Cancelled
        As in `report_target`; nothing was changed.
    """
    computed = compute_report(workspace, tess_id, provenance, report=report, cancelled=cancelled)
    workspace.database.write(computed.save)
    return computed.report


def compute_report(
    workspace: Workspace,
    tess_id: int,
    provenance: str | None = None,
    *,
    further_proposals: Sequence[tuple[Ephemeris, Source]] = (),
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> ComputedReport:
    """Decide the period of a target, to be saved in a transaction of the caller's.

    Parameters
    ----------
    further_proposals : sequence of (Ephemeris, Source)
        Those that will stand in the database when the report is saved.

    Raises
    ------
    NoLightCurve, BadLightCurve, Cancelled
        As in `report_target`.
    """
    light_curve, proposals = _columns(workspace, tess_id, provenance)
    proposals += [each for each in further_proposals if each not in proposals]
    found = period_report(light_curve, proposals, report=report, cancelled=cancelled)
    return ComputedReport(found, light_curve, _parameters(proposals))


def stored_report(workspace: Workspace, tess_id: int, provenance: str | None = None) -> StoredReport | None:
    """Give back the stored report on a target, and whether it still holds.

    Parameters
    ----------
    provenance : str, optional
        The product; the first that has a light curve by default.

    Returns
    -------
    StoredReport or None
        None where none is stored.

    Raises
    ------
    NoLightCurve
        The target has no light curve here.
    """
    light_curve, proposals = _columns(workspace, tess_id, provenance)

    def work(session: Session) -> tuple[PeriodReport, datetime, tuple[object, ...] | None] | None:
        row = reports.find_report(session, tess_id, light_curve.provenance)
        if row is None:
            return None
        return reports.period_report(row), row.date_run, _made_by(row.run)

    found = workspace.database.read(work)
    if found is None:
        return None
    decision, stored_at, made = found
    now = _made_now(light_curve, _parameters(proposals))
    return StoredReport(decision, stored_at, is_stale=made != now)


def _made_by(run: Run | None) -> tuple[object, ...] | None:
    return None if run is None else (run.version, run.light_curve_hash, run.parameters)


def _made_now(light_curve: LightCurve, parameters: dict[str, Any]) -> tuple[object, ...]:
    return (__version__, light_curve_hash(light_curve), parameters)


def _columns(
    workspace: Workspace, tess_id: int, provenance: str | None
) -> tuple[LightCurve, list[tuple[Ephemeris, Source | None]]]:
    """The light curve of a product, of the first if none is named, and what is proposed."""
    held = provenances_with_light_curve(workspace, tess_id)
    if provenance is None and not held:
        raise NoLightCurve(
            f"TIC {tess_id} has no light curves here. `tessebs tic add {tess_id}` fetches them from MAST."
        )
    light_curve = load_light_curve(workspace, tess_id, provenance or held[0])
    return light_curve, workspace.database.read(lambda session: _proposals(session, tess_id))


def _parameters(proposals: list[tuple[Ephemeris, Source | None]]) -> dict[str, Any]:
    return {
        "proposals": [
            [asdict(ephemeris), None if source is None else asdict(source)] for ephemeris, source in proposals
        ]
    }


def _proposals(session: Session, tess_id: int) -> list[tuple[Ephemeris, Source | None]]:
    return [(ephemeris_record(row), source_record(row.source)) for row in proposals_of(session, tess_id)]
