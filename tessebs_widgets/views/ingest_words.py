"""States of the ingest screen in words, each with a sign that needs no colour."""

from tessebs_core.records.work import RunnerStatus
from tessebs_core.vocabulary import TaskState

__all__ = ["STATES", "runner_words"]

STATES: dict[TaskState, tuple[str, str]] = {
    TaskState.WANTED: ("…", "waiting"),
    TaskState.RUNNING: ("▶", "under way"),
    TaskState.DONE: ("✓", "done"),
    TaskState.INCOMPLETE: ("!", "incomplete"),
    TaskState.FAILED: ("✕", "failed"),
    TaskState.CANCELLED: ("⊘", "cancelled"),
}
"""Sign and word of each state."""


def runner_words(status: RunnerStatus, *, starting: bool) -> tuple[str, str, str]:
    """What the runner does: a kind for the colour, a sentence, and what its button says (empty for none)."""
    left = f"{status.waiting} target{'' if status.waiting == 1 else 's'}"
    if not status.waiting:
        return "quiet", "Nothing waits: every target has come to its end.", ""
    if status.alive and status.paused_until is not None and status.words:
        return "held-up", f"Held up, {left} wait: {status.words}", "Try now"
    if status.alive:
        return "working", f"A runner works on {status.host} (process {status.pid}): {left} left.", ""
    if starting:
        return "starting", f"A runner is starting: {left} wait.", ""
    if status.alive is False:
        return (
            "dead",
            f"The runner has died, {left} wait. What it had in hand is taken up again; what arrived is kept.",
            "Resume",
        )
    return "idle", f"{left} wait and no runner is at work.", "Resume"
