"""A desk of the ingest screen that keeps its batches in memory."""

from dataclasses import replace
from datetime import UTC, datetime

from tessebs_core.compute.target_lists import read_targets
from tessebs_core.records.work import BatchSummary, FileFate, Preview, RunnerStatus, Started, TargetTask
from tessebs_core.vocabulary import TaskState
from tessebs_widgets.state.ingest import TASKS_A_PAGE, Look

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


class FakeIngestDesk:
    """Lists become batches at once; a test sets what became of their targets."""

    def __init__(self) -> None:
        self.username = "ada"
        self.made: list[tuple[BatchSummary, list[TargetTask]]] = []
        self.status = RunnerStatus()
        self.runners_started = 0
        self.error: Exception | None = None
        self.may_change = True

    def look(self, batch_id, state, first, tess_id):
        if self.error is not None:
            raise self.error
        found = tuple(self._summary(number) for number in range(len(self.made), 0, -1))
        batch_id = batch_id or (found[0].batch_id if found else None)
        tasks = [] if batch_id is None else self.made[batch_id - 1][1]
        tasks = [each for each in tasks if state in (None, each.state)][first : first + TASKS_A_PAGE]
        files = () if tess_id is None else (FileFate("a.fits", "SPOC", 1, 10_000, "held"),)
        waiting = sum(each.left for each in found)
        return Look(found, tuple(tasks), files, replace(self.status, waiting=waiting), self.may_change, False)

    def preview(self, text, label):
        if self.error is not None:
            raise self.error
        listed = read_targets(text, author="ada", label=label)
        return Preview(listed, (), sum(len(each.proposals) for each in listed.targets))

    def start(self, preview, choices, label):
        wanted = [each.tess_id for each in preview.listed.targets]
        for summary, tasks in self.made:
            if [each.tess_id for each in tasks] == wanted and summary.choices == choices:
                return Started(summary.batch_id, is_new=False)
        number = len(self.made) + 1
        tasks = [
            TargetTask(1000 * number + at, number, tess_id, TaskState.WANTED)
            for at, tess_id in enumerate(wanted, start=1)
        ]
        self.made.append((BatchSummary(number, label, "ada", NOW, choices, {}), tasks))
        return Started(number, is_new=True)

    def retry(self, batch_id, task_ids):
        again = {TaskState.FAILED, TaskState.INCOMPLETE, TaskState.CANCELLED}
        return self._turn(batch_id, task_ids, again, TaskState.WANTED)

    def cancel(self, batch_id, task_ids):
        return self._turn(batch_id, task_ids, {TaskState.WANTED, TaskState.RUNNING}, TaskState.CANCELLED)

    def try_now(self):
        self.status = replace(self.status, paused_until=None, words="")

    def ensure_runner(self):
        if self.status.alive:
            return False
        self.runners_started += 1
        return True

    def become(self, batch_id: int, state: TaskState, *tess_ids: int, **what: object) -> None:
        """Say what became of targets of a batch."""
        tasks = self.made[batch_id - 1][1]
        for at, each in enumerate(tasks):
            if each.tess_id in tess_ids:
                tasks[at] = replace(each, state=state, **what)

    def _summary(self, number: int) -> BatchSummary:
        summary, tasks = self.made[number - 1]
        states = [each.state for each in tasks]
        return replace(summary, counts={each: states.count(each) for each in set(states)})

    def _turn(self, batch_id, task_ids, before, after):
        tasks = self.made[batch_id - 1][1]
        turned = [
            each for each in tasks if each.state in before and (task_ids is None or each.task_id in task_ids)
        ]
        self.become(batch_id, after, *(each.tess_id for each in turned))
        return len(turned)
