"""Legacy catalogue entries and box searches in our columns."""

from collections.abc import Mapping
from typing import Any

from tessebs_core.compute.legacy.columns import is_set, moment, real, whole, words
from tessebs_core.compute.legacy.ephemerides import btjd_of
from tessebs_core.compute.legacy.targets import Conversion
from tessebs_core.errors import BadLegacyRow
from tessebs_core.vocabulary import EBSource, SignalFlag

__all__ = ["OWN_EPHEMERIS", "read_box_search", "read_entry"]

OWN_EPHEMERIS = ("bjd0", "bjd0_uncert", "period", "period_uncert")
"""What an entry said itself before migration 0048."""

_NUMBERS = tuple(
    f"{which}_{what}_{model}"
    for model in ("pf", "2g")
    for which in ("prim", "sec")
    for what in ("width", "depth", "pos")
)
_FLAGS = tuple(flag.value for flag in SignalFlag)
_SEARCHED = ("duration", "pmin", "pmax", "bjd0", "period", "max_power", "bls_logp")
_DEPTHS = tuple(
    f"{name}{unc}" for name in ("depth", "depth_odd", "depth_even", "depth_half") for unc in ("", "_unc")
)


def read_entry(values: Mapping[str, Any]) -> Conversion:
    """Read a row of ``catalog_eb`` but for what it points at and its own ephemeris.

    Raises
    ------
    BadLegacyRow
        Its signal has no possible number, or its date is none.
    """
    signal_id = whole(values, "signal_id", least=1, bits=32)
    added = moment(values, "date_added")
    if signal_id is None or added is None:
        raise BadLegacyRow("signal_id or date_added is missing")
    columns: dict[str, Any] = {
        "signal_id": signal_id,
        "in_catalog": is_set(values, "in_catalog"),
        "date_added": added,
        "date_modified": None,
        "source": None,
        **{name: is_set(values, name) for name in _FLAGS},
    }
    beside: dict[str, Any] = {}
    source = words(values, "source")
    if source.strip().upper() in set(EBSource):
        columns["source"] = EBSource(source.strip().upper())
    elif "source" in values:
        beside["source"] = source
    for name in ("date_modified", "morph_coeff", *_NUMBERS):
        try:
            columns[name] = moment(values, name) if name == "date_modified" else real(values, name)
        except BadLegacyRow:
            columns[name], beside[name] = None, str(values[name])
    if columns["morph_coeff"] == -1.0:  # how the legacy pipeline said "not measured"
        columns["morph_coeff"], beside["morph_coeff"] = None, -1.0
    known = {*columns, *OWN_EPHEMERIS, "id", "tic_id", "ephemeris_id"}
    others = {name: value for name, value in values.items() if name not in known and value is not None}
    return Conversion(columns, beside | others)


def read_box_search(values: Mapping[str, Any]) -> Conversion:
    """Read a row of ``catalog_bls_run`` but for its target.

    Raises
    ------
    BadLegacyRow
        A number is missing or not finite, the period is not positive, or the date is none.
    """
    columns: dict[str, Any] = {name: real(values, name) for name in (*_SEARCHED, *_DEPTHS)}
    columns["min_eclipses"] = whole(values, "min_eclipses", bits=32)
    columns["date_run"] = moment(values, "date_run")
    missing = [name for name in ("bjd0", "period", "min_eclipses", "date_run") if columns[name] is None]
    if missing:
        raise BadLegacyRow(f"{' and '.join(missing)} is missing")
    if columns["period"] <= 0:
        raise BadLegacyRow(f"period = {columns['period']!r} d is not positive")
    columns["bjd0"], was_full = btjd_of(columns["bjd0"])
    known = {*columns, "id", "tic_id"}
    others = {name: value for name, value in values.items() if name not in known and value is not None}
    return Conversion(columns, ({"bjd0": values["bjd0"]} if was_full else {}) | others)
