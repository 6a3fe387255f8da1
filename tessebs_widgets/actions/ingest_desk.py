"""The ingest screen's way to the workflows."""

from pathlib import Path

from tessebs_core.errors import InputError
from tessebs_core.records.work import BatchChoices, Preview, Started
from tessebs_core.vocabulary import Role, TaskState
from tessebs_widgets.actions.workspace_desk import WorkspaceDesk
from tessebs_widgets.state.ingest import TASKS_A_PAGE, Look

__all__ = ["IngestDesk"]


class IngestDesk(WorkspaceDesk):
    """One person at one workspace."""

    def look(self, batch_id: int | None, state: TaskState | None, first: int, tess_id: int | None) -> Look:
        """Everybody's batches, a page of one batch's targets, the files of one of them, and the runner."""
        from tessebs_core.workflows import batches

        workspace = self._workspace
        found = batches.list_batches(workspace)
        if batch_id is None and found:
            batch_id = found[0].batch_id
        states = None if state is None else [state]
        role = batches.role_of(workspace, self.username)
        return Look(
            batches=found,
            tasks=()
            if batch_id is None
            else batches.list_tasks(workspace, batch_id, states, first=first, most=TASKS_A_PAGE),
            files=() if tess_id is None else batches.files_of(workspace, tess_id),
            runner=batches.runner_status(workspace),
            may_change=role is not Role.VIEWER,
            leads=role.decides,
        )

    def preview(self, text: str, label: str) -> Preview:
        """Read a list; nothing is changed."""
        from tessebs_core.workflows.batches import preview_list

        return preview_list(self._workspace, self.username, text, label=label)

    def preview_file(self, path: Path) -> Preview:
        """Read the list of a file; nothing is changed."""
        from tessebs_core.compute.target_lists import decoded

        try:
            content = path.expanduser().read_bytes()
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error.strerror}.") from error
        return self.preview(decoded(content), path.name)

    def start(self, preview: Preview, choices: BatchChoices, label: str) -> Started:
        """Want a list."""
        from tessebs_core.workflows.batches import start_batch

        return start_batch(self._workspace, self.username, preview.listed, choices, label=label)

    def retry(self, batch_id: int, task_ids: tuple[int, ...] | None) -> int:
        """Want again what failed or was cancelled."""
        from tessebs_core.workflows.batches import retry_batch

        return retry_batch(self._workspace, self.username, batch_id, task_ids)

    def cancel(self, batch_id: int, task_ids: tuple[int, ...] | None) -> int:
        """Cancel what is not finished."""
        from tessebs_core.workflows.batches import cancel_batch

        return cancel_batch(self._workspace, self.username, batch_id, task_ids)

    def try_now(self) -> None:
        """End the runner's pause."""
        from tessebs_core.workflows.batches import try_now

        try_now(self._workspace, self.username)

    def ensure_runner(self) -> bool:
        """Start a runner unless one is alive; True when one was started."""
        from tessebs_core.workflows.runner_process import ensure_runner

        return ensure_runner(self._workspace)
