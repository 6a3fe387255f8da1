"""What a search for shared signals reads: every ephemeris with its star, and the depths that are known."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from sqlalchemy import false, func, or_, select
from sqlalchemy.orm import Session

from tessebs_core.compute.alias_groups import alias_ratio
from tessebs_core.compute.shared_signals import SignalTable
from tessebs_core.compute.sphere import SkyBox
from tessebs_core.database.schema import EB, TIC, BLSRun, Ephemeris, Provenance, Report
from tessebs_core.database.stores.reports import period_report
from tessebs_core.database.stores.upserts import batches
from tessebs_core.records import FloatArray, IntArray
from tessebs_core.records.blends import SignalSide
from tessebs_core.records.periods import PeriodReport

__all__ = ["KnownDepths", "SignalRows", "depths_of", "signal_rows"]


@dataclass(frozen=True, eq=False)
class SignalRows:
    """The table that is searched, and the keys of its rows; ``signal_id`` is 0 for a mere proposal."""

    table: SignalTable
    ephemeris_id: IntArray
    signal_id: IntArray

    def without(self, ephemeris_ids: Collection[int]) -> "SignalRows":
        """The rows of other ephemerides than these."""
        kept = ~np.isin(self.ephemeris_id, list(ephemeris_ids))
        columns = {each.name: getattr(self.table, each.name)[kept] for each in fields(SignalTable)}
        return SignalRows(SignalTable(**columns), self.ephemeris_id[kept], self.signal_id[kept])


def signal_rows(session: Session, box: SkyBox | None = None) -> SignalRows:
    """Every accepted and proposed ephemeris, or those in a box on the sky, by TIC number, in one query."""
    entry_of_it = (EB.ephemeris_id == Ephemeris.id) & EB.in_catalog.is_(True)
    statement = (
        select(
            TIC.tess_id, Ephemeris.id, EB.signal_id, TIC.ra, TIC.dec, TIC.Tmag, Ephemeris.bjd0,
            Ephemeris.bjd0_uncert, Ephemeris.period, Ephemeris.period_uncert,
            func.coalesce(EB.sec_pos_2g, EB.sec_pos_pf),
        )
        .join(Ephemeris.tic)
        .outerjoin(EB, entry_of_it)
        .order_by(TIC.tess_id, Ephemeris.id)
    )  # fmt: skip
    if box is not None:
        ranges = (TIC.ra.between(low, high) for low, high in box.right_ascensions)
        statement = statement.where(TIC.dec.between(*box.declinations), or_(false(), *ranges))
    columns: list[Any] = list(zip(*session.execute(statement), strict=True)) or [()] * 11
    tess_id, ephemeris_id = (np.array(each, dtype=np.int64) for each in columns[:2])
    signal_id = np.array([each or 0 for each in columns[2]], dtype=np.int64)
    ra, dec, magnitude, *rest = (_numbers(each) for each in columns[3:])
    return SignalRows(SignalTable(tess_id, ra, dec, magnitude, *rest), ephemeris_id, signal_id)


def _numbers(values: Iterable[float | None]) -> FloatArray:
    """NaN for what is not known."""
    return np.array(tuple(values), dtype=np.float64)


@dataclass(frozen=True)
class KnownDepths:
    """Depths of primary eclipses that somebody has measured already."""

    reports: dict[int, list[PeriodReport]]
    entries: dict[int, float]  # by ephemeris
    boxes: dict[int, list[tuple[float, float]]]  # period and depth

    def by_product(self, side: SignalSide) -> dict[str, float]:
        """The depths that stored period reports give, by provenance."""
        found = {}
        for report in self.reports.get(side.tess_id, ()):
            if report.ephemeris is None or alias_ratio(side.ephemeris, report.ephemeris) is None:
                continue
            at = min(report.evidence, key=lambda fold: abs(fold.multiple - 1.0), default=None)
            if at is not None and at.depth > 0:
                found[report.provenance] = at.depth
        return found

    def of(self, side: SignalSide) -> float | None:
        """Any depth: of the entry, of a report, of a box search at this period."""
        if side.ephemeris_id in self.entries:
            return self.entries[side.ephemeris_id]
        for depth in self.by_product(side).values():
            return depth
        for period, depth in self.boxes.get(side.tess_id, ()):
            if abs(period / side.ephemeris.period - 1.0) < 0.01 and depth > 0:
                return depth
        return None


def depths_of(session: Session, tess_ids: Iterable[int]) -> KnownDepths:
    """Gather what is known of the depths of some targets."""
    reports: defaultdict[int, list[PeriodReport]] = defaultdict(list)
    boxes: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    entries: dict[int, float] = {}
    for batch in batches(sorted(set(tess_ids))):
        of_these = TIC.tess_id.in_(batch)
        statement = select(Report).join(Report.tic).join(Report.provenance).where(of_these)
        for report in map(period_report, session.scalars(statement.order_by(Provenance.name))):
            reports[report.tess_id].append(report)
        depth = func.coalesce(EB.prim_depth_2g, EB.prim_depth_pf)
        rows = select(EB.ephemeris_id, depth).join(EB.tic).where(of_these, depth > 0)
        entries |= {row[0]: row[1] for row in session.execute(rows) if row[0] is not None}
        searched = select(TIC.tess_id, BLSRun.period, BLSRun.depth).join(BLSRun.tic).where(of_these)
        for tess_id, period, deep in session.execute(searched.order_by(BLSRun.id.desc())):
            if period is not None and deep is not None:
                boxes[tess_id].append((period, deep))
    return KnownDepths(dict(reports), entries, dict(boxes))
