"""``tessebs bulk``: work on very many targets, over Dask, that may be stopped and killed at any time."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from tessebs_core.cli.bulk_progress import (
    advice,
    telling,
    write_failures,
)
from tessebs_core.cli.ingest import read_list
from tessebs_core.cli.terminal import complain, say
from tessebs_core.errors import InputError
from tessebs_core.identity import acting_user
from tessebs_core.records.bulk import BulkProgress, FigureWork, PeriodWork
from tessebs_core.records.work import BatchChoices, Choices, TargetList
from tessebs_core.settings import read_settings
from tessebs_core.vocabulary import TaskState, WorkKind
from tessebs_core.workflows import bulk as work
from tessebs_core.workflows import bulk_targets
from tessebs_core.workflows.batches import cancel_batch, retry_batch
from tessebs_core.workflows.workspace import Workspace, open_workspace

__all__ = ["bulk"]

_MOST_SHOWN = 20
_ASKED_OF_MAST = 2  # targets at a time; MAST is everybody's
_STOPPED = 130


@dataclass(frozen=True)
class _Order:
    """Who wants what kind of work, where it is done."""

    workspace: Workspace
    person: str
    kind: WorkKind
    workers: int | None
    processes: bool
    scheduler: str | None
    failures: Path | None


def bulk(
    kind: Annotated[WorkKind, typer.Argument(help="What to do with each target.")],
    query: Annotated[
        str | None,
        typer.Option(
            help="A search of the catalogue: its address (period_min=1&flags=EB), a saved search, or a name."
        ),
    ] = None,
    targets: Annotated[str | None, typer.Option(metavar="FILE|-|TIC", help="A list of targets.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All targets of which light curves are here.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how many targets, and change nothing.")
    ] = False,
    queue_only: Annotated[
        bool, typer.Option("--queue-only", help="Make the batch and stop: others work on it by --resume.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Look at what is done too, and mend what has become old.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with --batch, or with all of this kind.")
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Go on, with what failed too.")
    ] = False,
    status: Annotated[bool, typer.Option("--status", help="Show the batches, and change nothing.")] = False,
    cancel: Annotated[bool, typer.Option("--cancel", help="Cancel what is left of --batch.")] = False,
    batch: Annotated[int | None, typer.Option(min=1, help="The number of a batch, see --status.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=1000, help="Targets at a time; one for each core by default.")
    ] = None,
    processes: Annotated[
        bool, typer.Option("--processes", help="Workers are processes: for figures, and if targets crash.")
    ] = False,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Work on the cluster of a Dask scheduler, tcp://host:8786."),
    ] = None,
    failures: Annotated[Path | None, typer.Option(metavar="FILE", help="Write what failed as CSV.")] = None,
    provenance: Annotated[
        str | None, typer.Option(help="periods: the product; the first held by default.")
    ] = None,
    box_search: Annotated[
        bool, typer.Option("--box-search", help="periods: also store the best box.")
    ] = False,
    text: Annotated[
        bool, typer.Option("--text", help="figures: light curves and periodograms as text too.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="figures: draw anew what is newer than its data.")
    ] = False,
    with_figures: Annotated[bool, typer.Option("--figures", help="ingest: draw the figures too.")] = False,
    with_reports: Annotated[bool, typer.Option("--reports", help="ingest: decide the periods too.")] = False,
    username: Annotated[
        str | None, typer.Option("--as", help="Who does this; the name of the login if left out.")
    ] = None,
) -> None:
    """Ingest, decide periods or draw figures of very many targets at once.

    What is wanted is a batch in the database; the same targets with the same choices are the same batch, so
    that the same command goes on where it stopped and does nothing twice. Ctrl-C stops after giving back what
    is under way, a second Ctrl-C at once. The exit code is 1 if a target failed, 130 if it was stopped.
    """
    chosen = [query is not None, targets is not None, every]
    asked = [any(chosen), resume, retry_failed, status, cancel]
    if sum(chosen) > 1 or sum(asked) != 1:
        raise typer.BadParameter(
            "Give one of --query, --targets, --all; or one of --resume, --retry-failed, --status, --cancel."
        )
    if (retry_failed or cancel) and batch is None:
        raise typer.BadParameter("Name the batch: --batch NUMBER, see --status.")
    choices = _choices(
        kind,
        {"provenance": provenance, "box_search": box_search},
        {"text": text, "force": force},
        {"figures": with_figures, "reports": with_reports},
    )
    order = _Order(open_workspace(), username or acting_user(), kind, workers, processes, scheduler, failures)
    if status:
        _show(order, batch)
    elif cancel and batch is not None:
        say(f"{cancel_batch(order.workspace, order.person, batch)} targets of batch {batch} are cancelled.")
    elif resume or retry_failed:
        _go_on(order, batch, retry_failed=retry_failed)
    else:
        label, listed = _targets(order, query, targets)
        _tell_targets(listed)
        if not (dry_run or listed.targets):
            raise InputError(
                "Nothing was found, so nothing was begun. --all takes all with light curves here."
            )
        if not dry_run:
            _begin(order, listed, choices, label, queue_only=queue_only, again=again)


def _choices(
    kind: WorkKind, periods: dict[str, Any], figures: dict[str, Any], ingest: dict[str, Any]
) -> Choices:
    """What is chosen; options of another kind of work are a mistake."""
    known = {WorkKind.PERIODS: periods, WorkKind.FIGURES: figures, WorkKind.INGEST: ingest}
    for other, options in known.items():
        if other is not kind and (given := [name for name, value in options.items() if value]):
            raise typer.BadParameter(f"--{given[0].replace('_', '-')} is for `tessebs bulk {other}`.")
    if kind is WorkKind.PERIODS:
        return PeriodWork(**periods)
    return FigureWork(**figures) if kind is WorkKind.FIGURES else BatchChoices(**ingest)


def _targets(order: _Order, query: str | None, source: str | None) -> tuple[str, TargetList]:
    if query is not None:
        return query, bulk_targets.targets_of_search(order.workspace, order.person, query)
    if source is not None:
        label, content = read_list(source)
        return label, bulk_targets.listed_targets(order.person, content, label=label)
    return "all targets", bulk_targets.all_targets(order.workspace)


def _tell_targets(listed: TargetList) -> None:
    some = ", ".join(str(each.tess_id) for each in listed.targets[:_MOST_SHOWN])
    more = ", ..." if len(listed.targets) > _MOST_SHOWN else ""
    count = len(listed.targets)
    say(f"{count} target{'' if count == 1 else 's'}{f': {some}{more}' if some else ''}")
    for each in listed.problems[:_MOST_SHOWN]:
        complain(f"  line {each.line} is not understood: {each.reason}")
    if len(listed.problems) > _MOST_SHOWN:
        complain(f"  and {len(listed.problems) - _MOST_SHOWN} more lines")


def _begin(
    order: _Order, listed: TargetList, choices: Choices, label: str, *, queue_only: bool, again: bool
) -> None:
    started = work.start_bulk(order.workspace, order.person, order.kind, listed, choices, label=label)
    number = started.batch_id
    say(f"batch {number}{'' if started.is_new else ', which is there already: nothing was added'}")
    if again and not started.is_new:
        count = work.want_all_again(order.workspace, order.person, order.kind, number)
        say(f"{count} targets are looked at again.")
    if queue_only:
        say(f"`tessebs bulk {order.kind} --resume --batch {number}` works on it, here or anywhere.")
        return
    if not work.bulk_progress(order.workspace, number).left:
        say("Everything of it has ended. --again looks whether anything has become old.")
        raise typer.Exit(_report(order, number))
    _work(order, [number])


def _go_on(order: _Order, batch: int | None, *, retry_failed: bool) -> None:
    found = work.bulk_batches(order.workspace, order.kind)
    numbers = [each.batch_id for each in reversed(found) if each.left] if batch is None else [batch]
    if retry_failed and batch is not None:
        work.require_worker(order.workspace, order.person, order.kind, batch)
        say(f"{retry_batch(order.workspace, order.person, batch)} targets are wanted again.")
    if not numbers:
        say("Nothing is left to do.")
        return
    _work(order, numbers)


def _work(order: _Order, numbers: list[int]) -> None:
    """Work on batches, one after the other, and end the command with what came of them."""
    from tessebs_core.workflows.bulk_cluster import Where, open_cluster
    from tessebs_core.workflows.bulk_runs import run_batch

    for number in numbers:
        work.require_worker(order.workspace, order.person, order.kind, number)
    usual = _ASKED_OF_MAST if order.kind is WorkKind.INGEST else os.cpu_count() or 1
    where = Where(order.workers or usual, order.processes, order.scheduler)
    stopping = threading.Event()
    style = read_settings().log
    with open_cluster(where) as cluster, _interrupts(stopping), telling(order.kind, style) as tell:
        for number in numbers:
            if not stopping.is_set():
                run_batch(order.workspace, cluster, order.kind, number, stopping=stopping, progress=tell)
    code = max(_report(order, number) for number in numbers)
    if stopping.is_set():
        complain(f"Stopped. `tessebs bulk {order.kind} --resume` goes on.")
    raise typer.Exit(_STOPPED if stopping.is_set() else code)


@contextmanager
def _interrupts(stopping: threading.Event) -> Iterator[None]:
    """Ctrl-C and SIGTERM stop at the next safe place; the second time at once."""

    def stop(*_: object) -> None:
        if stopping.is_set():
            raise KeyboardInterrupt
        stopping.set()
        complain("Stopping: what is under way is given back. Ctrl-C again stops at once.")

    usual = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except KeyboardInterrupt:
        complain("Stopped at once. What was finished is kept; --resume goes on.")
        sys.stdout.flush()
        os._exit(_STOPPED)  # threads that work on a target would be waited for
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)


def _report(order: _Order, number: int) -> int:
    """Tell how a batch is, and what failed of it; returns the exit code."""
    found = work.bulk_progress(order.workspace, number)
    say(f"batch {number}: {_counts(found)}")
    if order.failures is not None and found.failed:
        count = write_failures(order.kind, work.bulk_failures(order.workspace, number), order.failures)
        complain(f"{count} failures are listed in {order.failures}.")
        return 1
    for place, task in enumerate(work.bulk_failures(order.workspace, number)):
        if place == _MOST_SHOWN:
            complain("  ... and more: --failures FILE.csv lists all of them")
            break
        complain(f"  TIC {task.tess_id}: {task.error}\n    {advice(order.kind, task)}")
    return 1 if found.failed else 0


def _counts(found: BulkProgress) -> str:
    return (
        ", ".join(f"{found.counts[each]} {each}" for each in TaskState if found.counts.get(each)) or "empty"
    )


def _show(order: _Order, batch: int | None) -> None:
    found = [
        each for each in work.bulk_batches(order.workspace, order.kind) if batch in (None, each.batch_id)
    ]
    if not found:
        say(f"There are no batches of {order.kind}." if batch is None else f"There is no batch {batch}.")
    for each in found:
        counted = BulkProgress(each.batch_id, each.counts)
        when = f"{each.date_added:%Y-%m-%d %H:%M} UTC"
        say(f"batch {each.batch_id}  {when}  {each.username}  {each.label}: {_counts(counted)}")
    if batch is not None and found:
        _report(order, batch)
