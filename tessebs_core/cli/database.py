"""``tessebs db``: the tables."""

import typer

from tessebs_core.cli.terminal import say
from tessebs_core.settings import read_settings
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
