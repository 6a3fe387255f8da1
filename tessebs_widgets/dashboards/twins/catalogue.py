"""Searches as a person types them in Python."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tessebs_core.errors import BadSearch, InputError
from tessebs_core.records.searching import AngleUnit, Cone, Order, Range, Search
from tessebs_core.records.sky_positions import read_position
from tessebs_core.vocabulary import EphemerisStatus, InCatalogue, SignalFlag
from tessebs_widgets.dashboards.twins.words import word_of

__all__ = ["search_of"]


def search_of(
    text: str = "",
    *,
    flags: Sequence[SignalFlag | str] = (),
    flags_not: Sequence[SignalFlag | str] = (),
    provenances: Sequence[str] = (),
    origins: Sequence[str] = (),
    status: EphemerisStatus | str | None = None,
    in_catalog: InCatalogue | str = InCatalogue.YES,
    cone: Cone | tuple[str, float] | tuple[str, float, str] | None = None,
    order: Sequence[str] | str = (),
    page: int = 1,
    size: int = 100,
    **ranges: tuple[Any, Any],
) -> Search:
    """Make a search of keywords; every column with ranges is one.

    Raises
    ------
    BadSearch
        A condition cannot be one.
    InputError
        A word is none of its list.

    Examples
    --------
    >>> search_of(period=(1, 2), flags=["multi"], order="-Tmag").order
    (Order(column='Tmag', descending=True),)
    >>> search_of(cone=("05 35 17 -05 23 30", 10, "arcmin")).cone.radius
    10.0
    """
    keys = [order] if isinstance(order, str) and order else [*order]
    return Search(
        ranges=tuple(_range(name, limits) for name, limits in ranges.items()),
        flags=tuple(word_of(SignalFlag, each) for each in flags),
        flags_not=tuple(word_of(SignalFlag, each) for each in flags_not),
        provenances=tuple(provenances),
        origins=tuple(origins),
        status=None if status is None else word_of(EphemerisStatus, status),
        in_catalog=word_of(InCatalogue, in_catalog),
        cone=_cone(cone),
        text=text,
        order=tuple(Order(each.removeprefix("-"), each.startswith("-")) for each in keys),
        page=page,
        size=size,
    )


def _range(name: str, limits: object) -> Range:
    if not isinstance(limits, (tuple, list)) or len(limits) != 2:
        raise BadSearch(name, f"{limits!r} is no pair of limits such as (1, 2) or (None, 2).")
    low, high = (date.fromisoformat(each) if isinstance(each, str) else each for each in limits)
    return Range(name, low, high)


def _cone(asked: Cone | tuple[Any, ...] | None) -> Cone | None:
    if asked is None or isinstance(asked, Cone):
        return asked
    if not isinstance(asked, tuple) or len(asked) not in (2, 3):
        raise InputError(
            "A cone is (position, radius) or (position, radius, unit): ('83.82 -5.39', 10, 'arcmin')."
        )
    position, radius, *unit = asked
    return Cone(
        *read_position(position), float(radius), word_of(AngleUnit, unit[0]) if unit else AngleUnit.DEGREE
    )
