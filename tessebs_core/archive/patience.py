"""How long to wait for an archive, how often to ask again, and how to wait between."""

import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Patience"]


@dataclass(frozen=True)
class Patience:
    """Limits for every call; all times in seconds.

    Parameters
    ----------
    connect : float
        For a connection to be made.
    silence : float
        Between two pieces of an answer.
    query : float
        For the whole of one query, with its polling (MAST answers ``EXECUTING`` until it is done).
    transfer : float
        For the whole of one file.
    tries : int
        Times that a request is made when the archive is busy (429, 5xx) or breaks off; a query that
        meets silence, or nobody, is made twice at most.
    first_wait : float
        Before the second try; doubled each time.
    longest_wait : float
        Of one wait. An archive that asks for more with ``Retry-After`` counts as unavailable.
    poll : float
        Before a query that is still executing is asked for again.
    sleep : callable
        Waits so many seconds.
    """

    connect: float = 10.0
    silence: float = 30.0
    query: float = 300.0
    transfer: float = 1800.0
    tries: int = 4
    first_wait: float = 1.0
    longest_wait: float = 60.0
    poll: float = 1.0
    sleep: Callable[[float], None] = time.sleep

    def wait_before(self, attempt: int) -> float:
        """Seconds to wait before try number ``attempt`` (2 is the first repetition)."""
        return min(self.first_wait * 2.0 ** (attempt - 2), self.longest_wait)
