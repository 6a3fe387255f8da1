"""The newest period report of each product of each target; see `tessebs_core.database.schema.queue`."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tessebs_core.database.schema import TIC, Provenance, Report, Run
from tessebs_core.database.stores.provenances import provenance_named
from tessebs_core.database.stores.targets import target_id
from tessebs_core.database.types import utc_now
from tessebs_core.records import Ephemeris
from tessebs_core.records.period_contents import contents_of, report_from
from tessebs_core.records.periods import PeriodReport
from tessebs_core.records.target_views import GradedReport

__all__ = ["find_report", "graded_reports", "period_report", "save_report"]


def save_report(session: Session, report: PeriodReport, run: Run) -> Report:
    """Keep a report in place of the one of this target and product before.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    """
    tic_id = target_id(session, report.tess_id, locked=True)
    provenance = provenance_named(session, report.provenance)
    row = session.scalar(select(Report).where(Report.tic_id == tic_id, Report.provenance_id == provenance.id))
    if row is None:
        row = Report(tic_id=tic_id, provenance_id=provenance.id)
        session.add(row)
    ephemeris = report.ephemeris
    row.run = run
    row.grade = report.grade
    row.bjd0 = None if ephemeris is None else ephemeris.bjd0
    row.bjd0_uncert = None if ephemeris is None else ephemeris.bjd0_uncert
    row.period = None if ephemeris is None else ephemeris.period
    row.period_uncert = None if ephemeris is None else ephemeris.period_uncert
    row.alternative = report.alternative
    row.contents = contents_of(report)
    row.date_run = utc_now()
    session.flush()
    return row


def find_report(session: Session, tess_id: int, provenance: str) -> Report | None:
    """The report on a product of a target, its run loaded; None if there is none."""
    return session.scalar(
        select(Report)
        .join(Report.tic)
        .join(Report.provenance)
        .where(TIC.tess_id == tess_id, Provenance.name == provenance)
        .options(joinedload(Report.run))
    )


def graded_reports(session: Session, tess_id: int) -> tuple[GradedReport, ...]:
    """The grade and ephemeris of each report on a target, the newest first, in one query."""
    statement = (
        select(
            Provenance.name, Report.grade, Report.bjd0, Report.period, Report.bjd0_uncert,
            Report.period_uncert, Report.alternative, Report.date_run,
        )
        .join(Report.tic)
        .join(Report.provenance)
        .where(TIC.tess_id == tess_id)
        .order_by(Report.date_run.desc(), Report.id.desc())
    )  # fmt: skip
    return tuple(
        GradedReport(
            provenance=row.name,
            grade=row.grade,
            ephemeris=_reported(row.bjd0, row.period, row.bjd0_uncert, row.period_uncert),
            alternative=row.alternative,
            stored_at=row.date_run,
        )
        for row in session.execute(statement)
    )


def _reported(
    bjd0: float | None, period: float | None, bjd0_uncert: float | None, period_uncert: float | None
) -> Ephemeris | None:
    if bjd0 is None or period is None:
        return None
    return Ephemeris(bjd0, period, bjd0_uncert, period_uncert)


def period_report(row: Report) -> PeriodReport:
    """What a row says, as it was stored."""
    return report_from(row.contents)
