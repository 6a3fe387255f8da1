"""``tessebs release``: frozen catalogues."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from tessebs_core.cli.terminal import complain, progress_bar, say
from tessebs_core.identity import acting_user
from tessebs_core.records.releases import LineChange, ReleaseRecord
from tessebs_core.workflows import releases
from tessebs_core.workflows.verifying import verify_release
from tessebs_core.workflows.workspace import open_workspace

__all__ = ["commands"]

commands = typer.Typer(help="Freeze the catalogue, compare and publish it.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Of the release.")]


@commands.command()
def make(
    name: Name,
    note: Annotated[str, typer.Option(help="What it is for.")] = "",
    username: Annotated[
        str | None, typer.Option("--as", help="Who does this; the name of the login if left out.")
    ] = None,
) -> None:
    """Freeze the confirmed entries as they are now; leads only."""
    workspace, person = open_workspace(), username or acting_user()
    with progress_bar(name) as report:
        made = releases.make_release(workspace, name, person, note=note, report=report)
    say(f"Release {name}: {made.row_count} entries, after {made.previous or 'none'}.")


@commands.command("list")
def list_all() -> None:
    """Name all releases, oldest first."""
    for each in releases.list_releases(open_workspace()):
        say(f"{each.name:20s} {each.released_at:%Y-%m-%d %H:%M} {each.row_count:7d} entries  {each.note}")


@commands.command()
def show(name: Name) -> None:
    """Say what a release is made of."""
    found = releases.release_named(open_workspace(), name)
    for label, words in _described(found).items():
        say(f"{label:14s} {words}")
    for each, sha256 in sorted(found.files.items()):
        say(f"{sha256}  {each}")


@commands.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="The older release.")],
    after: Annotated[str | None, typer.Argument(metavar="B", help="Left out: the catalogue now.")] = None,
    summary: Annotated[bool, typer.Option("--summary", help="Only how many of each kind.")] = False,
) -> None:
    """Tell every line that was added, changed or removed, and why."""
    changes = releases.compare_releases(open_workspace(), before, after)
    if not summary:
        for each in changes:
            _tell(each)
    counts = Counter(each.kind for each in changes)
    say(", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "no difference")


@commands.command()
def files(
    name: Name,
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Where to.")],
    names: Annotated[
        bool, typer.Option("--names", help="Also write votes and changes with people's names.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """Write the files of a release, with their sha256 sums; always the same bytes."""
    written = releases.write_release_files(open_workspace(), name, to, with_names=names, overwrite=force)
    say(f"{len(written)} files of release {name} written to {to}.")


@commands.command()
def verify(name: Name) -> None:
    """Derive a release again from what was frozen, and compare it byte by byte."""
    with progress_bar(name) as report:
        found = verify_release(open_workspace(), name, report=report)
    for each in found.notes:
        say(f"note: {each}")
    for each in found.problems:
        complain(each)
    if not found.holds:
        raise typer.Exit(1)
    say(f"Release {name} holds: {found.files} files come out with the same bytes.")


def _described(found: ReleaseRecord) -> dict[str, str]:
    return {
        "release": found.name,
        "made": f"{found.released_at:%Y-%m-%d %H:%M:%S} UTC by {found.username}",
        "note": found.note,
        "entries": str(found.row_count),
        "follows": found.previous or "none",
        "consensus rule": found.rule_version,
        "code": found.code_version,
        "tables": found.schema_version,
        **{f"sha256 {part}"[:14]: digest for part, digest in sorted(found.digests.items())},
    }


def _tell(change: LineChange) -> None:
    say(f"TIC {change.tess_id} signal {change.signal_id}: {change.kind}")
    for each in change.differences:
        say(f"    {each.column}: {each.before} -> {each.after}")
    for reason in change.reasons:
        about = f" ({', '.join(reason.columns)})" if reason.columns and change.differences else ""
        say(f"    because: {reason.text}{about}")
