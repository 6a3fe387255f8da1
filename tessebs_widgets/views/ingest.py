"""The ingest screen: a list to read, everybody's batches, the targets of one, and who works on them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tessebs_core.errors import InputError
from tessebs_core.records.work import BatchChoices, BatchSummary, FileFate, LineProblem, Preview, TargetTask
from tessebs_core.vocabulary import TaskState
from tessebs_widgets.assets import script, style
from tessebs_widgets.state.guarding import guarded
from tessebs_widgets.state.ingest import TASKS_A_PAGE, IngestState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.ingest_words import STATES, runner_words
from tessebs_widgets.views.messages import flag, optional, text, whole, word
from tessebs_widgets.views.navigation import described_apps
from tessebs_widgets.views.screen import Screen

__all__ = ["IngestActions", "IngestBoard", "IngestScreen"]

LONGEST_PIECE = 1_000_000  # characters of a list in one message
MOST_PIECES = 40
_LONGEST_LABEL = 255
_MOST_PROBLEMS = 200
_STATES = [{"word": str(each), "sign": sign, "label": label} for each, (sign, label) in STATES.items()]
_AGAIN = {TaskState.FAILED, TaskState.INCOMPLETE, TaskState.CANCELLED}
_LEFT = {TaskState.WANTED, TaskState.RUNNING}


@dataclass(frozen=True)
class IngestActions:
    """What the board's buttons do; a task is None for all of a batch."""

    look: Callable[[], None]
    refresh: Callable[[], None]
    read: Callable[[str, str], None]
    forget: Callable[[], None]
    choose: Callable[[BatchChoices], None]
    start: Callable[[], object]
    show: Callable[[int, TaskState | None], None]
    turn: Callable[[int], None]
    open: Callable[[int | None], None]
    retry: Callable[[int, tuple[int, ...] | None], object]
    cancel: Callable[[int, tuple[int, ...] | None], object]
    resume: Callable[[], None]


class IngestScreen(Screen):
    """The ingest screen's own words; it has no target."""

    watches = ("phase", "notice", "username")
    starting = "Opening the lists of targets…"

    def _tic(self) -> str | None:
        return None


class IngestBoard(View):
    """Show all of it; a list arrives in pieces, as no message may be as long as a file."""

    _esm = script("dom", "navigation", "ingest_rows", "ingest")
    _css = style("ingest")
    watches = (
        "batches", "chosen", "wanted_state", "first", "tasks", "opened", "files", "runner", "starting",
        "may_change", "leads", "preview", "label", "reading", "storing", "choices", "notice", "username",
    )  # fmt: skip

    def __init__(self, state: IngestState, actions: IngestActions) -> None:
        self._actions = actions
        self._pieces: list[str] = []
        super().__init__(
            state,
            {
                "look": lambda _: actions.look(),
                "refresh": lambda _: actions.refresh(),
                "piece": self._piece,
                "forget": lambda _: actions.forget(),
                "choices": lambda message: actions.choose(_choices(message)),
                "start": self._start,
                "show": lambda message: actions.show(
                    whole(message, "batch"),
                    word(message, "state", TaskState) if optional(message, "state") else None,
                ),
                "turn": lambda message: actions.turn(1 if flag(message, "on") else -1),
                "open": lambda message: actions.open(
                    whole(message, "task") if optional(message, "task") else None
                ),
                "retry": lambda message: actions.retry(*_some(message)),
                "cancel": lambda message: actions.cancel(*_some(message)),
                "resume": lambda _: actions.resume(),
            },
        )
        self.add_class("te-ingest-place")

    def describe(self) -> dict[str, Any]:
        """Everything in words and numbers."""
        state = self._state
        notice, runner = state.notice, state.runner
        kind, words, button = runner_words(runner, starting=state.starting)
        return {
            **described_apps("ingest"),
            "username": state.username,
            "may_change": state.may_change,
            "preview": _preview(state.preview) if state.preview is not None else None,
            "label": state.label,
            "reading": state.reading,
            "storing": state.storing,
            "choices": state.choices.stored(),
            "states": _STATES,
            "batches": [_batch(each, state) for each in state.batches],
            "batch": _batch(state.batch, state) if state.batch is not None else None,
            "wanted_state": None if state.wanted_state is None else str(state.wanted_state),
            "tasks": [_task(each, state.opened) for each in state.tasks],
            "page": _page(state),
            "opened": state.opened,
            "files": [_file(each) for each in state.files],
            "runner": {
                "kind": kind, "words": words, "button": button,
                "paused_until": runner.paused_until.isoformat() if runner.paused_until else None,
                "heard": runner.heard.isoformat() if runner.heard else None,
            },
            "notice": notice and {"kind": str(notice.kind), "text": notice.text},
        }  # fmt: skip

    def _piece(self, message: Mapping[str, Any]) -> None:
        """Take a piece of a list; the last one lets it be read."""
        number, total = whole(message, "number"), whole(message, "total")
        if number == 1:
            self._pieces = []
        if total > MOST_PIECES or number != len(self._pieces) + 1:
            raise InputError("The list did not arrive in order. Preview it again.")
        self._pieces.append(text(message, "text", longest=LONGEST_PIECE))
        if number == total:
            content, self._pieces = "".join(self._pieces), []
            label = text(message, "label", longest=_LONGEST_LABEL).strip() or "list"
            self._actions.read(content, label)

    def _start(self, message: Mapping[str, Any]) -> None:
        with guarded(self._state):
            self._actions.choose(_choices(message))
            self._actions.start()
        self._refresh()


def _choices(message: Mapping[str, Any]) -> BatchChoices:
    names = ("download", "periodograms", "figures", "reports")
    return BatchChoices(**{name: flag(message, name) for name in names})


def _some(message: Mapping[str, Any]) -> tuple[int, tuple[int, ...] | None]:
    return whole(message, "batch"), (whole(message, "task"),) if optional(message, "task") else None


def _preview(found: Preview) -> dict[str, Any]:
    listed = found.listed
    return {
        "words": found.words,
        "targets": len(listed.targets),
        "problems": [_line(each) for each in listed.problems[:_MOST_PROBLEMS]],
        "more": max(0, len(listed.problems) - _MOST_PROBLEMS),
        "remarks": [_line(each) for each in listed.remarks[:_MOST_PROBLEMS]],
        "held": [str(each) for each in found.held[:_MOST_PROBLEMS]],
        "held_more": max(0, len(found.held) - _MOST_PROBLEMS),
    }


def _line(each: LineProblem) -> str:
    return f"line {each.line}: {each.reason} ({each.text})"


def _batch(each: BatchSummary, state: IngestState) -> dict[str, Any]:
    own = each.username == state.username or state.leads
    counts = each.counts
    return {
        "id": each.batch_id,
        "label": each.label,
        "username": each.username,
        "at": each.date_added.isoformat(),
        "total": each.total,
        "left": each.left,
        "done": each.done,
        "counts": [{"state": str(name), "count": counts[name]} for name in STATES if counts.get(name)],
        "chosen": each.batch_id == state.chosen,
        "does": _does(each.choices),
        "can_retry": state.may_change and any(counts.get(name) for name in _AGAIN),
        "can_cancel": state.may_change and own and each.left > 0,
    }


def _does(choices: BatchChoices) -> str:
    if not choices.download:
        return "metadata only"
    names = {"periodograms": "periodograms", "figures": "figures", "reports": "period reports"}
    return ", ".join(["light curves", *(said for name, said in names.items() if getattr(choices, name))])


def _task(each: TargetTask, opened: int | None) -> dict[str, Any]:
    return {
        "id": each.task_id,
        "tic": str(each.tess_id),
        "state": str(each.state),
        "step": each.step,
        "files_done": each.files_done,
        "files_total": each.files_total,
        "attempts": each.attempts,
        "not_before": each.not_before.isoformat() if each.not_before else None,
        "words": each.result,
        "error": each.error,
        "opened": each.task_id == opened,
        "again": each.state in _AGAIN,
        "left": each.state in _LEFT,
        "abandoned": each.abandoned,
    }


def _file(each: FileFate) -> dict[str, Any]:
    return {
        "name": each.file_name,
        "provenance": each.provenance,
        "sector": each.sector,
        "size": each.size,
        "state": each.state,
        "error": each.error,
    }


def _page(state: IngestState) -> dict[str, Any]:
    batch = state.batch
    if batch is None:
        return {"words": "", "back": False, "on": False}
    total = batch.total if state.wanted_state is None else batch.counts.get(state.wanted_state, 0)
    last = state.first + len(state.tasks)
    words = f"{state.first + 1}–{last} of {total}" if state.tasks else ""
    return {"words": words, "back": state.first > 0, "on": state.first + TASKS_A_PAGE < total}
