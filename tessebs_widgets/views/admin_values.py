"""Values of rows as a form shows them: with all digits, as texts, never as markup."""

import json
from collections.abc import Mapping
from typing import Any

from tessebs_core.errors import InputError
from tessebs_core.records.administration import Column
from tessebs_core.vocabulary import FieldKind

__all__ = ["described_column", "field_value", "given_values", "shown_value"]

_LARGEST_SHOWN = 1e9
_MOST_FIELDS = 200
_LONGEST = 1_000_000


def shown_value(value: Any) -> str:
    """A value as a text that says it exactly; a missing one is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)


def field_value(column: Column, value: Any) -> str:
    """A value as the form's field of its kind takes it."""
    if column.kind is FieldKind.WORDS and isinstance(value, list):
        return ", ".join(value)
    if column.kind is FieldKind.JSON and value is not None:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return shown_value(value)


def described_column(column: Column) -> dict[str, Any]:
    """A column for the form's script."""
    limits = ""
    low, high = column.low, column.high
    if low is not None and low > -_LARGEST_SHOWN and high is not None and high < _LARGEST_SHOWN:
        limits = f"{low:g} to {high:g}"
    elif low is not None and low > -_LARGEST_SHOWN:
        limits = f"{'above' if column.above else 'at least'} {low:g}"
    elif column.longest is not None:
        limits = f"at most {column.longest} characters"
    return {
        "name": column.name,
        "kind": str(column.kind),
        "unit": column.unit,
        "hint": "; ".join(each for each in (column.about, limits) if each),
        "nullable": column.nullable,
        "needed": column.needed,
        "fixed": column.fixed,
        "words": list(column.words),
        "refers_to": column.refers_to,
    }


def given_values(message: Mapping[str, Any]) -> dict[str, str | None]:
    """The fields of a form as the browser sends them: texts by name.

    Raises
    ------
    InputError
        They are something else.
    """
    values = message.get("values")
    if not isinstance(values, dict) or len(values) > _MOST_FIELDS:
        raise InputError("The form's fields cannot be read. Reload the page.")
    for name, value in values.items():
        if not isinstance(name, str) or not (value is None or isinstance(value, str)):
            raise InputError(f"{str(name)[:64]}: text was expected.")
        if value is not None and len(value) > _LONGEST:
            raise InputError(f"{name[:64]}: at most {_LONGEST} characters fit.")
    return dict(values)
