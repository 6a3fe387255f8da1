"""Columns of a legacy row as the types that they should have had."""

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from tessebs_core.errors import BadLegacyRow

__all__ = ["day", "is_set", "looks_garbled", "moment", "real", "whole", "words"]

Values = Mapping[str, Any]


def whole(values: Values, name: str, *, least: int = -(2**63), bits: int = 64) -> int | None:
    """A whole number, exact to the last digit; None where it is missing.

    Raises
    ------
    BadLegacyRow
        The column holds something else, or a number below ``least`` or beyond ``bits``.
    """
    value = values.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or not max(least, -(2 ** (bits - 1))) <= value < 2 ** (bits - 1):
        raise BadLegacyRow(f"{name} = {value!r} is no possible number")
    return value


def real(values: Values, name: str) -> float | None:
    """A finite number with all its bits; None where it is missing.

    Raises
    ------
    BadLegacyRow
        The column holds something else.
    """
    value = values.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise BadLegacyRow(f"{name} = {value!r} is not a finite number")
    if isinstance(value, int) and abs(value) > 2**53:
        raise BadLegacyRow(f"{name} = {value!r} does not fit into a float")
    return float(value)


def words(values: Values, name: str, *, most: int | None = None) -> str:
    """A text, empty where it is missing.

    Raises
    ------
    BadLegacyRow
        The column holds a number, or more than ``most`` characters.
    """
    value = values.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLegacyRow(f"{name} = {value!r} is no text")
    if most is not None and len(value) > most:
        raise BadLegacyRow(f"{name} has {len(value)} characters, more than {most}")
    return value


def moment(values: Values, name: str) -> datetime | None:
    """A time, taken for UTC as the legacy site did; None where it is missing.

    Raises
    ------
    BadLegacyRow
        The column holds no time, for example MariaDB's 0000-00-00.
    """
    text = words(values, name)
    if name not in values or values[name] is None:
        return None
    try:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:  # overflow: the last hours of the year 9999, with a zone
        raise BadLegacyRow(f"{name} = {text!r} is no time") from error


def day(values: Values, name: str) -> date | None:
    """A date; None where it is missing.

    Raises
    ------
    BadLegacyRow
        The column holds no date.
    """
    text = words(values, name)
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise BadLegacyRow(f"{name} = {text!r} is no date") from error


def is_set(values: Values, name: str) -> bool:
    """Whether a flag is set; missing is not."""
    return bool(values.get(name))


def looks_garbled(text: str) -> bool:
    """Whether a text is probably UTF-8 that somebody took for latin1, as old connections did.

    Examples
    --------
    >>> looks_garbled("Å¥aÅ¾kÃ½"), looks_garbled("ťažký"), looks_garbled("plain")
    (True, False, False)
    """
    if text.isascii():
        return False
    try:
        return text.encode("cp1252").decode("utf-8") != text
    except UnicodeError:
        return False
