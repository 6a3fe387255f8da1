"""Legacy targets and sectors as ours, and several rows of one target as one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tessebs_core.compute.legacy.columns import day, real, whole, words
from tessebs_core.errors import BadLegacyRow

__all__ = ["Conversion", "Merger", "merge", "read_sector", "read_target"]

_REALS = ("ra", "dec", "glon", "glat", "Tmag", "teff", "logg", "abun", "pmra", "pmdec")
_IDS = ("gaia_id", "gaia_dr3_id", "kepler_id")
_PARTS = ("spacecraft", "camera1", "camera2", "camera3", "camera4")
_POINTINGS = tuple(f"{part}_{angle}" for part in _PARTS for angle in ("ra", "dec", "roll"))
_POSSIBLE = {
    "ra": (0.0, 360.0),
    "dec": (-90.0, 90.0),
    "glon": (-180.0, 360.0),
    "glat": (-90.0, 90.0),
    "Tmag": (-3.0, 30.0),
    "teff": (0.0, 1e6),
    "pmra": (-1e5, 1e5),
    "pmdec": (-1e5, 1e5),
}
_DEFAULT_DATATYPE = "LCF"


@dataclass(frozen=True)
class Conversion:
    """A legacy row in our columns; ``beside`` is what they do not hold, by the legacy column.

    ``doubts`` are values that are stored as they are and that no star can have.
    """

    columns: dict[str, Any]
    beside: dict[str, Any] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Merger:
    """Several rows as one: the fullest is ``kept`` (its place), the others complete it.

    ``contradictions`` are, by the place of a row, the columns in which it says something else than was kept.
    """

    columns: dict[str, Any]
    kept: int
    contradictions: dict[int, tuple[str, ...]]


def read_target(values: Mapping[str, Any]) -> Conversion:
    """Read a row of ``catalog_tic``.

    Raises
    ------
    BadLegacyRow
        It has no possible ``tess_id``.
    """
    tess_id = whole(values, "tess_id", least=1)
    if tess_id is None:
        raise BadLegacyRow("tess_id is missing")
    columns: dict[str, Any] = {"tess_id": tess_id}
    beside: dict[str, Any] = {}
    for names, read in ((_REALS, real), (_IDS, whole), (("asas_id",), _short_name)):
        _take(values, names, read, columns, beside)
    if values.get("datatype") not in {None, _DEFAULT_DATATYPE}:
        beside["datatype"] = values["datatype"]
    doubts = tuple(
        f"{name} = {columns[name]!r} is none that a star can have; it is stored as it is"
        for name, (least, most) in _POSSIBLE.items()
        if columns[name] is not None and not least <= columns[name] <= most
    )
    return Conversion(columns, beside | _others(values, {*columns, "id", "datatype"}), doubts)


def read_sector(values: Mapping[str, Any]) -> Conversion:
    """Read a row of ``catalog_sector``.

    Raises
    ------
    BadLegacyRow
        It has no possible ``sector_id``.
    """
    sector_id = whole(values, "sector_id", least=1, bits=32)
    if sector_id is None:
        raise BadLegacyRow("sector_id is missing")
    columns: dict[str, Any] = {"sector_id": sector_id}
    beside: dict[str, Any] = {}
    _take(values, ("date_start", "date_end"), day, columns, beside)
    _take(values, _POINTINGS, real, columns, beside)
    return Conversion(columns, beside | _others(values, {*columns, "id"}))


def merge(rows: Sequence[Mapping[str, Any]], *, first: bool = False) -> Merger:
    """Make one of rows that mean the same thing; all have the same columns.

    Parameters
    ----------
    rows : sequence of mappings
        In the order in which equals go first.
    first : bool
        The first is kept, however much the others say: it stands in our catalogue.
    """
    fullness = [sum(value is not None for value in row.values()) for row in rows]
    kept = 0 if first else fullness.index(max(fullness))
    columns = dict(rows[kept])
    for row in rows:
        columns.update({name: value for name, value in row.items() if columns[name] is None})
    contradictions = {
        place: tuple(name for name, value in row.items() if value not in {None, columns[name]})
        for place, row in enumerate(rows)
        if place != kept
    }
    return Merger(columns, kept, {place: names for place, names in contradictions.items() if names})


def _take(
    values: Mapping[str, Any],
    names: Sequence[str],
    read: Callable[[Mapping[str, Any], str], Any],
    columns: dict[str, Any],
    beside: dict[str, Any],
) -> None:
    for name in names:
        try:
            columns[name] = read(values, name)
        except BadLegacyRow:
            columns[name], beside[name] = None, values[name]


def _short_name(values: Mapping[str, Any], name: str) -> str | None:
    return words(values, name, most=32).strip() or None


def _others(values: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in known and value is not None}
