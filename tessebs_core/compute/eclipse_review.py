"""A person's word on each number of the eclipses: taken into the catalogue, or not."""

from dataclasses import dataclass, replace
from typing import Self

from tessebs_core.compute.eclipse_numbers import EclipseNumber
from tessebs_core.compute.eclipses import Eclipses
from tessebs_core.errors import InputError

__all__ = ["EclipseReview", "ReviewedNumber", "review_of"]


@dataclass(frozen=True)
class ReviewedNumber:
    """One number and whether it is accepted; ``reviewer`` is None while only the checks have spoken."""

    number: EclipseNumber
    value: float | None
    accepted: bool
    reviewer: str | None = None
    reason: str = ""


@dataclass(frozen=True)
class EclipseReview:
    """All thirteen numbers of one measurement; made by `review_of`, changed only into a new one."""

    numbers: tuple[ReviewedNumber, ...]

    def of(self, number: EclipseNumber) -> ReviewedNumber:
        """The state of one number."""
        return next(each for each in self.numbers if each.number is number)

    def accepted(self, number: EclipseNumber) -> float | None:
        """What goes into the catalogue: the value, or None where it is rejected or missing."""
        reviewed = self.of(number)
        return reviewed.value if reviewed.accepted else None

    def accept(self, number: EclipseNumber, reviewer: str, reason: str = "") -> Self:
        """The review after ``reviewer`` took a number, whatever the checks said.

        Raises
        ------
        InputError
            There is no value to accept.
        """
        if self.of(number).value is None:
            raise InputError(f"{number} has no value in this measurement; nothing can be accepted.")
        return self._with(number, True, reviewer, reason)

    def reject(self, number: EclipseNumber, reviewer: str, reason: str = "") -> Self:
        """The review after ``reviewer`` refused a number."""
        return self._with(number, False, reviewer, reason)

    def _with(self, number: EclipseNumber, accepted: bool, reviewer: str, reason: str) -> Self:
        changed = replace(self.of(number), accepted=accepted, reviewer=reviewer, reason=reason)
        return replace(
            self, numbers=tuple(changed if each.number is number else each for each in self.numbers)
        )


def review_of(eclipses: Eclipses) -> EclipseReview:
    """Begin a review: numbers that passed all checks are accepted, doubtful and missing ones are not."""
    numbers = []
    for number in EclipseNumber:
        value, doubts = eclipses.value(number), eclipses.doubts_on(number)
        reason = "; ".join(doubts) if value is not None else "not measured"
        numbers.append(ReviewedNumber(number, value, value is not None and not doubts, reason=reason))
    return EclipseReview(tuple(numbers))
