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
def style(*names: str) -> str:
    """Join style sheets of the folder ``styles``, in the order given."""
    return "\n".join((ASSETS / "styles" / f"{name}.css").read_text(encoding="utf-8") for name in names)
