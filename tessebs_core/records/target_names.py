"""Names of targets as people write them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from tessebs_core.errors import BadSearch

__all__ = ["NameKind", "TargetName", "read_target_name"]

_LARGEST = 2**63 - 1
_LONGEST_TIC = 11  # digits; a bare number with more can only be Gaia's


class NameKind(StrEnum):
    """Whose name it is; the value is the column that holds it, for Gaia either release's if none is given."""

    TIC = "tess_id"
    GAIA = "gaia"
    GAIA_DR2 = "gaia_id"
    GAIA_DR3 = "gaia_dr3_id"
    KIC = "kepler_id"
    ASAS = "asas_id"


@dataclass(frozen=True)
class TargetName:
    """A name of a target; ``value`` is an int, for ASAS a text that begins with J. ``signal`` is 1, 2, ..."""

    kind: NameKind
    value: int | str
    signal: int | None = None


_FORMS: tuple[tuple[NameKind, re.Pattern[str]], ...] = (
    (NameKind.TIC, re.compile(r"(?:TIC|TESS)?[\s_-]*0*(\d{1,19})(?:\.(\d{1,3}))?", re.I | re.A)),
    (NameKind.GAIA_DR3, re.compile(r"GAIA[\s_-]*E?DR3[\s_-]*(\d{1,19})", re.I | re.A)),
    (NameKind.GAIA_DR2, re.compile(r"GAIA[\s_-]*DR2[\s_-]*(\d{1,19})", re.I | re.A)),
    (NameKind.GAIA, re.compile(r"GAIA[\s_-]*(\d{1,19})", re.I | re.A)),
    (NameKind.KIC, re.compile(r"(?:KIC|KEPLER)[\s_-]*(\d{1,19})", re.I | re.A)),
    (NameKind.ASAS, re.compile(r"(?:ASAS[\s_-]*)?J?(\d{6}[+ -]\d{4}\.\d)", re.I | re.A)),
)


def read_target_name(words: str, field: str = "q") -> TargetName:
    """Understand a name: ``123``, ``TIC 123``, ``123.02`` (its second signal), Gaia, KIC, ASAS.

    A bare number is the TIC's, or Gaia's if it has more than 11 digits.

    Raises
    ------
    BadSearch
        It is no name of these surveys; ``field`` is what the error names.

    Examples
    --------
    >>> read_target_name("gaia dr3 4689637789368124416").kind
    <NameKind.GAIA_DR3: 'gaia_dr3_id'>
    >>> read_target_name("TIC 126602778.02")
    TargetName(kind=<NameKind.TIC: 'tess_id'>, value=126602778, signal=2)
    """
    asked = words.strip()
    for kind, form in _FORMS:
        match = form.fullmatch(asked) if len(asked) <= 64 else None
        if match is None:
            continue
        if kind is NameKind.ASAS:
            return TargetName(kind, f"J{match.group(1).replace(' ', '+')}")  # addresses write "+" for a blank
        number = int(match.group(1))
        if number > _LARGEST:
            break
        if kind is NameKind.TIC and match.group(2) is not None:
            return TargetName(kind, number, int(match.group(2)))
        if kind is NameKind.TIC and asked.isdigit() and len(asked.lstrip("0")) > _LONGEST_TIC:
            return TargetName(NameKind.GAIA, number)
        return TargetName(kind, number)
    raise BadSearch(
        field,
        f"{asked[:64]!r} is no name that the catalogue knows. Examples: 126602778, TIC 126602778, "
        "Gaia DR3 4689637789368124416, KIC 9899416, ASAS J192502+4512.1.",
    )
