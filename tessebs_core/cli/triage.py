"""``tessebs triage``: proposals for the reviewers' queue."""

from typing import Annotated

import typer

from tessebs_core.cli import work_order
from tessebs_core.cli.terminal import say
from tessebs_core.records import Ephemeris, Source
from tessebs_core.workflows.triage import add_to_triage
from tessebs_core.workflows.workspace import open_workspace

__all__ = ["commands"]

commands = typer.Typer(help="Propose ephemerides for triage, and order the work.", no_args_is_help=True)


for _command in (work_order.assign, work_order.order, work_order.recall):
    commands.command()(_command)
commands.add_typer(work_order.gold, name="gold")


@commands.callback()
def _group() -> None:
    pass


@commands.command()
def add(
    tess_id: Annotated[
        int, typer.Argument(min=1, metavar="TIC", help="TIC number of a target in the catalogue.")
    ],
    bjd0: Annotated[
        float, typer.Option("--bjd0", help="Time of a primary minimum, BTJD = BJD_TDB - 2457000, days.")
    ],
    period: Annotated[float, typer.Option(help="Orbital period, days.")],
    model: Annotated[str, typer.Option(help="The code that found it, for example QATS.")],
    version: Annotated[str | None, typer.Option(help="The code's version.")] = None,
    author: Annotated[str, typer.Option(help="Who ran it.")] = "",
    reference: Annotated[str | None, typer.Option(help="A paper, for example a bibcode.")] = None,
    bjd0_uncert: Annotated[float | None, typer.Option("--bjd0-uncert", help="One sigma, days.")] = None,
    period_uncert: Annotated[float | None, typer.Option(help="One sigma, days.")] = None,
) -> None:
    """Propose an ephemeris for a target; the same source's same numbers are stored once."""
    ephemeris = Ephemeris(bjd0, period, bjd0_uncert, period_uncert)
    source = Source(model, version, author, reference)
    number = add_to_triage(open_workspace(), tess_id, ephemeris, source)
    say(f"TIC {tess_id}: ephemeris {number} of {source.label} is in the queue.")
