"""Words of closed lists, as a person types them."""

from enum import StrEnum
from typing import TypeVar

from tessebs_core.errors import InputError

__all__ = ["word_of"]

Word = TypeVar("Word", bound=StrEnum)


def word_of(words: type[Word], value: Word | str) -> Word:
    """Read a word of a closed list.

    Raises
    ------
    InputError
        It is not in the list.
    """
    try:
        return words(value)
    except ValueError as error:
        raise InputError(f"{value!r} is not one of {', '.join(words)}.") from error
