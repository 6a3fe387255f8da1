"""How one person likes the screens, and what they judged last."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from tessebs_core.errors import InputError
from tessebs_core.records.catalogue_columns import CHOSEN, columns_named
from tessebs_core.records.judgements import Judgement
from tessebs_core.vocabulary import PeriodMultiple, PeriodogramMethod, PointDrawing, Theme

__all__ = ["Judged", "Preferences"]

_WORDS: dict[str, type[StrEnum]] = {
    "method": PeriodogramMethod,
    "theme": Theme,
    "drawing": PointDrawing,
    "first_fold": PeriodMultiple,
}
_SWITCHES = ("auto_advance", "warn_unjudged")
_MOST_PRODUCTS = 50


@dataclass(frozen=True)
class Preferences:
    """One person's choices for the screens.

    Parameters
    ----------
    provenances : tuple of str
        Products to show first, most wanted first; without any the one that a proposal came from.
    method : PeriodogramMethod
        The periodogram shown first.
    theme : Theme
        Light, dark, or as the system has it.
    drawing : PointDrawing
        Whether the phase plot draws points or their density; automatic goes by their number.
    first_fold : PeriodMultiple
        Which multiple of a proposal that is not judged is shown first; not ``other``.
    auto_advance : bool
        Go to the next target after the last verdict.
    warn_unjudged : bool
        Warn before a target is left with unjudged proposals.
    catalogue_columns : tuple of str
        Names of the columns that the catalogue is shown with, in this order.
    """

    provenances: tuple[str, ...] = ()
    method: PeriodogramMethod = PeriodogramMethod.LOMB_SCARGLE
    theme: Theme = Theme.SYSTEM
    drawing: PointDrawing = PointDrawing.AUTOMATIC
    first_fold: PeriodMultiple = PeriodMultiple.PERIOD
    auto_advance: bool = False
    warn_unjudged: bool = True
    catalogue_columns: tuple[str, ...] = CHOSEN

    def changed(self, name: str, value: Any) -> "Preferences":
        """The same with one choice changed; words of closed lists may be given as texts.

        Raises
        ------
        InputError
            There is no such choice, or it cannot have this value.
        """
        if name in _WORDS:
            known = [str(each) for each in _WORDS[name] if each is not PeriodMultiple.OTHER]
            if not isinstance(value, str) or value not in known:
                raise InputError(f"{value!r} is no {name}: one of {', '.join(known)}.")
            return replace(self, **{name: _WORDS[name](value)})  # type: ignore[arg-type]
        if name in _SWITCHES:
            if not isinstance(value, bool):
                raise InputError(f"{name} is true or false, not {value!r}.")
            return replace(self, **{name: value})  # type: ignore[arg-type]
        if name == "provenances":
            return replace(self, provenances=_products(value))
        if name == "catalogue_columns":
            return replace(self, catalogue_columns=_columns(value))
        known = [each.name for each in fields(self)]
        raise InputError(f"{name!r} is no setting: one of {', '.join(known)}.")

    @classmethod
    def from_stored(cls, values: Mapping[str, Any]) -> "Preferences":
        """Read what is stored; what this version does not know, or not any more, is left out."""
        found = cls()
        for name, value in values.items():
            try:
                found = found.changed(name, value)
            except InputError:
                continue
        return found

    def stored(self, name: str) -> Any:
        """One choice as JSON knows it."""
        value = getattr(self, name)
        return list(value) if isinstance(value, tuple) else value if isinstance(value, bool) else str(value)


def _products(value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or len(value) > _MOST_PRODUCTS:
        raise InputError(f"provenances is a list of at most {_MOST_PRODUCTS} products, not {value!r}.")
    if not all(isinstance(each, str) and 0 < len(each) <= 64 for each in value):
        raise InputError("Every product is named by 1 to 64 characters.")
    return tuple(dict.fromkeys(value))


def _columns(value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(each, str) for each in value):
        raise InputError(f"catalogue_columns is a list of names of columns, not {value!r}.")
    return tuple(each.name for each in columns_named(value))


@dataclass(frozen=True)
class Judged:
    """One judgement of a person's own that counts, with the target it is on."""

    vote_id: int
    tess_id: int
    ephemeris_id: int
    judgement: Judgement
    cast_at: datetime
