"""``tessebs triage``: who should judge what, and the known answers that people are measured by."""

from typing import Annotated

import typer

from tessebs_core.cli.terminal import complain, progress_bar, say
from tessebs_core.identity import acting_user
from tessebs_core.records.shares import Share
from tessebs_core.vocabulary import PeriodMultiple, QueueOrder, Verdict
from tessebs_core.workflows import known_answers, queue
from tessebs_core.workflows.sector_checks import check_new_sectors
from tessebs_core.workflows.workspace import open_workspace

__all__ = ["assign", "check_sectors", "gold", "order", "recall"]

TessIds = Annotated[list[int], typer.Argument(min=1, metavar="TIC...", help="TIC numbers.")]
As = Annotated[str | None, typer.Option("--as", help="Who does this; the name of the login if left out.")]


def assign(
    username: Annotated[str, typer.Argument(metavar="USER", help="Who is asked.")],
    tess_ids: TessIds,
    remove: Annotated[bool, typer.Option("--remove", help="Take the assignments back.")] = False,
    lead: As = None,
) -> None:
    """Ask a person to judge targets; leads only."""
    workspace, asking = open_workspace(), lead or acting_user()
    if remove:
        queue.unassign(workspace, asking, username, tess_ids)
        say(f"{username} is not asked for {len(tess_ids)} targets any more.")
    else:
        added = queue.assign(workspace, asking, username, tess_ids)
        say(f"{username} is asked to judge {added} more targets.")


def order(
    chosen: Annotated[
        QueueOrder | None, typer.Argument(help="The order; left out, the queue is shown.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many targets to show.")] = 20,
    settled: Annotated[
        bool | None, typer.Option("--settled/--no-settled", help="Whether settled targets follow at the end.")
    ] = None,
    username: As = None,
) -> None:
    """Choose the order of your queue, or show its beginning."""
    workspace, person = open_workspace(), username or acting_user()
    if chosen is not None:
        queue.set_order(workspace, person, chosen)
    if settled is not None:
        queue.set_settled_shown(workspace, person, shown=settled)
    say(f"order: {queue.order_of(workspace, person)}")
    for each in queue.places(workspace, person, limit=limit):
        grade = "no report" if each.grade is None else str(each.grade)
        say(f"  TIC {each.tess_id:<12}{grade:<12}{'assigned to you' if each.assigned else ''}")


def check_sectors(
    tess_ids: Annotated[
        list[int] | None, typer.Argument(min=1, metavar="[TIC...]", help="TIC numbers; all if left out.")
    ] = None,
) -> None:
    """Check accepted ephemerides in newer sectors; what no longer fits is to be judged again.

    Each check is kept: after Ctrl-C, repeat the command.
    """
    with progress_bar("sectors") as report:
        done = check_new_sectors(open_workspace(), tess_ids or None, report=report)
    for words in done.failures:
        complain(words)
    for each in done.returned:
        offset = "" if each.result.offset is None else f", {1440 * each.result.offset:+.1f} min"
        say(
            f"  TIC {each.tess_id}: {each.result.outcome}{offset}, {each.result.observed} of "
            f"{each.result.predicted} predicted eclipses seen"
        )
    say(
        f"{len(done.checked)} entries checked, {len(done.returned)} are back in the queue; "
        f"{done.up_to_date} have no newer data."
    )


def recall(username: As = None) -> None:
    """Tell how people do on the known answers: yourself, or as a lead everybody."""
    found = known_answers.recalls(open_workspace(), username or acting_user())
    if not found:
        say("No known answer has been judged yet.")
    for each in found:
        say(
            f"{each.username:<16} found {_share(each.recall)}, right period {_share(each.right_period)}, "
            f"false positives {_share(each.false_positive)}"
        )


gold = typer.Typer(
    help="Known answers, mixed silently into everybody's queue; leads only.", no_args_is_help=True
)


@gold.command()
def add(
    ephemeris_id: Annotated[int, typer.Argument(min=1, metavar="EPHEMERIS", help="Number of the ephemeris.")],
    verdict: Annotated[Verdict, typer.Argument(help="What is known.")],
    period: Annotated[
        PeriodMultiple, typer.Option(help="Which multiple of its period is the orbital one.")
    ] = PeriodMultiple.PERIOD,
    reference: Annotated[str, typer.Option(help="How it is known, for example a bibcode.")] = "",
    lead: As = None,
) -> None:
    """Store the known answer for an ephemeris."""
    known_answers.add_known_answer(
        open_workspace(), lead or acting_user(), ephemeris_id, verdict, period=period, reference=reference
    )
    say(f"Ephemeris {ephemeris_id} is known to be {verdict}, {period}.")


@gold.command()
def remove(
    ephemeris_id: Annotated[int, typer.Argument(min=1, metavar="EPHEMERIS", help="Number of the ephemeris.")],
    lead: As = None,
) -> None:
    """Forget a known answer."""
    known_answers.remove_known_answer(open_workspace(), lead or acting_user(), ephemeris_id)
    say(f"Ephemeris {ephemeris_id} has no known answer any more.")


@gold.command("list")
def show(lead: As = None) -> None:
    """Show the known answers."""
    for each in known_answers.known_answers_of(open_workspace(), lead or acting_user()):
        say(
            f"TIC {each.tess_id:<12} ephemeris {each.ephemeris_id:<8} {each.verdict:<8} "
            f"{each.period_multiple:<8} {each.reference}"
        )


@gold.command()
def share(
    part: Annotated[float, typer.Argument(min=0.0, max=0.5, help="Of everybody's targets, 0 to 0.5.")],
    lead: As = None,
) -> None:
    """Choose which part of everybody's targets have a known answer."""
    known_answers.set_gold_share(open_workspace(), lead or acting_user(), part)
    say(f"{100 * part:g} % of everybody's targets have a known answer, as long as there are some.")


def _share(found: Share) -> str:
    if found.low is None or found.high is None:
        return "none yet"
    return f"{found.count} of {found.of} ({100 * found.low:.0f} to {100 * found.high:.0f} %)"
