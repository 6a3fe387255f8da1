"""``tessebs db``: the tables, and on a server the accounts."""

from pathlib import Path
from typing import Annotated

import typer

from tessebs_core.cli.terminal import say
from tessebs_core.errors import InputError
from tessebs_core.settings import read_settings
from tessebs_core.vocabulary import Role
from tessebs_core.workflows.accounts import apply_grants, plan_grants
from tessebs_core.workflows.workspace import Workspace, upgrade_schema

__all__ = ["commands"]

commands = typer.Typer(help="Make and update the tables of the catalogue.", no_args_is_help=True)


@commands.callback()
def _group() -> None:
    pass


@commands.command()
def upgrade() -> None:
    """Make the tables, or bring them to this version; data in them stay.

    Safe to repeat. On MariaDB, make a backup first: its schema changes cannot be rolled back.
    """
    settings = read_settings()
    workspace = Workspace.from_settings(settings)
    upgrade_schema(workspace)
    say(f"The tables of {settings.shown_database_url} are up to date.")


@commands.command()
def grants(
    execute: Annotated[bool, typer.Option("--apply", help="Execute the statements.")] = False,
    person: Annotated[
        list[str] | None, typer.Option(help="Only this person's account; may be repeated.")
    ] = None,
    service: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=ROLE", help="An account of a program that says who acts, with a role's rights."
        ),
    ] = None,
    host: Annotated[str, typer.Option(help="From where people connect, as MariaDB writes it.")] = "%",
    passwords: Annotated[
        Path | None, typer.Option(help="A new file, mode 0600, for the passwords of new accounts.")
    ] = None,
) -> None:
    """Give each person an account of MariaDB with the rights of their role; prints unless --apply is given.

    The administrator's address comes from TESSEBS_ADMIN_DATABASE_URL or the settings' file. Safe to repeat:
    do so after each change of roles and each upgrade. Passwords are never printed.
    """
    settings, services = read_settings(), dict(_service(each) for each in service or ())
    if not execute:
        if passwords is not None:
            raise InputError("Passwords are drawn with --apply only; nothing was changed.")
        planned = plan_grants(settings, people=person or (), services=services, host=host)
        for statement in planned.statements:
            say(f"{statement};" if "BEGIN" not in statement else f"DELIMITER //\n{statement} //\nDELIMITER ;")
        return
    done = apply_grants(settings, people=person or (), services=services, host=host, passwords=passwords)
    say(f"{len(done.statements)} statements executed on {settings.shown_database_url}.")
    if done.locked:
        say(
            f"Locked, since they have no password yet: {', '.join(done.locked)}. `--passwords FILE` draws "
            "passwords; or ALTER USER ... ACCOUNT UNLOCK."
        )
    elif passwords is not None:
        say(f"Addresses with the new passwords are in {passwords}, which only you may read.")


def _service(words: str) -> tuple[str, Role]:
    name, equals, role = words.partition("=")
    if not (name and equals and role in set(Role)):
        raise InputError(f"{words!r} is no service: write NAME=ROLE, for example portal=admin.")
    return name, Role(role)
