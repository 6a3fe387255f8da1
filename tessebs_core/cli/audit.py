"""``tessebs audit``: what was changed, by whom, and what it was before."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from tessebs_core.cli.terminal import say
from tessebs_core.identity import acting_user
from tessebs_core.records.administration import AuditEntry, AuditWish
from tessebs_core.workflows.tables import audit_trail
from tessebs_core.workflows.workspace import open_workspace

__all__ = ["audit"]


def audit(
    table: Annotated[str | None, typer.Option(help="Only this table, for example TIC.")] = None,
    row: Annotated[str | None, typer.Option(help="Only the row with this key.")] = None,
    user: Annotated[str | None, typer.Option(help="Only what this person changed.")] = None,
    since: Annotated[
        datetime | None,
        typer.Option(help="Only from this time on (UTC).", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many, the newest.")] = 50,
    username: Annotated[
        str | None, typer.Option("--as", help="Who asks: a lead or an admin; you by default.")
    ] = None,
) -> None:
    """Show what was created, edited and deleted, oldest first; for leads and admins."""
    wish = AuditWish(table, row, user, None if since is None else since.replace(tzinfo=UTC), limit=limit)
    found = audit_trail(open_workspace(), username or acting_user(), wish)
    for each in reversed(found):
        _show(each)
    if not found:
        say("Nothing of this kind was changed.")


def _show(entry: AuditEntry) -> None:
    reason = f" ({entry.reason})" if entry.reason else ""
    say(f"{entry.at:%Y-%m-%d %H:%M:%S} {entry.username}: {entry.action} {entry.table} {entry.key}{reason}")
    for name in {**(entry.before or {}), **(entry.after or {})}:
        say(f"    {name}: {_value(entry.before, name)} -> {_value(entry.after, name)}")


def _value(values: Mapping[str, Any] | None, name: str) -> str:
    return "-" if values is None or name not in values else json.dumps(values[name], ensure_ascii=False)
