"""What bulk work does with one target; what comes of it and "done" are stored in one transaction."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from tessebs_core.database.stores.batches import batch_numbered
from tessebs_core.database.stores.tasks import finish_task
from tessebs_core.errors import Cancelled, NoLightCurve
from tessebs_core.records.bulk import FigureWork, PeriodWork, choices_from_stored
from tessebs_core.records.work import Choices
from tessebs_core.vocabulary import TaskState
from tessebs_core.workflows.figures import create_static_files
from tessebs_core.workflows.ingest_targets import LeasedTask, ingest_task
from tessebs_core.workflows.light_curves import provenances_with_light_curve
from tessebs_core.workflows.period_reports import compute_report, stored_report
from tessebs_core.workflows.periods import compute_box
from tessebs_core.workflows.reporting import Step
from tessebs_core.workflows.static_tasks import FigureChoices
from tessebs_core.workflows.workspace import Workspace

__all__ = ["choices_of_batch", "perform_task"]

Save = Callable[[Session], object]


def choices_of_batch(workspace: Workspace, batch_id: int) -> Choices:
    """What a batch was wanted with."""

    def work(session: Session) -> Choices:
        row = batch_numbered(session, batch_id)
        return choices_from_stored(row.kind, row.parameters)

    return workspace.database.read(work)


def perform_task(workspace: Workspace, leased: LeasedTask, choices: Choices) -> None:
    """Do what is wanted of one target, and store its end; nothing is stored twice if it was done before.

    Raises
    ------
    Cancelled
        The worker stops, or the task was cancelled or taken by somebody else; nothing was stored.
    TessebsError
        It cannot be done, in words.
    """
    if isinstance(choices, PeriodWork):
        _decide_period(workspace, leased, choices)
    elif isinstance(choices, FigureWork):
        _draw_figures(workspace, leased, choices)
    else:
        ingest_task(workspace, leased)


def _decide_period(workspace: Workspace, leased: LeasedTask, choices: PeriodWork) -> None:
    """Store a report unless the one stored was made by the same code from the same light and proposals."""
    tess_id, saving = leased.task.tess_id, list[Save]()
    known = stored_report(workspace, tess_id, choices.provenance)
    if known is not None and not known.is_stale:
        found, remark = known.report, "; the stored report still holds"
    else:
        computed = compute_report(workspace, tess_id, choices.provenance, cancelled=leased.stopping)
        found, remark = computed.report, ""
        saving.append(computed.save_unless_stored)
    if choices.box_search and not leased.stopping():
        saving.append(compute_box(workspace, tess_id, found.provenance).save_unless_stored)
    period = "no eclipses found" if found.ephemeris is None else f"period {found.ephemeris.period:.6f} d"
    _finish(workspace, leased, f"{period}, {found.grade}{remark}", saving)


def _draw_figures(workspace: Workspace, leased: LeasedTask, choices: FigureWork) -> None:
    """Draw what is missing or older than its light curve; each file appears whole, by renaming."""
    tess_id = leased.task.tess_id
    if not provenances_with_light_curve(workspace, tess_id):
        raise NoLightCurve(
            f"TIC {tess_id} has no light curves here. `tessebs tic add {tess_id}` fetches them from MAST."
        )

    def stop_between_products(_: Step) -> None:
        if leased.stopping():
            raise Cancelled("The worker stops; the files that are written are kept.")

    wanted = FigureChoices(export_lc=choices.text, export_spd=choices.text, force_overwrite=choices.force)
    made = create_static_files(workspace, tess_id, choices=wanted, report=stop_between_products)
    _finish(workspace, leased, f"{len(made)} file{'' if len(made) == 1 else 's'} written")


def _finish(workspace: Workspace, leased: LeasedTask, words: str, saving: Sequence[Save] = ()) -> None:
    task = leased.task

    def work(session: Session) -> None:
        # First of all: a lease that is lost, or a task that was cancelled, stores nothing below.
        if not finish_task(session, task.task_id, leased.owner, TaskState.DONE, result=words):
            raise Cancelled(
                f"TIC {task.tess_id} was cancelled, or taken by another worker; nothing was stored."
            )
        for save in saving:
            save(session)

    workspace.database.write(work, repeatable=True)
