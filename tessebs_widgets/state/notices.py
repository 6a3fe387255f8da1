"""What the screen tells the person: one sentence and how much it matters."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Kind", "Notice"]


class Kind(StrEnum):
    """How much a notice matters."""

    INFO = "info"
    SAVED = "saved"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Notice:
    """One sentence for the person; plain text, never markup.

    ``at`` is when something was stored (aware UTC); the browser shows it in local time.
    """

    kind: Kind
    text: str
    at: datetime | None = None
