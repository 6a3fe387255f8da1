"""When a transaction that failed is worth another attempt."""

import random
import time

from tessebs_core.database.failures import is_lost, is_taken, is_unreachable, may_pass

__all__ = ["Attempts"]

MOST_ATTEMPTS = 12
MOST_ATTEMPTS_AT_A_KEY = 3
PATIENCE_S = 60.0
LONGEST_PAUSE_S = 2.0


class Attempts:
    """The attempts at one piece of work.

    Parameters
    ----------
    repeatable : bool
        Doing the work twice does no harm, so a COMMIT whose answer was lost may be repeated.
    """

    def __init__(self, *, repeatable: bool) -> None:
        self._repeatable = repeatable
        self._made = 0
        self._broke = False
        self._deadline = time.monotonic() + PATIENCE_S

    def another(self, error: BaseException, *, committing: bool) -> bool:
        """Whether to try again after ``error``; waits a little, of random length, before saying yes."""
        self._made += 1
        if self._made >= MOST_ATTEMPTS or time.monotonic() > self._deadline:
            return False
        if is_taken(error):  # if it was taken in this moment, the next attempt finds the row: no need to wait
            return self._made < MOST_ATTEMPTS_AT_A_KEY
        if is_lost(error):
            self._broke = True
            worth = self._repeatable or not committing
        else:
            # A server that restarts refuses for a moment; one that never answered is simply not there.
            worth = may_pass(error) or (self._broke and is_unreachable(error))
        if worth:
            time.sleep(random.uniform(0, min(LONGEST_PAUSE_S, 0.02 * 2**self._made)))
        return worth
