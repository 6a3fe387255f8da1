"""Positions on the sky as people write them."""

import re

from tessebs_core.errors import BadSearch

__all__ = ["read_position"]

_LONGEST = 80  # characters
_PART = r"(\d+(?:\.\d*)?|\.\d+)"
_BETWEEN = r"(?:\s*[:hdm°'′]\s*|\s+)"
_END = r"\s*[s\"″]?"
_SEXAGESIMAL = re.compile(
    rf"{_PART}{_BETWEEN}{_PART}(?:{_BETWEEN}{_PART})?{_END}m?[\s,;]*"
    rf"([+-])\s*{_PART}{_BETWEEN}{_PART}(?:{_BETWEEN}{_PART})?{_END}m?",
    re.A | re.I,
)
_DEGREES = re.compile(
    r"([+-]?(?:\d+\.?\d*|\.\d+))\s*[d°]?\s*[\s,;]\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*[d°]?", re.A
)


def read_position(words: str, field: str = "cone") -> tuple[float, float]:
    """Understand a position: hours and degrees with minutes and seconds, or two numbers in degrees.

    Parameters
    ----------
    words : str
        Right ascension and declination, ICRS. The minus of print counts as a minus.
    field : str
        What an error names.

    Returns
    -------
    ra, dec : float
        Degrees.

    Raises
    ------
    BadSearch
        It is no position; a part of it may be out of its range.

    Examples
    --------
    >>> read_position("83.8221, -5.3911")
    (83.8221, -5.3911)
    >>> [round(each, 6) for each in read_position("05 35 17.3 -05 23 28")]
    [83.822083, -5.391111]
    """
    text = words.strip().replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-")
    if len(text) > _LONGEST:
        raise BadSearch(field, f"a position has at most {_LONGEST} characters.")
    if match := _DEGREES.fullmatch(text):
        ra, dec = float(match[1]), float(match[2])
    elif match := _SEXAGESIMAL.fullmatch(text):
        ra = 15.0 * _angle(match[1], match[2], match[3], field)
        dec = _angle(match[5], match[6], match[7], field) * (-1.0 if match[4] == "-" else 1.0)
    else:
        raise BadSearch(
            field,
            f"{words[:40]!r} is no position. Examples: 05 35 17.3 -05 23 28, 5h35m17.3s -5d23m28s, "
            "83.8221 -5.3911 (degrees).",
        )
    if not 0.0 <= ra <= 360.0:
        raise BadSearch(field, f"the right ascension of {words[:40]!r} is not between 0 and 24 h.")
    if not -90.0 <= dec <= 90.0:
        raise BadSearch(field, f"the declination of {words[:40]!r} is not between -90 and 90 degrees.")
    return ra, dec


def _angle(whole: str, minutes: str, seconds: str | None, field: str) -> float:
    parts = float(whole), float(minutes), float(seconds or 0.0)
    if not (parts[1] < 60.0 and parts[2] < 60.0):
        raise BadSearch(
            field, f"{' '.join(filter(None, (whole, minutes, seconds)))}: minutes and seconds are below 60."
        )
    return parts[0] + parts[1] / 60.0 + parts[2] / 3600.0
