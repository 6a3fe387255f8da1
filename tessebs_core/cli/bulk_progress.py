"""How far bulk work is: a bar on a terminal, lines elsewhere, JSON lines where logs are JSON."""

import csv
import logging
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tessebs_core.cli.terminal import complain
from tessebs_core.errors import StorageError
from tessebs_core.logs import formatter
from tessebs_core.records.bulk import BulkProgress
from tessebs_core.records.work import TargetTask
from tessebs_core.vocabulary import LogStyle, WorkKind

__all__ = ["advice", "duration_words", "progress_words", "telling", "write_failures"]

Tell = Callable[[BulkProgress], None]

_BETWEEN_LINES = 15.0  # seconds


def progress_words(found: BulkProgress) -> str:
    """One line, as "1200 of 4000, 3 failed, 5.1/s, 9 min left"."""
    parts = [f"{found.ended} of {found.total}", f"{found.failed} failed", *_pace_words(found)]
    return ", ".join([*parts, found.words] if found.words else parts)


def duration_words(seconds: float) -> str:
    """A duration for people: 40 s, 12 min, 3.5 h, 2.1 d."""
    for length, unit, shown in ((86_400.0, "d", ".1f"), (3600.0, "h", ".1f"), (60.0, "min", ".0f")):
        if seconds >= 2 * length:
            return f"{seconds / length:{shown}} {unit}"
    return f"{seconds:.0f} s"


@contextmanager
def telling(kind: WorkKind, style: LogStyle) -> Iterator[Tell]:
    """Tell of progress on standard error, as suits whoever reads it."""
    if style is LogStyle.JSON:
        with _log_lines() as tell:
            yield tell
    elif sys.stderr.isatty():
        with _bar(kind) as tell:
            yield tell
    else:
        yield _seldom(lambda found: complain(f"{kind}: {progress_words(found)}"))


def advice(kind: WorkKind, task: TargetTask) -> str:
    """What to do about a failure."""
    if "tessebs tic add" in task.error or "has no light curve" in task.error:
        return f"tessebs tic add {task.tess_id}"
    retry = f"tessebs bulk {kind} --batch {task.batch_id} --retry-failed"
    if "died" in task.error or "on our side" in task.error:
        return f"read bulk.log in the data folder, then {retry}"
    return f"mend it, then {retry}"


def write_failures(kind: WorkKind, failures: Iterable[TargetTask], path: Path) -> int:
    """Write a table of what failed, with the reasons and what to do; returns how many lines.

    Raises
    ------
    StorageError
        The file cannot be written.
    """
    count = 0
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow(("TIC", "state", "attempts", "reason", "what to do"))
            for each in failures:
                words = " ".join(each.error.split())
                table.writerow((each.tess_id, each.state, each.attempts, words, advice(kind, each)))
                count += 1
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}. Choose another file.") from error
    return count


def _pace_words(found: BulkProgress) -> list[str]:
    if found.rate is None or found.seconds_left is None:
        return []
    rate = f"{found.rate:.1f}/s" if found.rate >= 1 else f"{60 * found.rate:.1f}/min"
    return [rate, f"{duration_words(found.seconds_left)} left"] if found.left else [rate]


@contextmanager
def _bar(kind: WorkKind) -> Iterator[Tell]:
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[words]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(str(kind), total=None, words="counting")

        def tell(found: BulkProgress) -> None:
            words = [f"{found.failed} failed", *_pace_words(found), *([found.words] if found.words else [])]
            bar.update(task, completed=found.ended, total=found.total, words=", ".join(words))

        yield tell


@contextmanager
def _log_lines() -> Iterator[Tell]:
    logger = logging.getLogger("tessebs_core.bulk.progress")
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(LogStyle.JSON))
    logger.addHandler(handler)
    level, logger.propagate = logger.level, False
    logger.setLevel(logging.INFO)
    try:
        yield _seldom(lambda found: logger.info("batch %d: %s", found.batch_id, progress_words(found)))
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def _seldom(tell: Tell) -> Tell:
    """Tell the first, the last, and in between what has changed, each quarter of a minute."""
    told_at, told = 0.0, ""

    def sometimes(found: BulkProgress) -> None:
        nonlocal told_at, told
        if not told or not found.left or time.monotonic() - told_at >= _BETWEEN_LINES:
            words = progress_words(found)
            if words != told:
                tell(found)
            told_at, told = time.monotonic(), words

    return sometimes
