"""``tessebs doctor``: what is missing here, and how to mend it."""

import re
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from typing import Annotated

import typer

from tessebs_core.cli.terminal import say
from tessebs_core.errors import TessebsError
from tessebs_core.records.health import Finding
from tessebs_core.settings import read_settings
from tessebs_core.workflows.health import findings
from tessebs_core.workflows.workspace import Workspace, reach_archive

__all__ = ["doctor", "examine"]

SAFE_VERSIONS = {"voila": (0, 5, 13), "jupyter-server": (2, 18, 2), "bokeh": (3, 8, 2)}


def doctor(
    offline: Annotated[bool, typer.Option(help="Do not ask whether MAST answers.")] = False,
) -> None:
    """Look at Python, packages, data folder, database and archive; say how to mend what is wrong.

    The exit code is 1 if something is missing that everything needs.
    """
    found = list(examine(offline=offline))
    for each in found:
        mark, style = ("ok ", "green") if each.well else ("NO " if each.needed else "?  ", "yellow")
        say(f"{mark} {each.what}: {each.seen}", style)
        if not each.well and each.mend:
            say(f"     {each.mend}")
    raise typer.Exit(1 if any(each.needed and not each.well for each in found) else 0)


def examine(*, offline: bool) -> Iterator[Finding]:
    """Look at one thing after the other."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", sys.version_info >= (3, 11), python, "Install Python 3.11 or later.")
    yield from _packages()
    try:
        settings = read_settings()
    except TessebsError as error:
        yield Finding("settings", False, str(error))
        return
    yield from findings(settings)
    if not offline:
        workspace = Workspace.from_settings(settings)
        mend = "The demonstration and all held data work without it; proxies are set with HTTPS_PROXY."
        yield _asked("MAST", lambda: reach_archive(workspace), mend, needed=False)


def _packages() -> Iterator[Finding]:
    for requirement in metadata.requires("tessebs") or ():
        if "extra ==" in requirement:
            continue
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Finding(name, False, "not installed", f"pip install '{requirement}'")
            continue
        safe = SAFE_VERSIONS.get(name)
        if safe and tuple(map(int, re.findall(r"\d+", version)[:3])) < safe:
            wanted = ".".join(map(str, safe))
            yield Finding(name, False, f"{version} has known holes", f"pip install '{name}>={wanted}'")
    yield Finding("packages", True, f"tessebs {metadata.version('tessebs')} and what it needs were looked at")


def _asked(
    what: str, ask: Callable[[], object], mend: str, *, seen: str = "answers", needed: bool = True
) -> Finding:
    try:
        ask()
    except TessebsError as error:
        return Finding(what, False, str(error), mend, needed)
    return Finding(what, True, seen, needed=needed)
