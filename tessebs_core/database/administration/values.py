"""Values that a person gives for a column: read, checked, and refused with the name of the field."""

import json
import math
import operator
import re
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from tessebs_core.errors import InputError
from tessebs_core.records.administration import Column
from tessebs_core.vocabulary import FieldKind, SignalFlag

__all__ = ["value_for"]

Time = TypeVar("Time", date, datetime)

_SHORT = 255  # characters: a text of no more is a name and not a path or a message
_LINK = re.compile(r"://|\bwww\.", re.IGNORECASE)
_MAY_LINK = {"reference", "uri", "url", "path", "file_name"}
_LARGEST = 2**63
_LONGEST_TEXT = 1_000_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def value_for(column: Column, given: object) -> Any:
    """What to store in a column for what was given, as a value or as a text.

    Parameters
    ----------
    given : object
        A value of the column's kind, or a text that says one: numbers with all their digits, times as ISO
        8601 (UTC where no zone is said), JSON as JSON. None, and an empty text but for texts, is no value.

    Raises
    ------
    InputError
        It cannot be one; the text names the field and says what can.
    """
    if given is None or (isinstance(given, str) and not given.strip() and column.kind not in _TEXTS):
        if column.nullable:
            return None
        raise InputError(f"{column.name}: a value is needed.")
    if isinstance(given, str) and column.kind in _TEXTS:
        return _text(column, given)
    try:
        return _READ[column.kind](column, given.strip() if isinstance(given, str) else given)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise InputError(f"{column.name}: {_shown(given)} is no {_ASKED[column.kind]}.") from error


_TEXTS = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT})


def _text(column: Column, given: object) -> str | None:
    if not isinstance(given, str):
        raise TypeError
    if not given and column.nullable:
        return None
    longest = column.longest or _LONGEST_TEXT
    if len(given) > longest:
        raise InputError(f"{column.name}: at most {longest} characters fit; this has {len(given)}.")
    if "\x00" in given:
        raise InputError(f"{column.name}: the text holds a null character.")
    if column.kind is FieldKind.TEXT and longest <= _SHORT and column.name not in _MAY_LINK:
        if column.needed and not given.strip():
            raise InputError(f"{column.name}: a value is needed.")
        if _LINK.search(given) or not given.isprintable():
            raise InputError(f"{column.name}: a name holds no link and no control character.")
        if given != given.strip():
            raise InputError(f"{column.name}: a name neither begins nor ends with a blank.")
    return given


def _whole(column: Column, given: Any) -> int:
    number = int(given) if isinstance(given, str) else operator.index(given)
    if isinstance(given, bool) or not -_LARGEST <= number < _LARGEST:
        raise ValueError
    _check_range(column, number)
    return number


def _real(column: Column, given: Any) -> float:
    if isinstance(given, bool):
        raise TypeError
    number = float(given)
    if not math.isfinite(number):
        raise InputError(f"{column.name}: {_shown(given)} is not finite; leave out what is not known.")
    _check_range(column, number)
    return number


def _check_range(column: Column, number: float) -> None:
    low, high = column.low, column.high
    if low is not None and (number < low or (column.above and number == low)):
        raise InputError(f"{column.name}: {number!r} is {_limits(column)}.")
    if high is not None and number > high:
        hint = " Subtract 2457000 from a full BJD." if column.unit == "BTJD" else ""
        raise InputError(f"{column.name}: {number!r} is {_limits(column)}.{hint}")


def _limits(column: Column) -> str:
    unit = f" {column.unit}" if column.unit else ""
    if column.high is None:
        return f"not {'above' if column.above else 'at least'} {column.low:g}{unit}"
    return f"not between {column.low:g} and {column.high:g}{unit}"


def _truth(_column: Column, given: Any) -> bool:
    if isinstance(given, bool):
        return given
    if not isinstance(given, str) or given.lower() not in _TRUTHS:
        raise ValueError
    return _TRUTHS[given.lower()]


def _word(column: Column, given: Any) -> str:
    if str(given) not in column.words:
        raise InputError(f"{column.name}: {_shown(given)} is none of {', '.join(column.words)}.")
    return str(given)


def _words(column: Column, given: Any) -> frozenset[SignalFlag]:
    parts = [each.strip() for each in given.split(",")] if isinstance(given, str) else list(given)
    return frozenset(SignalFlag(_word(column, each)) for each in parts if each)


def _moment(_column: Column, given: Any) -> datetime:
    moment = datetime.fromisoformat(given) if isinstance(given, str) else given
    if not isinstance(moment, datetime):
        raise TypeError
    return _in_our_times(moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC))


def _day(_column: Column, given: Any) -> date:
    day = date.fromisoformat(given) if isinstance(given, str) else given
    if not isinstance(day, date):
        raise TypeError
    return _in_our_times(day)


def _in_our_times(when: Time) -> Time:
    if not _FIRST_YEAR <= when.year <= _LAST_YEAR:
        raise ValueError
    return when


def _json(_column: Column, given: Any) -> Any:
    return json.loads(given) if isinstance(given, str) else json.loads(json.dumps(given, allow_nan=False))


_READ = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.WHOLE: _whole,
    FieldKind.REAL: _real,
    FieldKind.TRUTH: _truth,
    FieldKind.WORD: _word,
    FieldKind.WORDS: _words,
    FieldKind.MOMENT: _moment,
    FieldKind.DAY: _day,
    FieldKind.JSON: _json,
}
_ASKED = {
    FieldKind.TEXT: "text",
    FieldKind.LONG_TEXT: "text",
    FieldKind.WHOLE: "whole number",
    FieldKind.REAL: "number",
    FieldKind.TRUTH: "yes or no",
    FieldKind.WORD: "known word",
    FieldKind.WORDS: "list of known words with commas between",
    FieldKind.MOMENT: f"time from {_FIRST_YEAR} to {_LAST_YEAR}; write 2026-03-01T12:00:00 (UTC)",
    FieldKind.DAY: f"day from {_FIRST_YEAR} to {_LAST_YEAR}; write 2026-03-01",
    FieldKind.JSON: "JSON",
}


def _shown(given: object) -> str:
    words = repr(given)
    return words if len(words) <= 60 else f"{words[:57]}..."
