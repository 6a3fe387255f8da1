"""``tessebs ingest``: lists of targets from MAST, in batches that survive being stopped."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from tessebs_core.cli.terminal import complain, progress_bar, say
from tessebs_core.compute.target_lists import decoded
from tessebs_core.errors import InputError
from tessebs_core.identity import acting_user
from tessebs_core.records.work import BatchChoices, BatchSummary, Preview
from tessebs_core.vocabulary import TaskState
from tessebs_core.workflows import batches
from tessebs_core.workflows.reporting import Step
from tessebs_core.workflows.runner import run_tasks
from tessebs_core.workflows.workspace import Workspace, open_workspace

__all__ = ["ingest", "read_list"]

_MOST_SHOWN = 20
_FAILED = (TaskState.FAILED, TaskState.INCOMPLETE)


def ingest(
    source: Annotated[
        str | None, typer.Argument(metavar="[FILE|-|TIC]", help="A list of targets; - reads standard input.")
    ] = None,
    status: Annotated[bool, typer.Option("--status", help="Show the batches, and change nothing.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what is wanted.")] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what failed, in --batch or in all of them.")
    ] = False,
    cancel: Annotated[bool, typer.Option("--cancel", help="Cancel what is left of --batch.")] = False,
    batch: Annotated[int | None, typer.Option(min=1, help="The number of a batch, see --status.")] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Say what the list holds, and stop.")] = False,
    download: Annotated[bool, typer.Option(help="Download and syndicate the light curves.")] = True,
    spd: Annotated[bool, typer.Option(help="Attach Lomb-Scargle periodograms.")] = True,
    figures: Annotated[bool, typer.Option(help="Draw the static figures.")] = False,
    reports: Annotated[bool, typer.Option(help="Decide the periods and store the reports.")] = False,
    username: Annotated[
        str | None, typer.Option("--as", help="Who does this; the name of the login if left out.")
    ] = None,
) -> None:
    """Fetch a list of targets: TIC numbers, or a table with a column TIC and perhaps bjd0, period, source.

    What is wanted is kept in the database: after Ctrl-C, the same command or `tessebs ingest --resume` goes
    on. A list that has come to its end is looked at anew: only new files are fetched. The exit code is 1 if a
    target of the list failed.
    """
    if sum((source is not None, status, resume, retry_failed, cancel)) != 1:
        raise typer.BadParameter("Give a list, or one of --status, --resume, --retry-failed, --cancel.")
    workspace, person = open_workspace(), username or acting_user()
    if status:
        _show(workspace, batch)
        return
    if cancel:
        if batch is None:
            raise typer.BadParameter("--cancel needs --batch NUMBER.")
        say(f"{batches.cancel_batch(workspace, person, batch)} targets of batch {batch} are cancelled.")
        return
    if source is not None:
        choices = BatchChoices(download, spd, figures, reports)
        batch = _want(workspace, person, source, choices, only_preview=preview)
        if batch is None:
            return
    elif retry_failed:
        numbers = [each.batch_id for each in batches.list_batches(workspace)] if batch is None else [batch]
        count = sum(batches.retry_batch(workspace, person, each) for each in numbers)
        say(f"{count} targets are wanted again.")
    _work(workspace)
    raise typer.Exit(1 if _show(workspace, batch) else 0)


def _want(
    workspace: Workspace, person: str, source: str, choices: BatchChoices, *, only_preview: bool
) -> int | None:
    """Make a batch of a list; returns its number, None when it was only to be looked at."""
    label, text = read_list(source)
    found = batches.preview_list(workspace, person, text, label=label)
    _tell(found)
    if only_preview:
        return None
    started = batches.start_batch(workspace, person, found.listed, choices, label=label)
    known = "" if started.is_new else ", which is under way: nothing was added"
    say(f"batch {started.batch_id}{known}")
    return started.batch_id


def read_list(source: str) -> tuple[str, str]:
    """Name and text of a list: a file, ``-`` for standard input, or a TIC number itself.

    Raises
    ------
    InputError
        The file cannot be read.
    """
    if source == "-":
        return "standard input", decoded(sys.stdin.buffer.read())
    path = Path(source).expanduser()
    if not path.exists() and source.strip().isdigit():
        return f"TIC {source}", source
    try:
        return path.name, decoded(path.read_bytes())
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}. Give a file, a TIC number, or -."
        ) from error


def _tell(found: Preview) -> None:
    say(found.words)
    for each in found.listed.problems[:_MOST_SHOWN]:
        complain(f"  line {each.line}: {each.reason}")
    if len(found.listed.problems) > _MOST_SHOWN:
        complain(f"  and {len(found.listed.problems) - _MOST_SHOWN} more")
    for each in found.listed.remarks[:_MOST_SHOWN]:
        say(f"  line {each.line}: {each.reason}")


def _work(workspace: Workspace) -> None:
    """Work on what is wanted, here; if a runner is at work already, leave it to that one."""
    with progress_bar("ingest") as report:
        did = run_tasks(workspace, progress=lambda: report(_step(workspace)))
    if not did:
        say("Another runner is at work on this data folder and takes these targets too; see --status.")


def _step(workspace: Workspace) -> Step:
    found = batches.list_batches(workspace)
    status = batches.runner_status(workspace)
    ended = sum(each.total - each.left for each in found if each.left)
    words = f"waiting: {status.words}" if status.paused_until else f"{status.waiting} left"
    return Step(ended, ended + status.waiting, words)


def _show(workspace: Workspace, batch: int | None) -> bool:
    """Tell how far batches are, and what failed of a named one; whether anything of it did."""
    found = [each for each in batches.list_batches(workspace) if batch in (None, each.batch_id)]
    if not found:
        say("There are no batches." if batch is None else f"There is no batch {batch}.")
    for each in found:
        say(_line(each))
    if batch is None:
        return False
    failed = batches.list_tasks(workspace, batch, _FAILED, most=_MOST_SHOWN)
    for task in failed:
        complain(f"  TIC {task.tess_id}: {task.error}")
    return bool(failed)


def _line(each: BatchSummary) -> str:
    counts = ", ".join(f"{number} {state}" for state, number in sorted(each.counts.items()))
    when = f"{each.date_added:%Y-%m-%d %H:%M} UTC"
    return f"batch {each.batch_id}  {when}  {each.username}  {each.label}: {counts}"
