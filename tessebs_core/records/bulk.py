"""Work on very many targets, as values: what is chosen, how it is paced, how far it is."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from tessebs_core.records.work import BatchChoices, Choices
from tessebs_core.vocabulary import TaskState, WorkKind

__all__ = [
    "BulkPace",
    "BulkProgress",
    "FigureWork",
    "PeriodWork",
    "Share",
    "ShareReport",
    "Surroundings",
    "choices_from_stored",
]


@dataclass(frozen=True)
class PeriodWork:
    """What is computed of each target.

    Parameters
    ----------
    provenance : str, optional
        The product; the first that a target has by default.
    box_search : bool
        Also store the best box of a search with box least squares.
    """

    provenance: str | None = None
    box_search: bool = False

    def stored(self) -> dict[str, Any]:
        """The choices as JSON knows them."""
        return asdict(self)


@dataclass(frozen=True)
class FigureWork:
    """What is drawn of each target: ``text`` files too; with ``force`` what is newer than its data too."""

    text: bool = False
    force: bool = False

    def stored(self) -> dict[str, Any]:
        """The choices as JSON knows them."""
        return asdict(self)


def choices_from_stored(kind: WorkKind, values: dict[str, Any]) -> Choices:
    """Read the choices that a batch of a kind was stored with."""
    if kind is WorkKind.PERIODS:
        return PeriodWork(values.get("provenance"), bool(values.get("box_search")))
    if kind is WorkKind.FIGURES:
        return FigureWork(bool(values.get("text")), bool(values.get("force")))
    return BatchChoices.from_stored(values)


@dataclass(frozen=True)
class BulkPace:
    """How workers go about their targets; all times in seconds.

    Parameters
    ----------
    lease : float
        After which a worker that is not heard of has lost its target.
    beat : float
        Between two signs of life.
    attempts : int
        Times that a target is begun before it counts as failed.
    share : float
        After which a worker takes no further target, and asks for another share.
    look : float
        Between two looks whether to stop.
    pause : float
        After the archive could not be had, or the disk refused; doubled each time.
    longest_pause : float
        Of one pause.
    """

    lease: float = 60.0
    beat: float = 10.0
    attempts: int = 3
    share: float = 20.0
    look: float = 0.5
    pause: float = 30.0
    longest_pause: float = 600.0


@dataclass(frozen=True)
class Surroundings:
    """What all workers on one queue must have in common.

    Parameters
    ----------
    version : str
        Of tessEBs.
    database : str
        Where it is, without login, password and options.
    folder : str
        The data folder, in full.
    archive : str
        The address of MAST if it is not the usual one.
    host : str
        The machine; it matters for SQLite alone.
    """

    version: str
    database: str
    folder: str
    archive: str
    host: str

    def difference(self, other: Self) -> str:
        """What ``other`` has otherwise, in words; empty if it may work with us."""
        for name, setting in (
            ("version", "the version of tessEBs"),
            ("database", "TESSEBS_DATABASE_URL"),
            ("folder", "TESSEBS_DATA_DIR"),
            ("archive", "TESSEBS_MAST_URL"),
        ):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine != theirs:
                return f"{setting} is {mine or 'the usual one'} here and {theirs or 'the usual one'} there"
        if self.database.startswith("sqlite") and self.host != other.host:
            return f"a SQLite file belongs to one machine, {self.host}; a cluster needs MariaDB"
        return ""


@dataclass(frozen=True)
class Share:
    """What a worker is sent: whose queue to work on, and how. Which targets, it asks the database.

    Parameters
    ----------
    run : str
        The name of the command's run; the owners of its leases begin with it.
    """

    batch_id: int
    kind: WorkKind
    run: str
    pace: BulkPace
    surroundings: Surroundings


@dataclass(frozen=True)
class ShareReport:
    """What became of a share: how many targets were begun, and what held the worker up, if anything did."""

    begun: int
    held_up: str = ""


@dataclass(frozen=True)
class BulkProgress:
    """How far a batch is.

    Parameters
    ----------
    counts : dict of TaskState to int
    rate : float or None
        Targets a second of this run; None until it is known.
    workers : int
        How many targets may be under way at a time.
    words : str
        What holds the work up.
    """

    batch_id: int
    counts: dict[TaskState, int] = field(default_factory=dict)
    rate: float | None = None
    workers: int = 0
    words: str = ""

    @property
    def total(self) -> int:
        """How many targets it has."""
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """How many are wanted or under way."""
        return self.counts.get(TaskState.WANTED, 0) + self.counts.get(TaskState.RUNNING, 0)

    @property
    def ended(self) -> int:
        """How many are done, failed or cancelled."""
        return self.total - self.left

    @property
    def failed(self) -> int:
        """How many failed, wholly or in some files."""
        return self.counts.get(TaskState.FAILED, 0) + self.counts.get(TaskState.INCOMPLETE, 0)

    @property
    def seconds_left(self) -> float | None:
        """How long it takes at this rate; None until that is known."""
        return self.left / self.rate if self.rate else None
