"""The apps: which there are, in the order in which every screen names them."""

from collections.abc import Iterable
from dataclasses import dataclass

from tessebs_core.errors import InputError

__all__ = ["APPS", "App", "app_named", "apps_named"]


@dataclass(frozen=True)
class App:
    """One screen as `tessebs app` serves it.

    ``name`` is the word in the address and on the command line, ``notebook`` the file in the folder
    ``notebooks`` (without ending) that opens the screen, ``title`` what the page calls it.
    """

    name: str
    notebook: str
    title: str


APPS = (
    App("triage", "triage", "Triage"),
    App("sheet", "contact_sheet", "Contact sheet"),
    App("catalogue", "catalogue", "Catalogue"),
    App("target", "target", "Target"),
    App("ingest", "ingest", "Ingest"),
    App("group", "group", "Group"),
    App("admin", "admin", "Admin"),
)
"""Adding an app is a line here and a notebook of this name."""


def app_named(name: str) -> App:
    """The app of this name.

    Raises
    ------
    InputError
        There is no such app.
    """
    for each in APPS:
        if each.name == name:
            return each
    raise InputError(f"There is no app {name!r}; there is {', '.join(each.name for each in APPS)}.")


def apps_named(names: Iterable[str]) -> tuple[App, ...]:
    """The apps of these names, each once, in their own order.

    Raises
    ------
    InputError
        One of them is no app.
    """
    wanted = {app_named(each) for each in names}
    return tuple(each for each in APPS if each in wanted)
