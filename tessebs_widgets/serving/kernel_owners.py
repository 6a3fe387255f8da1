"""Who each kernel belongs to, and how many one person may have."""

from dataclasses import dataclass
from pathlib import Path

from tessebs_core.errors import TessebsError
from tessebs_widgets.arrivals import announce

__all__ = ["MOST_FOR_ONE", "Owners", "Place", "TooManyPages"]

MOST_FOR_ONE = 12
"""Kernels that one of several people may have: each screen once and some targets beside each other."""


class TooManyPages(TessebsError):
    """One person of several has so many pages open that others would be short of memory."""

    def __init__(self) -> None:
        super().__init__(
            f"You have {MOST_FOR_ONE} pages open, as many as one person may have on this server: each has a "
            "process of its own. Close some, then reload this one. A page that lost its connection counts "
            "for a quarter of an hour."
        )


@dataclass(frozen=True, eq=False)
class Place:
    """What is kept for one page until its kernel is there."""

    username: str


class Owners:
    """Who each kernel belongs to; one made ready ahead belongs to nobody until a page takes it.

    Parameters
    ----------
    arrivals : Path, optional
        Where kernels wait to be told who has come; None if all are one person's, who may have any number.
    """

    def __init__(self, arrivals: Path | None = None) -> None:
        self._arrivals = arrivals
        self._owners: dict[str, str] = {}
        self._expected: set[Place] = set()

    @property
    def names_people(self) -> bool:
        """Whether kernels must be told whose they are."""
        return self._arrivals is not None

    def expect(self, username: str, alive: set[str]) -> Place:
        """Keep a place for a kernel of a person, so that many pages at once count, too.

        Parameters
        ----------
        alive : set of str
            The kernels that there are; others are forgotten.

        Raises
        ------
        TooManyPages
            The person has as many as one may have.
        """
        self._owners = {each: owner for each, owner in self._owners.items() if each in alive}
        held = [*self._owners.values(), *(each.username for each in self._expected)]
        if self.names_people and held.count(username) >= MOST_FOR_ONE:
            raise TooManyPages
        place = Place(username)
        self._expected.add(place)
        return place

    def expect_no_more(self, place: Place) -> None:
        """Give a place back, if no kernel took it."""
        self._expected.discard(place)

    def give(self, kernel_id: str, place: Place) -> None:
        """Let a kernel belong to the person for whom a place was kept."""
        self._expected.discard(place)
        self._owners[kernel_id] = place.username

    def announce(self, kernel_id: str, place: Place) -> None:
        """Give a kernel that waits to a person, and tell it."""
        self.give(kernel_id, place)
        if self._arrivals is not None:
            announce(self._arrivals, kernel_id, place.username)

    def is_owner(self, kernel_id: str, username: str) -> bool:
        """Whether this person may speak to the kernel."""
        return self._owners.get(kernel_id) == username
