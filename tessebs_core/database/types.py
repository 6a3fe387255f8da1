"""Column types that store the same value on SQLite and on MariaDB, or refuse it on both."""

import json
import math
import operator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import numpy as np
from sqlalchemy import BigInteger, DateTime, Dialect, Double, Enum, Integer, String, Text
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeDecorator, TypeEngine

from tessebs_core.errors import InputError
from tessebs_core.vocabulary import SignalFlag

__all__ = [
    "BigWholeNumber",
    "Flags",
    "JsonText",
    "LongWords",
    "OptionalWords",
    "RealNumber",
    "UtcTimestamp",
    "WholeNumber",
    "Words",
    "utc_now",
    "word_of",
]


def utc_now() -> datetime:
    """The present moment, aware, UTC."""
    return datetime.now(UTC)


def word_of(words: type[StrEnum]) -> Enum:
    """A VARCHAR column that holds the values of a closed list and gives back its members."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=False,
        validate_strings=True,
        length=32,
        values_callable=lambda members: [each.value for each in members],
    )


class UtcTimestamp(TypeDecorator[datetime]):
    """A moment, aware on the Python side and UTC without zone in the database, to the microsecond."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """MariaDB keeps microseconds only when told to."""
        return dialect.type_descriptor(mysql.DATETIME(fsp=6) if dialect.name == "mysql" else DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without zone: nobody could tell later which one was meant."""
        if value is None:
            return None
        if value.tzinfo is None or value.utcoffset() is None:
            raise InputError(
                f"The time {value.isoformat()} has no zone. Give an aware one, for example in UTC."
            )
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What is stored is UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class RealNumber(TypeDecorator[float]):
    """A double: NaN and masked values become NULL, numpy's numbers become Python's, infinity is refused.

    SQLAlchemy's plain ``Float`` is single precision on MariaDB and would lose minutes of a BTJD.
    """

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> float | None:
        """Give the driver a finite Python float, or None."""
        if value is None or value is np.ma.masked:
            return None
        if isinstance(value, (str, bytes)):
            raise InputError(f"{value!r} is a text where a number is needed.")
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError) as error:
            raise InputError(f"{value!r} cannot be stored as a number: {error}.") from error
        if math.isinf(number):
            raise InputError("An infinite value cannot be stored. Leave out what is not known.")
        return None if math.isnan(number) else number


class _Whole(TypeDecorator[int]):
    """An integer of a stated range; numpy's become Python's, floats are refused."""

    impl = Integer
    cache_ok = True
    bits = 32

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        """Give the driver a Python int: sqlite3 would store numpy's as a blob."""
        if value is None or value is np.ma.masked:
            return None
        try:
            number = operator.index(value)
        except TypeError as error:
            raise InputError(
                f"{value!r} is no whole number. (A float cannot hold a Gaia id: read it as an integer.)"
            ) from error
        if not -(2 ** (self.bits - 1)) <= number < 2 ** (self.bits - 1):
            raise InputError(f"{number} does not fit into {self.bits} bits.")
        return number


class WholeNumber(_Whole):
    """A 32-bit integer."""

    cache_ok = True


class BigWholeNumber(_Whole):
    """A 64-bit integer: TIC and Gaia identifiers, sizes of files."""

    impl = BigInteger
    cache_ok = True
    bits = 64


class Words(TypeDecorator[str]):
    """A text of a greatest length, which SQLite would not check."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Refuse what one of the engines could not store."""
        return None if value is None else _storable(value, self.length)


class OptionalWords(Words):
    """A text that may be missing, as part of a unique key.

    To a unique constraint all NULLs differ, so None is stored as the empty text; it comes back as None.
    """

    cache_ok = True
    coerce_to_is_types = ()  # `== None` must compare with the empty text, not become IS NULL

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """None is the empty text."""
        return _storable(value or "", self.length)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """The empty text is None."""
        return value or None


class LongWords(TypeDecorator[str]):
    """A text of any length; MariaDB's TEXT alone would end at 64 KiB."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """LONGTEXT on MariaDB."""
        return dialect.type_descriptor(mysql.LONGTEXT() if dialect.name == "mysql" else Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Refuse what one of the engines could not store."""
        return None if value is None else _storable(value, None)


class JsonText(TypeDecorator[Any]):
    """Lists, dicts, texts and numbers as canonical JSON, the same bytes for equal values."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """LONGTEXT on MariaDB."""
        return dialect.type_descriptor(mysql.LONGTEXT() if dialect.name == "mysql" else Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Keys sorted, no NaN."""
        if value is None:
            return None
        try:
            return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
        except (TypeError, ValueError) as error:
            raise InputError(f"These values cannot be stored as JSON: {error}.") from error

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The values as they were."""
        return None if value is None else json.loads(value)


class Flags(TypeDecorator[frozenset[SignalFlag]]):
    """A set of flags as sorted words with commas between them."""

    impl = String
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(128)

    def process_bind_param(self, value: frozenset[SignalFlag] | None, dialect: Dialect) -> str | None:
        """Only known flags."""
        return None if value is None else ",".join(sorted(SignalFlag(each) for each in value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[SignalFlag] | None:
        """The set again."""
        if value is None:
            return None
        return frozenset(SignalFlag(each) for each in value.split(",") if each)


def _storable(value: Any, length: int | None) -> str:
    if not isinstance(value, str):
        raise InputError(f"{value!r} is no text.")
    text = str(value)
    if length is not None and len(text) > length:
        raise InputError(f"{text[:40]!r}... has {len(text)} characters; at most {length} fit.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            "The text holds half a character (a lone surrogate) and cannot be stored."
        ) from error
    return text
