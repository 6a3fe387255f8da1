"""``tessebs group``: agreement, conflicts, roles, passwords, and the blind first look."""

from dataclasses import replace
from typing import Annotated

import typer

from tessebs_core.cli.terminal import say
from tessebs_core.identity import acting_user
from tessebs_core.records.agreement import Agreement
from tessebs_core.records.shares import Share
from tessebs_core.settings import read_settings
from tessebs_core.vocabulary import Role
from tessebs_core.workflows import adjudication, passwords
from tessebs_core.workflows.people import set_role
from tessebs_core.workflows.workspace import open_workspace

__all__ = ["commands"]

commands = typer.Typer(help="See how people agree, and what waits for a lead.", no_args_is_help=True)

SEED = 2011


@commands.command()
def agreement() -> None:
    """Say how people agree: with what is settled, with each other, with the known answers."""
    import numpy as np

    from tessebs_core.workflows.agreement import agreement as measured

    found = measured(open_workspace(), generator=np.random.default_rng(SEED))
    if not found.people:
        say("Nobody has voted yet.")
        return
    say(f"{'':20s} {'votes':>6s} {'settled':>14s} {'others':>14s} {'recall':>14s} {'precision':>14s}")
    for each in found.people:
        shares = (each.with_settled, each.with_others, each.recall, each.precision)
        say(f"{each.username:20s} {each.votes:6d} {' '.join(f'{_shown(share):>14s}' for share in shares)}")
    say(_alpha_in_words(found))


@commands.command()
def conflicts(
    username: Annotated[str, typer.Argument(help="Who asks: leads see all, others what they voted on.")],
) -> None:
    """List the proposals that people disagree on, with both sides."""
    found = adjudication.conflicts(open_workspace(), username)
    for each in found:
        period = f"{each.ephemeris.period:.7f} d"
        say(f"TIC {each.tess_id}, ephemeris {each.ephemeris_id}: {each.source.label}, {period}")
        for vote in each.votes:
            say(f"    {vote.username}: {vote.judgement.words}")
    say(f"{len(found)} to decide." if found else "Nothing waits for a decision.")


@commands.command()
def role(
    username: Annotated[str, typer.Argument(help="Whose role.")],
    given: Annotated[Role, typer.Argument(metavar="ROLE", help="viewer, member, lead or admin.")],
) -> None:
    """Give a person a role; one who is new is added. Admins may, anybody while there is none.

    So may whoever has the administrator's address of MariaDB in TESSEBS_ADMIN_DATABASE_URL or the settings'
    file: it is used then.
    """
    settings = read_settings()
    address = settings.admin_database_url
    if address is None or settings.database_url.startswith("sqlite"):
        set_role(open_workspace(settings), username, given, acting=acting_user())
    else:
        set_role(open_workspace(replace(settings, database_url=address)), username, given)
    say(f"{username} is {given} now.")


@commands.command()
def password(
    username: Annotated[str, typer.Argument(help="Whose password for the login page.")],
    generate: Annotated[
        bool, typer.Option("--generate", help="Draw one and print it once, to be changed after the login.")
    ] = False,
) -> None:
    """Give a person a password for the login page of `tessebs app --login`; asked for twice, never shown.

    Sessions that are open with the one before end.
    """
    given = (
        passwords.new_password()
        if generate
        else typer.prompt(f"Password for {username}", hide_input=True, confirmation_prompt=True)
    )
    passwords.set_password(open_workspace(), username, given)
    if generate:
        typer.echo(given)
    say(f"{username} can log in now.")


@commands.command()
def lock(username: Annotated[str, typer.Argument(help="Who may not log in any more.")]) -> None:
    """Take a person's password away and end all sessions; `tessebs group password` gives another one.

    It is about the login page alone: accounts of the database are taken away with `tessebs db grants`.
    """
    passwords.lock_out(open_workspace(), username)
    say(f"{username} is logged out and cannot log in any more.")


@commands.command()
def blind(
    username: Annotated[str, typer.Argument(help="The lead who decides it.")],
    on: Annotated[
        bool, typer.Option("--on/--off", help="Hide others' votes until one's own is cast.")
    ] = True,
) -> None:
    """Switch the blind first look on or off, for everybody."""
    adjudication.set_first_look_blind(open_workspace(), username, blind=on)
    say(
        "Others' votes are hidden until one's own is cast."
        if on
        else "Others' votes are shown from the start."
    )


def _shown(share: Share) -> str:
    return "-" if share.value is None else f"{100 * share.value:.1f} % of {share.of}"


def _alpha_in_words(found: Agreement) -> str:
    alpha = found.alpha
    if alpha.value is None or alpha.low is None or alpha.high is None:
        return "Krippendorff's alpha is not defined yet: too few proposals were judged by two people."
    return (
        f"Krippendorff's alpha {alpha.value:.3f} (95 % between {alpha.low:.3f} and {alpha.high:.3f}) "
        f"over {alpha.units} proposals."
    )
