"""What commands print: progress, results and complaints."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from tessebs_core.workflows.reporting import Report, Step

__all__ = ["complain", "progress_bar", "say"]


def say(words: str, style: str = "") -> None:
    """Print plain words on standard output; nothing in them is markup."""
    Console(soft_wrap=True).print(Text(words, style=style))


def complain(words: str) -> None:
    """Print plain words on standard error."""
    Console(stderr=True, soft_wrap=True).print(Text(words, style="red"))


@contextmanager
def progress_bar(title: str) -> Iterator[Report]:
    """Show a bar on standard error while long work reports its steps."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[at]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None, at="")

        def report(step: Step) -> None:
            bar.update(task, completed=step.done, total=step.total, at=step.text)

        yield report
