"""So many of so many."""

from dataclasses import dataclass

__all__ = ["Share"]


@dataclass(frozen=True)
class Share:
    """How many of how many.

    Parameters
    ----------
    count, of : int
    low, high : float or None
        Between what the true fraction lies in 95 of 100 cases, where that was asked for and there is
        something to count.
    """

    count: int = 0
    of: int = 0
    low: float | None = None
    high: float | None = None

    @property
    def value(self) -> float | None:
        """The fraction; None of nothing."""
        return self.count / self.of if self.of else None
