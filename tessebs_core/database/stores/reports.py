"""The newest period report of each product of each target; see `tessebs_core.database.schema.queue`."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tessebs_core.database.schema import TIC, Provenance, Report, Run
from tessebs_core.database.stores.provenances import provenance_named
from tessebs_core.database.stores.targets import target_id
from tessebs_core.database.types import utc_now
from tessebs_core.records.period_contents import contents_of, report_from
from tessebs_core.records.periods import PeriodReport

__all__ = ["find_report", "period_report", "save_report"]


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


def period_report(row: Report) -> PeriodReport:
    """What a row says, as it was stored."""
    return report_from(row.contents)
