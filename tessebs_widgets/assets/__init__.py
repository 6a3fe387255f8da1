"""Scripts, styles and page templates that the screens send to the browser."""

import re
from functools import cache
from pathlib import Path

__all__ = ["ASSETS", "script", "style"]

ASSETS = Path(__file__).parent

_JUDGING = ":not(.te-catalogue-screen, .te-admin-screen, .te-target-screen)"
_SCREENS = {
    "admin": ".te-admin-screen",
    "catalogue": ".te-catalogue-screen",
    "contact_sheet": ".te-sheet",
    "evidence": _JUDGING,
    "group": ".te-group-screen",
    "ingest": ".te-ingest-screen",
    "inspector": _JUDGING,
    "judging": _JUDGING,
    "signals": _JUDGING,
    "target": ".te-target-screen",
    "timing": ".te-target-screen",
}
"""Of which screens a style sheet is, beside the one of all."""

_ROOT = ".tessebs"


@cache
def script(*names: str) -> str:
    """Join scripts of the folder ``scripts`` into one ES module, in the order given.

    A widget's module cannot import its neighbours (each arrives alone over the kernel's
    connection), so what views share is put in front.
    """
    return "\n".join((ASSETS / "scripts" / f"{name}.js").read_text(encoding="utf-8") for name in names)


@cache
def style(*names: str) -> str:
    """Join style sheets of the folder ``styles``, in the order given; each keeps to its own screens.

    A notebook may show all screens on one page, where a rule of one would else reach into another.
    """
    return "\n".join(_kept_to_its_screens(name) for name in names)


def _kept_to_its_screens(name: str) -> str:
    text = (ASSETS / "styles" / f"{name}.css").read_text(encoding="utf-8")
    if name not in _SCREENS:
        return text
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"[^{}]+(?=\{)", lambda found: _narrowed(found[0], _SCREENS[name]), bare)


def _narrowed(selectors: str, screen: str) -> str:
    """Selectors that hold within a screen alone, and outweigh what the sheet of all says there.

    One element's weight does it, wherever that sheet stands; the screen itself adds none.
    """
    if selectors.lstrip().startswith("@"):
        return selectors
    return ", ".join(_within(each.strip(), screen) for each in re.split(r",(?![^(]*\))", selectors))


def _within(selector: str, screen: str) -> str:
    if re.match(rf"{re.escape(screen)}(?![\w-])", selector):
        return f"div{selector}"
    if selector.startswith((f"{_ROOT}.", f"{_ROOT} ")):
        return f"div{_ROOT}:where({screen}){selector.removeprefix(_ROOT)}"
    return f"div:where({_ROOT}{screen}) {selector}"
