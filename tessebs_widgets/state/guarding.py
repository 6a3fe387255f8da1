"""The border between callbacks and the person: errors become words, never tracebacks."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from tessebs_core.errors import TessebsError
from tessebs_widgets.state.notices import Kind, Notice

__all__ = ["Noticing", "guarded", "words_for"]

logger = logging.getLogger("tessebs_widgets")

UNEXPECTED = "Something went wrong on our side; nothing was saved by this step. The log has the details."


class Noticing(Protocol):
    """A screen's state, as far as errors need it."""

    notice: Notice | None


def words_for(error: BaseException) -> str:
    """The sentence to show for an error; an unexpected one goes to the log with its traceback."""
    if isinstance(error, TessebsError):
        return str(error)
    logger.error("unexpected error in a screen", exc_info=error)
    return UNEXPECTED


@contextmanager
def guarded(state: Noticing) -> Iterator[None]:
    """Turn what goes wrong inside into a notice on the screen.

    An exception in a widget's callback would be invisible on the page, while its traceback
    travels to the visitor.
    """
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the outermost border: words_for logs the unexpected
        state.notice = Notice(Kind.ERROR, words_for(error))
