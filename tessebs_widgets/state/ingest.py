"""The ingest screen, as values."""

from dataclasses import dataclass

from traitlets import Bool, HasTraits, Instance, Int, Unicode, UseEnum

from tessebs_core.records.work import (
    BatchChoices,
    BatchSummary,
    FileFate,
    Preview,
    RunnerStatus,
    TargetTask,
)
from tessebs_core.vocabulary import TaskState
from tessebs_widgets.state.notices import Notice
from tessebs_widgets.state.triage import Phase

__all__ = ["TASKS_A_PAGE", "IngestState", "Look"]

TASKS_A_PAGE = 100


@dataclass(frozen=True)
class Look:
    """What the database says at one moment: everybody's batches, one batch's targets, the runner."""

    batches: tuple[BatchSummary, ...]
    tasks: tuple[TargetTask, ...]
    files: tuple[FileFate, ...]
    runner: RunnerStatus
    may_change: bool
    leads: bool


class IngestState(HasTraits):
    """What one person sees of the work on lists of targets; knows no widget and no database."""

    username = Unicode()
    phase = UseEnum(Phase, default_value=Phase.STARTING)
    notice = Instance(Notice, allow_none=True)

    preview = Instance(Preview, allow_none=True)
    label = Unicode("list", help="what the list is called: a file's name")
    reading = Bool(False, help="whether a list is being read")
    storing = Bool(False, help="whether a list is being stored")
    choices: BatchChoices = Instance(BatchChoices, ())

    batches: tuple[BatchSummary, ...] = Instance(tuple, args=())
    chosen = Int(None, allow_none=True, help="number of the batch whose targets are shown")
    wanted_state = UseEnum(TaskState, default_value=None, allow_none=True)
    first = Int(0, help="place of the first target of the page")
    tasks: tuple[TargetTask, ...] = Instance(tuple, args=())
    opened = Int(None, allow_none=True, help="task whose files are shown")
    files: tuple[FileFate, ...] = Instance(tuple, args=())
    runner: RunnerStatus = Instance(RunnerStatus, ())
    starting = Bool(False, help="whether a runner was started and has not been heard of yet")
    may_change = Bool(False)
    leads = Bool(False)

    @property
    def batch(self) -> BatchSummary | None:
        """The batch whose targets are shown."""
        return next((each for each in self.batches if each.batch_id == self.chosen), None)

    @property
    def task(self) -> TargetTask | None:
        """The target whose files are shown."""
        return next((each for each in self.tasks if each.task_id == self.opened), None)
