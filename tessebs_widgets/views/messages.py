"""Read what a browser sends: a message can hold anything, so every value is checked."""

import math
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from tessebs_core.errors import InputError

__all__ = [
    "chosen_names", "flag", "number", "optional", "place", "request_id", "text", "whole", "word", "words",
]  # fmt: skip

Word = TypeVar("Word", bound=StrEnum)
Value = TypeVar("Value")

_LARGEST_ID = 2**63 - 1  # what a BIGINT column holds
_MOST_NAMES, _LONGEST_NAME = 100, 64
_REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


def whole(message: Mapping[str, Any], name: str) -> int:
    """A positive whole number, as a number or as digits.

    Raises
    ------
    InputError
        It is something else.
    """
    value = message.get(name)
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,19}\s*", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= _LARGEST_ID:
        raise InputError(f"{_shown(value)} is no {name}: give a positive whole number.")
    return value


def number(message: Mapping[str, Any], name: str) -> float:
    """A finite number, or text that is one.

    Raises
    ------
    InputError
        It is something else.
    """
    value = message.get(name)
    if isinstance(value, str) and len(value) < 40:
        try:
            value = float(value.strip().replace(",", "."))
        except ValueError:
            value = message.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError(f"{_shown(value)} is no number for {name}.")
    return float(value)


def text(message: Mapping[str, Any], name: str, *, longest: int) -> str:
    """Text of at most ``longest`` characters, without null characters.

    Raises
    ------
    InputError
        It is no text, or too long.
    """
    value = message.get(name)
    if not isinstance(value, str):
        raise InputError(f"{name}: text was expected.")
    if len(value) > longest:
        raise InputError(f"{name}: at most {longest} characters; this has {len(value)}.")
    return value.replace("\x00", "")


def word(message: Mapping[str, Any], name: str, words: type[Word]) -> Word:
    """One of a closed list of words.

    Raises
    ------
    InputError
        It is not in the list.
    """
    value = message.get(name)
    if isinstance(value, str) and value in {str(each) for each in words}:
        return words(value)
    raise InputError(f"{_shown(value)} is no {name}: one of {', '.join(words)}.")


def words(message: Mapping[str, Any], name: str, known: type[Word]) -> frozenset[Word]:
    """Some of a closed list of words.

    Raises
    ------
    InputError
        It is no list, or one of them is not in the closed list.
    """
    value = message.get(name)
    if not isinstance(value, list) or len(value) > len(known):
        raise InputError(f"{_shown(value)} is no list of {name}.")
    return frozenset(word({name: each}, name, known) for each in value)


def chosen_names(message: Mapping[str, Any], name: str) -> list[str]:
    """A list of at most a hundred short texts.

    Raises
    ------
    InputError
        It is something else.
    """
    value = message.get(name)
    if not isinstance(value, list) or len(value) > _MOST_NAMES:
        raise InputError(f"{_shown(value)} is no list of {name}.")
    return [text({name: each}, name, longest=_LONGEST_NAME) for each in value]


def place(message: Mapping[str, Any], name: str) -> int:
    """A place in a list, counted from 0.

    Raises
    ------
    InputError
        It is something else.
    """
    value = message.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST_ID:
        raise InputError(f"{_shown(value)} is no {name}: give a whole number from 0 on.")
    return value


def flag(message: Mapping[str, Any], name: str) -> bool:
    """True only where the browser says exactly that."""
    return message.get(name) is True


def request_id(message: Mapping[str, Any]) -> str:
    """The id that makes a repeated click harmless.

    Raises
    ------
    InputError
        It is none.
    """
    value = message.get("request_id")
    if not isinstance(value, str) or not _REQUEST_ID.fullmatch(value):
        raise InputError("The request has no usable id. Reload the page.")
    return value


def optional(message: Mapping[str, Any], name: str) -> bool:
    """Whether a value is given at all."""
    return message.get(name) not in (None, "")


def _shown(value: object) -> str:
    words = repr(value)
    return words if len(words) <= 40 else f"{words[:37]}..."
