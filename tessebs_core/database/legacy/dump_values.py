"""Single values of a dump: quoted texts with their escapes, numbers, hexadecimal blobs."""

import re
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["CHARACTER_SETS", "Value", "decoded", "family_of", "unescaped", "value_of"]

Value = int | float | str | None

CHARACTER_SETS: Mapping[str, str] = MappingProxyType(
    {
        "utf8mb4": "utf-8",
        "utf8mb3": "utf-8",
        "utf8": "utf-8",
        "binary": "utf-8",
        "ascii": "ascii",
        "latin1": "cp1252",  # MariaDB's latin1 is Windows' code page
    }
)
"""Character sets that a dump may be written in (its SET NAMES), and Python's names of them."""

_FAMILIES = {
    "whole": ("tinyint", "smallint", "mediumint", "int", "integer", "bigint", "bool", "boolean", "year"),
    "real": ("double", "float", "real", "decimal", "numeric"),
    "bytes": ("blob", "tinyblob", "mediumblob", "longblob", "binary", "varbinary", "bit"),
}
_ESCAPE = re.compile(rb"\\(.)|''", re.DOTALL)
_MEANING = {b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a"}
_DIGITS = b"-+.0123456789"
_WHOLE = re.compile(rb"[+-]?\d+\Z")


def family_of(sql_type: str) -> str:
    """What a column holds: ``whole``, ``real``, ``bytes`` or ``text`` (times are texts too)."""
    return next((family for family, words in _FAMILIES.items() if sql_type.lower() in words), "text")


def unescaped(quoted: bytes) -> bytes:
    r"""What stands between the quotes, with backslash escapes and doubled quotes undone.

    Examples
    --------
    >>> unescaped(rb"O''Brien \\ \n\Z\%")
    b"O'Brien \\ \n\x1a\\%"
    """
    return _ESCAPE.sub(_meaning, quoted) if b"\\" in quoted or b"'" in quoted else quoted


def _meaning(escape: re.Match[bytes]) -> bytes:
    character: bytes | None = escape[1]
    if character is None:
        return b"'"
    if character in b"%_":  # MariaDB keeps the backslash before the wildcards of LIKE
        return b"\\" + character
    return _MEANING.get(character, character)


def decoded(raw: bytes, encoding: str) -> str:
    """The text that bytes are in a character set.

    Raises
    ------
    UnicodeDecodeError
        They are none. (In MariaDB's latin1 every byte is a character: five that Windows lacks are controls.)
    """
    if encoding != "cp1252":
        return raw.decode(encoding)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return "".join(
            chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else bytes((byte,)).decode(encoding) for byte in raw
        )


def value_of(literal: bytes, family: str, encoding: str) -> Value:
    """The value that a literal means in a column; what does not fit the column's kind stays a text.

    Raises
    ------
    ValueError
        The literal is none that a dump has; also as UnicodeDecodeError.
    """
    if literal[0] in _DIGITS and literal[1:2] not in {b"x", b"X"}:
        return _number(literal, family)
    if literal.upper() == b"NULL":
        return None
    if literal.endswith(b"'"):
        prefix, _, quoted = literal[:-1].partition(b"'")
        if prefix.lower() == b"x":
            return _from_hex(quoted, family, encoding)
        raw = unescaped(quoted)
        return raw.hex() if family == "bytes" else decoded(raw, encoding)
    return _from_hex(literal[2:], family, encoding)


def _number(literal: bytes, family: str) -> Value:
    if family == "whole" and _WHOLE.match(literal):
        return int(literal)
    number = float(literal)
    return number if family == "real" else literal.decode("ascii")


def _from_hex(digits: bytes, family: str, encoding: str) -> str:
    raw = bytes.fromhex(digits.decode("ascii"))
    return raw.hex() if family == "bytes" else decoded(raw, encoding)
