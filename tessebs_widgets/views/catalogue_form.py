"""The form of the catalogue's screen: a range for every column, flags, provenances, a circle on the sky."""

from collections.abc import Callable, Mapping
from typing import Any

from tessebs_core.errors import InputError
from tessebs_core.records.catalogue_columns import COLUMNS, FLAG_LETTERS, Column, column_named
from tessebs_core.records.searching import AngleUnit
from tessebs_core.vocabulary import ColumnKind, EphemerisStatus, InCatalogue
from tessebs_widgets.assets import script
from tessebs_widgets.state.catalogue import CatalogueState
from tessebs_widgets.state.catalogue_conditions import FLAG_WORDS, STATUS_WORDS, shown_limit
from tessebs_widgets.state.catalogue_form import POSITION, RADIUS, UNIT, Fields
from tessebs_widgets.views.base import View

__all__ = ["CatalogueForm"]

_MOST_FIELDS, _MOST_VALUES, _LONGEST = 200, 100, 200
_GROUPS: dict[str, tuple[str, ...]] = {
    "Orbit": ("period", "bjd0", "morph_coeff", "period_uncert", "bjd0_uncert"),
    "Position": ("distance", "ra", "dec", "glon", "glat", "pmra", "pmdec"),
    "Star": ("Tmag", "teff", "logg", "abun"),
    "Observations and entry": ("sectors", "n_sectors", "signal_id", "date_added", "date_modified"),
}
_IN_CATALOGUE = {
    InCatalogue.YES: "in the catalogue",
    InCatalogue.NO: "not in it",
    InCatalogue.ANY: "in it or not",
}


class CatalogueForm(View):
    """Show the conditions of ``state.search`` as fields; each is searched for when it is left."""

    _esm = script("dom", "catalogue_form")
    watches = ("search", "rejected", "products", "contributors", "searching")

    def __init__(self, state: CatalogueState, *, submit: Callable[[Fields], None]) -> None:
        super().__init__(state, {"submit": lambda message: submit(_fields(message))})
        self.add_class("te-catalogue-form")

    def describe(self) -> dict[str, Any]:
        """Every field with what it holds, and what is wrong with it."""
        state = self._state
        search, cone = state.search, state.search.cone
        values: dict[str, str] = {}
        for each in search.ranges:
            for end, limit in (("min", each.low), ("max", each.high)):
                if limit is not None:
                    values[f"{each.column}_{end}"] = shown_limit(limit)
        if cone is not None:
            values |= {
                POSITION: f"{shown_limit(cone.ra)} {shown_limit(cone.dec)}",
                RADIUS: f"{cone.radius:g}",
            }
        values[UNIT] = str(cone.unit if cone is not None else AngleUnit.ARCMINUTE)
        values["in_catalog"] = str(search.in_catalog)
        values["status"] = str(search.status or "")
        return {
            "groups": _described_groups(),
            "units": [str(each) for each in AngleUnit],
            "in_catalog": [{"word": str(each), "label": label} for each, label in _IN_CATALOGUE.items()],
            "status": [{"word": "", "label": "any status"}]
            + [{"word": str(each), "label": STATUS_WORDS[each]} for each in EphemerisStatus],
            "flags": [{"word": str(each), "label": FLAG_WORDS[each]} for each in FLAG_LETTERS],
            "products": list(dict.fromkeys((*state.products, *search.provenances))),
            "contributors": list(dict.fromkeys((*state.contributors, *search.origins))),
            "values": values | {name: each.typed for name, each in state.rejected.items()},
            "lists": {
                name: [str(each) for each in getattr(search, name)]
                for name in ("flags", "flags_not", "provenances", "origins")
            },
            "problems": {name: each.words for name, each in state.rejected.items()},
            "searching": state.searching,
        }


def _described_groups() -> list[dict[str, Any]]:
    groups = {title: [column_named(name) for name in names] for title, names in _GROUPS.items()}
    placed = {name for names in _GROUPS.values() for name in names}
    groups["Eclipses"] = [each for each in COLUMNS if each.ranged and each.name.endswith(("_pf", "_2g"))]
    placed |= {each.name for each in groups["Eclipses"]}
    groups["Names"] = [each for each in COLUMNS if each.ranged and each.name not in placed]
    return [
        {"title": title, "rows": [_described(each) for each in columns]} for title, columns in groups.items()
    ]


def _described(column: Column) -> dict[str, str]:
    hint = {ColumnKind.MOMENT: "2024-12-31"}.get(column.kind, "")
    return {
        "name": column.name, "label": column.label, "unit": column.unit, "help": column.description,
        "hint": hint,
    }  # fmt: skip


def _fields(message: Mapping[str, Any]) -> Fields:
    """The fields that a browser sends: names with lists of texts, neither too many nor too long.

    Raises
    ------
    InputError
        They are something else.
    """
    fields = message.get("fields")
    if not isinstance(fields, dict) or len(fields) > _MOST_FIELDS:
        raise InputError("The form cannot be read. Reload the page.")
    for name, values in fields.items():
        if (
            not isinstance(name, str)
            or not isinstance(values, list)
            or len(values) > _MOST_VALUES
            or not all(isinstance(each, str) and len(each) <= _LONGEST for each in values)
        ):
            raise InputError(
                f"The field {str(name)[:40]!r} holds more than {_LONGEST} characters, or no text."
            )
    return fields
