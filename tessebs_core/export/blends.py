"""Shared signals and judged blends as tables of text."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from tessebs_core.records.blends import JudgedBlend, SharedSignal
from tessebs_core.storage import replacing

__all__ = ["write_judged_blends", "write_shared_signals"]

_SHARED = (
    "tess_id", "other_tess_id", "ephemeris", "other_ephemeris", "period", "other_period", "separation_arcsec",
    "ratio", "period_sigma", "time_difference_d", "time_sigma", "same_minimum", "chance", "depth",
    "other_depth", "Tmag", "other_Tmag", "owner", "reasons",
)  # fmt: skip
_JUDGED = ("tess_id", "ephemeris", "bjd0", "period", "owner", "votes", "naming", "by_decision")


def write_shared_signals(pairs: Iterable[SharedSignal], path: Path) -> None:
    """Write one row for each pair of targets and signal; what is not known is empty.

    Raises
    ------
    StorageError
        The disk refused.
    """
    _write(path, _SHARED, [_shared(each) for each in pairs])


def write_judged_blends(found: Iterable[JudgedBlend], path: Path) -> None:
    """Write one row for each proposal that is settled as a blend, with the owner's TIC where there is one.

    Raises
    ------
    StorageError
        The disk refused.
    """
    _write(path, _JUDGED, [_judged(each) for each in found])


def _shared(pair: SharedSignal) -> tuple[object, ...]:
    one, other = pair.one, pair.other
    return (
        one.tess_id, other.tess_id, one.ephemeris_id, other.ephemeris_id, one.ephemeris.period,
        other.ephemeris.period, f"{pair.separation:.2f}", f"{pair.ratio[0]}/{pair.ratio[1]}",
        f"{pair.period_sigma:.2f}", f"{pair.time_difference:.6f}", f"{pair.time_sigma:.2f}",
        int(pair.same_minimum), f"{pair.chance:.3g}", one.depth, other.depth, one.magnitude, other.magnitude,
        pair.owner, "; ".join(pair.reasons),
    )  # fmt: skip


def _judged(each: JudgedBlend) -> tuple[object, ...]:
    return (
        each.tess_id, each.ephemeris_id, each.ephemeris.bjd0, each.ephemeris.period, each.owner, each.votes,
        each.naming, int(each.by_decision),
    )  # fmt: skip


def _write(path: Path, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    with replacing(path) as file:
        file.write(text.getvalue().encode())
