"""What was looked at to see whether the catalogue can be worked with."""

from dataclasses import dataclass

__all__ = ["Finding"]


@dataclass(frozen=True)
class Finding:
    """One thing looked at: is it well, what was seen, how to mend it; needed or only useful.

    ``seen`` and ``mend`` may name paths and machines; they are for people who may see those.
    """

    what: str
    well: bool
    seen: str
    mend: str = ""
    needed: bool = True
