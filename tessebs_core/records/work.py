"""Batches of work on many targets, as values: what is wanted, how far it is, who is at it."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, Protocol, Self

from tessebs_core.records.ephemerides import Ephemeris, Source
from tessebs_core.vocabulary import TaskState

__all__ = [
    "BatchChoices",
    "BatchSummary",
    "Choices",
    "FileFate",
    "LineProblem",
    "ListedTarget",
    "Preview",
    "RunnerStatus",
    "Started",
    "TargetList",
    "TargetTask",
]

_OPEN = (TaskState.WANTED, TaskState.RUNNING)


class Choices(Protocol):
    """What is chosen for each target of a batch, whatever the kind of work."""

    def stored(self) -> dict[str, Any]:
        """The choices as JSON knows them."""


@dataclass(frozen=True)
class BatchChoices:
    """What is done with each target of a batch, after its metadata and product list.

    Parameters
    ----------
    download : bool
        Download its light curves and syndicate them; without it the rest is left out too.
    periodograms : bool
        Attach Lomb-Scargle periodograms.
    figures : bool
        Draw the static figures.
    reports : bool
        Decide its period and store the report.
    """

    download: bool = True
    periodograms: bool = True
    figures: bool = False
    reports: bool = False

    @classmethod
    def from_stored(cls, values: dict[str, Any]) -> Self:
        """Read what is stored; what this version does not know is left out."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: bool(value) for name, value in values.items() if name in known})

    def stored(self) -> dict[str, bool]:
        """The choices as JSON knows them."""
        return asdict(self)


@dataclass(frozen=True)
class ListedTarget:
    """One target of a list: its TIC number, the line it stands in first, what is proposed for it."""

    tess_id: int
    line: int
    proposals: tuple[tuple[Ephemeris, Source], ...] = ()


@dataclass(frozen=True)
class LineProblem:
    """What was not understood: the line's number (1 is the first), its text, and the reason."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class TargetList:
    """What a pasted list or a file says.

    Parameters
    ----------
    targets : tuple of ListedTarget
        Each TIC once, in the order of the list.
    problems : tuple of LineProblem
        What was not understood; it harms nothing else.
    remarks : tuple of LineProblem
        What was understood in a way that should be known, as a full BJD that became a BTJD.
    repeated : int
        How often a TIC was there that had been there before.
    """

    targets: tuple[ListedTarget, ...]
    problems: tuple[LineProblem, ...] = ()
    remarks: tuple[LineProblem, ...] = ()
    repeated: int = 0

    def having(self, tess_ids: frozenset[int]) -> "TargetList":
        """The same with these targets alone."""
        return replace(self, targets=tuple(each for each in self.targets if each.tess_id in tess_ids))


@dataclass(frozen=True)
class Preview:
    """A list, and which of its targets the catalogue has light curves of already."""

    listed: TargetList
    held: tuple[int, ...]
    proposals: int

    @property
    def words(self) -> str:
        """One sentence, as "312 targets, 4 lines not understood, 20 already here"."""
        counts = [_counted(len(self.listed.targets), "target")]
        problem_lines = len({each.line for each in self.listed.problems})
        if problem_lines:
            counts.append(f"{_counted(problem_lines, 'line')} not understood")
        if self.listed.repeated:
            counts.append(f"{self.listed.repeated} named again")
        if self.held:
            counts.append(f"{len(self.held)} already here")
        if self.proposals:
            counts.append(f"{_counted(self.proposals, 'ephemeris', 'ephemerides')} to propose")
        return ", ".join(counts)


@dataclass(frozen=True)
class Started:
    """A batch that was asked for; it is not new where the same list with the same choices is under way."""

    batch_id: int
    is_new: bool


@dataclass(frozen=True)
class BatchSummary:
    """One batch: who wanted what and when, and how many of its targets are in which state."""

    batch_id: int
    label: str
    username: str
    date_added: datetime
    choices: BatchChoices
    counts: dict[TaskState, int]

    @property
    def total(self) -> int:
        """How many targets it has."""
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """How many are not finished in any way."""
        return sum(self.counts.get(each, 0) for each in _OPEN)

    @property
    def done(self) -> int:
        """How many are done, wholly or but for some files."""
        return self.counts.get(TaskState.DONE, 0) + self.counts.get(TaskState.INCOMPLETE, 0)

    @property
    def failed(self) -> int:
        """How many failed, wholly or in some files."""
        return self.counts.get(TaskState.FAILED, 0) + self.counts.get(TaskState.INCOMPLETE, 0)


@dataclass(frozen=True)
class TargetTask:
    """The work on one target of a batch.

    Parameters
    ----------
    step : str
        What is at hand, or was last.
    files_done, files_total : int or None
        How many files of those that were missing have been dealt with.
    attempts : int
        How often it was begun.
    not_before : datetime or None
        When it is tried again, UTC.
    result, error : str
        What came of it, in words.
    abandoned : bool
        It waits because the runner that had it in hand has died.
    """

    task_id: int
    batch_id: int
    tess_id: int
    state: TaskState
    step: str = ""
    files_done: int | None = None
    files_total: int | None = None
    attempts: int = 0
    not_before: datetime | None = None
    changed_at: datetime | None = None
    result: str = ""
    error: str = ""
    abandoned: bool = False


@dataclass(frozen=True)
class FileFate:
    """One light-curve file of a target and how it is: ``state`` is a word of `ProductState`."""

    file_name: str
    provenance: str
    sector: int | None
    size: int | None
    state: str
    error: str = ""


@dataclass(frozen=True)
class RunnerStatus:
    """Who works on what is wanted.

    Parameters
    ----------
    alive : bool or None
        None where there is no runner; False where one was and has died.
    host, pid : str, int
        Where it runs or ran.
    heard : datetime or None
        When it was last heard of, UTC.
    words : str
        What holds it up, if anything does.
    paused_until : datetime or None
        When it goes on, UTC.
    waiting : int
        Targets that are wanted or under way, in all batches.
    """

    alive: bool | None = None
    host: str = ""
    pid: int | None = None
    heard: datetime | None = None
    words: str = ""
    paused_until: datetime | None = None
    waiting: int = 0


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
