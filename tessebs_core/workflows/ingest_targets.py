"""One target of an ingest batch: fetched, read, drawn, reported on; its task ends with what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tessebs_core.database.stores.batches import choices_of, proposals_in
from tessebs_core.database.stores.ephemerides import propose_ephemeris
from tessebs_core.database.stores.tasks import TakenTask, finish_task, step_task
from tessebs_core.errors import BadLightCurve, Cancelled, NoLightCurve
from tessebs_core.records import Ephemeris, Source
from tessebs_core.records.work import BatchChoices
from tessebs_core.vocabulary import TaskState
from tessebs_core.workflows.period_reports import ComputedReport, compute_report
from tessebs_core.workflows.reporting import Step
from tessebs_core.workflows.targets import IngestChoices, IngestReport, add_target
from tessebs_core.workflows.workspace import Workspace

__all__ = ["FILES_AT_ONCE", "LeasedTask", "ingest_task"]

FILES_AT_ONCE = 2  # of one target; with two targets at a time as many as MAST is ever asked for


@dataclass(frozen=True)
class LeasedTask:
    """A task, whose lease it is, and how its worker learns that it should stop."""

    task: TakenTask
    owner: str
    stopping: Callable[[], bool]

    def tell(self, workspace: Workspace, step: Step) -> None:
        """Store how far the work is.

        Raises
        ------
        Cancelled
            The worker stops, or the task was cancelled or taken by somebody else meanwhile.
        """
        if self.stopping():
            raise Cancelled("The runner stops; what has arrived is kept.")
        leased = workspace.database.write(
            lambda session: step_task(session, self.task.task_id, self.owner, step), repeatable=True
        )
        if not leased:
            raise Cancelled(f"TIC {self.task.tess_id} was cancelled; what has arrived is kept.")


def ingest_task(workspace: Workspace, leased: LeasedTask) -> None:
    """Do what a batch wants of one target; its proposals, its report and "done" are one transaction.

    Raises
    ------
    Cancelled
        The task was cancelled or the worker stops; files that have arrived are kept.
    TessebsError
        Nothing could be had of it, or the archive or the disk refused.
    """
    task = leased.task
    choices = workspace.database.read(lambda session: choices_of(session, task.batch_id))
    done = add_target(
        workspace,
        task.tess_id,
        choices=IngestChoices(
            download=choices.download,
            attach_spd=choices.periodograms,
            figures=choices.figures,
            workers=FILES_AT_ONCE,
        ),
        report=lambda step: leased.tell(workspace, Step(0, 0, step.text)),
        files=lambda step: leased.tell(workspace, step),
    )
    proposals = proposals_in(task.details)
    computed, remark = _reported(workspace, leased, choices, proposals)
    state = _end_of(done, choices)
    words = _words(done, proposals, remark)

    def finish(session: Session) -> None:
        for ephemeris, source in proposals:
            propose_ephemeris(session, task.tess_id, ephemeris, source)
        if computed is not None:
            computed.save(session)
        if not finish_task(
            session, task.task_id, leased.owner, state, result=words, error="\n".join(done.failures)
        ):
            raise Cancelled(f"TIC {task.tess_id} was cancelled before its end was stored.")

    workspace.database.write(finish, repeatable=True)


def _end_of(done: IngestReport, choices: BatchChoices) -> TaskState:
    """A target with some of its files is of use, one with none of them has failed."""
    if not (choices.download and done.failures):
        return TaskState.DONE
    return TaskState.INCOMPLETE if done.provenances else TaskState.FAILED


def _reported(
    workspace: Workspace,
    leased: LeasedTask,
    choices: BatchChoices,
    proposals: Sequence[tuple[Ephemeris, Source]],
) -> tuple[ComputedReport | None, str]:
    """The report, if it was asked for, and what to say of it."""
    if not (choices.download and choices.reports):
        return None, ""
    leased.tell(workspace, Step(0, 0, "deciding the period"))
    try:
        computed = compute_report(
            workspace, leased.task.tess_id, further_proposals=proposals, cancelled=leased.stopping
        )
    except (NoLightCurve, BadLightCurve):
        return None, "no report: there is no light curve long enough"
    found = computed.report
    period = "no eclipses found" if found.ephemeris is None else f"period {found.ephemeris.period:.6f} d"
    return computed, f"{period}, {found.grade}"


def _words(done: IngestReport, proposals: Sequence[object], remark: str) -> str:
    files = f"{done.held} file{'' if done.held == 1 else 's'} held"
    parts = [f"{files}: {', '.join(done.provenances)}" if done.provenances else files]
    if proposals:
        parts.append(f"{len(proposals)} {'ephemeris' if len(proposals) == 1 else 'ephemerides'} proposed")
    return "; ".join([*parts, *([remark] if remark else []), *done.warnings])
