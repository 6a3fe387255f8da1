"""How fast one may guess: slower after each failure, for one name from one place and for one place at all."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Throttle"]

_FREE_FOR_A_NAME, _FREE_FOR_A_PLACE = 5, 20
_FREE_ANYWHERE = 50
_FIRST_WAIT, _LONGEST_WAIT, _LONGEST_ANYWHERE = 10.0, 900.0, 30.0
_FORGOTTEN_AFTER = 3600.0
_KEPT = 20_000


@dataclass
class _Failures:
    count: int = 0
    latest: float = 0.0


class Throttle:
    """Counts failures; what it knows is bounded, and forgotten after an hour.

    One name from one address is free five times, one address twenty times whatever the names; then the wait
    doubles from 10 s to 15 min. A name that is tried from many addresses waits 30 s at most, so that nobody
    can keep its owner out.

    Parameters
    ----------
    clock : callable, optional
        Seconds that only go on.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[str, ...], _Failures] = OrderedDict()

    def wait(self, username: str, address: str) -> float:
        """Seconds until this may be tried; 0 if now."""
        now = self._clock()
        waits = []
        for key, free, longest in _keys(username, address):
            failures = self._known.get(key)
            if failures and failures.count >= free and now - failures.latest < _FORGOTTEN_AFTER:
                needed = min(longest, _FIRST_WAIT * 2.0 ** min(failures.count - free, 20))
                waits.append(failures.latest + needed - now)
        return max(0.0, *waits) if waits else 0.0

    def failed(self, username: str, address: str) -> None:
        """Count a failure, or a try whose end is not known yet."""
        now = self._clock()
        for key, _, _ in _keys(username, address):
            failures = self._known.pop(key, None) or _Failures()
            if now - failures.latest >= _FORGOTTEN_AFTER:
                failures.count = 0
            failures.count += 1
            failures.latest = now
            self._known[key] = failures
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)

    def succeeded(self, username: str, address: str) -> None:
        """Forget the failures of this name from this address, and take back the try itself."""
        for key, _, _ in _keys(username, address):
            failures = self._known.get(key)
            if failures is None:
                continue
            failures.count -= 1
            if failures.count <= 0 or key[0] == "both":
                del self._known[key]


def _keys(username: str, address: str) -> tuple[tuple[tuple[str, ...], int, float], ...]:
    return (
        (("both", username, address), _FREE_FOR_A_NAME, _LONGEST_WAIT),
        (("place", address), _FREE_FOR_A_PLACE, _LONGEST_WAIT),
        (("name", username), _FREE_ANYWHERE, _LONGEST_ANYWHERE),
    )
