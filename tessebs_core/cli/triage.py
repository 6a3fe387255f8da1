"""``tessebs triage``: proposals for the reviewers' queue."""

from typing import Annotated
from uuid import uuid4

import typer

from tessebs_core.cli import work_order
from tessebs_core.cli.terminal import progress_bar, say
from tessebs_core.identity import acting_user
from tessebs_core.records import Ephemeris, Source
from tessebs_core.vocabulary import SignalFlag
from tessebs_core.workflows.accepting import accept as accept_proposal
from tessebs_core.workflows.swapping import swap_eclipses
from tessebs_core.workflows.triage import add_to_triage
from tessebs_core.workflows.workspace import open_workspace

__all__ = ["commands"]

commands = typer.Typer(
    help="Propose ephemerides, order the work, accept what is settled.", no_args_is_help=True
)


for _command in (work_order.assign, work_order.order, work_order.recall, work_order.check_sectors):
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


@commands.command()
def accept(
    ephemeris_id: Annotated[int, typer.Argument(min=1, metavar="EPHEMERIS", help="Id of the proposal.")],
    signal: Annotated[int | None, typer.Option(min=1, help="The signal to bring up to date.")] = None,
    flag: Annotated[
        list[SignalFlag] | None, typer.Option(help="Instead of the votes' flags; may be repeated.")
    ] = None,
    provenance: Annotated[str | None, typer.Option(help="The product to measure the eclipses on.")] = None,
) -> None:
    """Enter a proposal that is settled as eb into the catalogue, with its numbers and figures."""
    with progress_bar(f"ephemeris {ephemeris_id}") as report:
        entry = accept_proposal(
            open_workspace(), acting_user(), ephemeris_id, signal_id=signal, flags=flag or None,
            provenance=provenance, request_id=str(uuid4()), report=report,
        )  # fmt: skip
    say(f"Ephemeris {ephemeris_id} is in the catalogue as entry {entry}.")


@commands.command()
def swap(
    entry_id: Annotated[int, typer.Argument(min=1, metavar="ENTRY", help="Id of the catalogue entry.")],
    phase: Annotated[
        float | None, typer.Option(help="Where the secondary is; its stored position by default.")
    ] = None,
) -> None:
    """Make the secondary eclipse of an entry its primary; again goes back."""
    with progress_bar(f"entry {entry_id}") as report:
        now = swap_eclipses(
            open_workspace(), acting_user(), entry_id,
            phase=phase, request_id=str(uuid4()), report=report,
        )  # fmt: skip
    say(f"Entry {entry_id} counts from its other eclipse now: ephemeris {now}.")
