"""Move a legacy catalogue (the Django site) into ours, with an account of every row.

All in one transaction: an import that fails leaves nothing, and a dry run is one that is not committed.
"""

from sqlalchemy.orm import Session

from tessebs_core.compute.legacy.schemas import LEFT_OUT, OTHER_PROGRAM, READ, schema_of
from tessebs_core.database.legacy.sources import staged
from tessebs_core.database.schema import Touched
from tessebs_core.database.schema.auditing import act_as
from tessebs_core.errors import NotPermitted
from tessebs_core.records.legacy import ImportReport, RowCount, TableAccount
from tessebs_core.vocabulary import ImportOutcome, Role
from tessebs_core.workflows.legacy.entries import Entries
from tessebs_core.workflows.legacy.ledger import Ledger, table_of
from tessebs_core.workflows.legacy.names import import_names
from tessebs_core.workflows.legacy.people import People
from tessebs_core.workflows.legacy.proposals import Proposals
from tessebs_core.workflows.legacy.remarks import import_box_searches, import_comments, keep_groups
from tessebs_core.workflows.legacy.targets import import_sectors, import_target_links, import_targets
from tessebs_core.workflows.permissions import require_admin, role_of
from tessebs_core.workflows.reporting import Report, silent
from tessebs_core.workflows.workspace import Workspace

__all__ = ["import_legacy"]


class _NotCommitted(Exception):
    """A dry run is over; carries its report out of the transaction, which is rolled back."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        super().__init__()


def import_legacy(
    workspace: Workspace, username: str, source: str, *, dry_run: bool = False, report: Report = silent
) -> ImportReport:
    """Import a legacy catalogue; again adds nothing, and overwrites nothing.

    Whoever can run this has the database's password: only a viewer is refused.

    Parameters
    ----------
    username : str
        Who imports. Whoever was alone with a catalogue, and so might do all, becomes its admin: among the
        imported people that would be lost.
    source : str
        A MariaDB or MySQL address, a SQLite file, or a dump (also gzipped); only read.
    dry_run : bool
        Do everything, and store nothing.

    Returns
    -------
    ImportReport
        For every table of the source, what became of its rows; and what a person should know.

    Raises
    ------
    LegacySourceError
        The source cannot be read, or is no legacy catalogue; nothing was imported.
    NotPermitted
        A viewer may only look.
    Cancelled
        ``report`` stopped it; nothing was imported.
    DatabaseUnavailable, DatabaseError
        Ours or theirs cannot be reached or refuses; nothing was imported.
    """
    with staged(source) as stage:

        def work(session: Session) -> ImportReport:
            act_as(session, username)
            role = role_of(session, username)
            if role is Role.VIEWER:
                raise NotPermitted(f"{username} may only look. Nothing was imported.")
            if role is Role.ADMIN:
                require_admin(session, username)
            found = _import(Ledger(session, stage, report), dry_run=dry_run)
            if dry_run:
                session.flush()
                raise _NotCommitted(found)
            return found

        try:
            return workspace.database.write(work)
        except _NotCommitted as done:
            return done.report


def _import(ledger: Ledger, *, dry_run: bool) -> ImportReport:
    people = People(ledger)
    people.import_accounts()
    import_sectors(ledger)
    import_names(ledger)
    import_targets(ledger)
    import_target_links(ledger)
    proposals = Proposals(ledger, people)
    proposals.import_all()
    Entries(ledger, proposals).import_all()
    import_comments(ledger)
    import_box_searches(ledger)
    keep_groups(ledger)
    _keep_unknown_tables(ledger)
    for tic_id in sorted(ledger.touched):
        ledger.writer.add(table_of(Touched), tic_id=tic_id)
    ledger.writer.flush()
    return _account(ledger, dry_run=dry_run)


def _keep_unknown_tables(ledger: Ledger) -> None:
    for table in set(ledger.stage.tables) - READ - set(LEFT_OUT):
        for row in ledger.fresh(table):
            ledger.set_aside(row, "a table of the catalogue that this import does not know")


def _account(ledger: Ledger, *, dry_run: bool) -> ImportReport:
    stage = ledger.stage
    staged_only = {table: stage.count(table) for table in stage.tables if table in LEFT_OUT}
    tables = ledger.accounts(set(stage.tables) - set(staged_only))
    for table, rows in {**stage.left_out, **staged_only}.items():
        count = RowCount(ImportOutcome.LEFT_OUT, LEFT_OUT.get(table, OTHER_PROGRAM), rows)
        tables.append(TableAccount(table, rows, (count,)))
    migrations = [
        str(row.get("name")) for row in stage.rows("django_migrations") if row.get("app") == "catalog"
    ]
    return ImportReport(
        source=stage.source,
        schema=schema_of(stage.columns("catalog_ephemeris"), stage.columns("catalog_eb"), migrations),
        dry_run=dry_run,
        tables=tuple(sorted(tables, key=lambda each: each.table)),
        added=dict(sorted(ledger.writer.added.items())),
        findings=tuple(ledger.findings),
    )
