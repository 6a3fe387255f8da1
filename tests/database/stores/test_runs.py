"""What was computed, by what, from what."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import TIC, BLSRun
from tessebs_core.database.stores.runs import save_bls_run, save_run
from tessebs_core.errors import UnknownTarget
from tests.support.rows import REVIEWERS, with_proposals


@dataclass
class Box:
    """A search's result with the names that the store reads."""

    minimum_period: float = 0.1
    maximum_period: float = 13.5
    minimum_eclipses: int = 2
    period: float | None = 0.7121198
    bjd0: float | None = 1325.3
    duration: float | None = 0.1
    max_power: float | None = 55.0
    bls_logp: float | None = 1234.5
    depth: float | None = 0.12
    depth_unc: float | None = 0.001
    depth_odd: float | None = 0.121
    depth_odd_unc: float | None = None
    depth_even: float | None = 0.119
    depth_even_unc: float | None = 0.002
    depth_half: float | None = None
    depth_half_unc: float | None = float("nan")


def test_a_search_is_stored_with_what_made_it(database: Database) -> None:
    with_proposals(database, tess_id=10)

    def work(session: Session) -> None:
        run = save_run(
            session, code="bls", version="0.1", parameters={"pmax": 13.5}, light_curve_hash="ab" * 32,
            provenance="QLP", sectors=[1, 27], username=REVIEWERS[0],
        )  # fmt: skip
        save_bls_run(session, 10, Box(), run=run, provenance="QLP")  # type: ignore[arg-type]

    database.write(work)
    with database.reading_session() as session:
        row = session.scalars(select(BLSRun)).one()
        assert (row.period, row.pmin, row.pmax, row.min_eclipses) == (0.7121198, 0.1, 13.5, 2)
        assert (row.depth_even_unc, row.depth_half, row.depth_half_unc) == (0.002, None, None)
        assert row.provenance is not None
        assert row.provenance.name == "QLP"
        assert row.run is not None
        assert [sector.sector_id for sector in row.run.sectors] == [1, 27]
        assert row.run.user is not None
        assert row.run.user.username == REVIEWERS[0]
        assert session.scalars(select(TIC)).one().bls_runs == [row]


def test_a_search_on_an_unknown_target_is_refused(database: Database) -> None:
    with pytest.raises(UnknownTarget):
        database.write(lambda session: save_bls_run(session, 5, Box()))  # type: ignore[arg-type]
