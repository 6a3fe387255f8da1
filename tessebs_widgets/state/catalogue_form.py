"""Read the form of the catalogue's screen: what was typed becomes a search, or is told field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from tessebs_core.errors import BadSearch
from tessebs_core.records.search_addresses import search_from_address
from tessebs_core.records.searching import AngleUnit, Search
from tessebs_core.records.sky_positions import read_position
from tessebs_widgets.state.catalogue import Rejected

__all__ = ["POSITION", "RADIUS", "UNIT", "Fields", "read_form"]

Fields = Mapping[str, Sequence[str]]

POSITION, RADIUS, UNIT = "cone_position", "cone_radius", "cone_unit"
"""The form's three fields of a cone."""

_DECIMALS = 7  # of a centre in degrees: less than a milliarcsecond
_KEPT = ("order", "size", "page", "columns", "q", "cone")


def read_form(fields: Fields, before: Search) -> tuple[Search | None, dict[str, Rejected]]:
    """Make a search of what is in the form; order, size of a page and name stay as they are.

    Parameters
    ----------
    fields : mapping of str to sequence of str
        As in an address, but for the cone, which has `POSITION`, `RADIUS` and `UNIT`.
    before : Search
        What is shown.

    Returns
    -------
    search : Search or None
        None if a field cannot be read.
    rejected : dict of str to Rejected
        Every such field.
    """
    asked = {name: [each for each in values if each.strip()] for name, values in fields.items()}
    rejected: dict[str, Rejected] = {}
    cone = _read_cone({name: asked.pop(name, []) for name in (POSITION, RADIUS, UNIT)}, rejected)
    for name in _KEPT:
        asked.pop(name, None)
    if cone is not None:
        asked["cone"] = [cone]
    found = None
    for _ in range(len(asked) + 1):  # each turn finds a field at most
        try:
            found, _columns = search_from_address(urlencode(asked, doseq=True))
            break
        except BadSearch as error:
            name = _place(error.field, asked, rejected)
            words = str(error).removeprefix(f"{error.field}: ")
            rejected[name] = Rejected("".join(fields.get(name, ["", ""])[:1]), words)
            if asked.pop(error.field if error.field in asked else name, None) is None:
                break
    if found is None or rejected:
        return None, rejected
    order = tuple(each for each in before.order if each.column != "distance" or found.cone is not None)
    return replace(found, order=order, size=before.size, text=before.text), {}


def _place(field: str, asked: Fields, rejected: Mapping[str, Rejected]) -> str:
    """The field of the form that an error is told beside."""
    if field == "cone":
        return RADIUS if "cone" in asked and RADIUS not in rejected else POSITION
    ends = [f"{field}_{end}" for end in ("min", "max")]
    return next((each for each in ends if each in asked), field)


def _read_cone(parts: Mapping[str, Sequence[str]], rejected: dict[str, Rejected]) -> str | None:
    position, radius, unit = (" ".join(parts[name]).strip() for name in (POSITION, RADIUS, UNIT))
    if not position:
        return None
    try:
        ra, dec = (round(each, _DECIMALS) for each in read_position(position))
    except BadSearch as error:
        rejected[POSITION] = Rejected(position, str(error).removeprefix("cone: "))
        return None
    if not radius:
        rejected[RADIUS] = Rejected("", "a cone needs a radius.")
        return None
    return f"{ra!r},{dec!r},{radius}{AngleUnit(unit) if unit in set(AngleUnit) else AngleUnit.ARCMINUTE}"
