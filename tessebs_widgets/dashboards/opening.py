"""What every screen does when it is opened."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from tessebs_core.identity import acting_user
from tessebs_widgets.arrivals import wait_for_visitor
from tessebs_widgets.dashboards.logs import log_to_file
from tessebs_widgets.state import Notice, Phase
from tessebs_widgets.state.guarding import guarded

__all__ = ["opening", "visitor"]


class Opened(Protocol):
    """The state of a screen."""

    phase: Phase
    notice: Notice | None


@contextmanager
def opening(state: Opened) -> Iterator[None]:
    """Load what a screen shows first.

    What cannot be opened is said on the screen, not raised: in Voilà nobody would see it.
    """
    with guarded(state):
        log_to_file()
        yield
    if state.phase is Phase.STARTING:
        state.phase = Phase.FAILED


def visitor() -> str:
    """Who opens the screen; a kernel that was made ready ahead waits here until somebody comes.

    Raises
    ------
    NobodyNamed
        The server demands a name and gave none.
    """
    wait_for_visitor(os.environ)
    return acting_user()
