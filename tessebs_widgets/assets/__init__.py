"""Scripts, styles and page templates that the screens send to the browser."""

from functools import cache
from pathlib import Path

__all__ = ["ASSETS", "script", "style"]

ASSETS = Path(__file__).parent


@cache
def script(*names: str) -> str:
    """Join scripts of the folder ``scripts`` into one ES module, in the order given.

    A widget's module cannot import its neighbours (each arrives alone over the kernel's
    connection), so what views share is put in front.
    """
    return "\n".join((ASSETS / "scripts" / f"{name}.js").read_text(encoding="utf-8") for name in names)


@cache
def style(name: str) -> str:
    """One style sheet of the folder ``styles``."""
    return (ASSETS / "styles" / f"{name}.css").read_text(encoding="utf-8")
