"""Targets, sectors and provenances in the database."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import TIC, Provenance, Sector
from tessebs_core.database.stores.sectors import save_sectors
from tessebs_core.database.stores.targets import (
    count_targets,
    find_target,
    save_target,
    set_provenances,
    set_sectors,
    target_record,
)
from tessebs_core.errors import UnknownTarget
from tessebs_core.records import Pointing, SectorPointing, TargetMetadata
from tests.support.rows import statements_sent

METADATA = TargetMetadata(
    tess_id=126602778, ra=322.0461, dec=-52.1, glon=344.1, glat=-45.9, Tmag=10.4, teff=6100.0, logg=4.2,
    abun=-0.1, pmra=12.5, pmdec=-3.25, gaia_id=6917528997577384321, gaia_dr3_id=2**63 - 1, kepler_id=8462852,
    asas_id="212811-5206.0",
)  # fmt: skip


def pointing(sector_id: int, ra: float = 352.6844) -> SectorPointing:
    cameras = tuple(Pointing(ra + number, -10.0 * number, 0.5) for number in range(4))
    return SectorPointing(
        sector_id, date(2018, 7, 25), date(2018, 8, 22), Pointing(ra, -64.8531, 222.1532), cameras
    )


def test_a_target_comes_back_as_it_was_saved(database: Database) -> None:
    database.write(lambda session: save_target(session, METADATA))
    assert database.read(lambda session: target_record(find_target(session, METADATA.tess_id))) == METADATA


def test_saving_a_target_again_updates_it(database: Database) -> None:
    database.write(lambda session: save_target(session, METADATA))
    newer = replace(METADATA, Tmag=11.0, asas_id="other")
    database.write(lambda session: save_target(session, newer))
    assert database.read(lambda session: target_record(find_target(session, METADATA.tess_id))) == newer
    assert database.read(count_targets) == 1


def test_what_the_archive_does_not_know_now_is_not_forgotten(database: Database) -> None:
    database.write(lambda session: save_target(session, METADATA))
    database.write(lambda session: save_target(session, TargetMetadata(METADATA.tess_id, Tmag=11.0)))
    found = database.read(lambda session: target_record(find_target(session, METADATA.tess_id)))
    assert found == replace(METADATA, Tmag=11.0)


def test_an_unknown_target_is_told(database: Database) -> None:
    with pytest.raises(UnknownTarget, match="TIC 5 is not in the catalogue"):
        database.read(lambda session: find_target(session, 5))


def test_sectors_and_provenances_are_what_was_said_last(database: Database) -> None:
    def work(session: Session) -> None:
        tic = save_target(session, METADATA)
        set_sectors(session, tic, [27, 1])
        set_provenances(session, tic, ["SPOC", "QLP"])
        set_sectors(session, tic, [1, 67])
        set_provenances(session, tic, ["QLP", "CDIPS"])

    database.write(work)
    tic = database.read(lambda session: find_target(session, METADATA.tess_id))
    assert [sector.sector_id for sector in tic.sectors] == [1, 67]
    assert [provenance.name for provenance in tic.provenances] == ["CDIPS", "QLP"]


def test_a_provenance_is_one_row_for_all_targets(database: Database) -> None:
    for tess_id in (1, 2):
        database.write(
            lambda session, tess_id=tess_id: set_provenances(
                session, save_target(session, TargetMetadata(tess_id)), ["QLP"]
            )
        )
    assert database.read(lambda session: session.scalar(select(func.count(Provenance.id)))) == 1


def test_a_target_is_found_in_three_queries_however_many_sectors(database: Database) -> None:
    def work(session: Session) -> None:
        tic = save_target(session, METADATA)
        set_sectors(session, tic, range(1, 60))
        set_provenances(session, tic, [f"P{number}" for number in range(10)])

    database.write(work)
    with statements_sent(database) as sent:
        tic = database.read(lambda session: find_target(session, METADATA.tess_id))
        assert (len(tic.sectors), len(tic.provenances)) == (59, 10)
    assert len(sent) == 3


def test_a_sector_keeps_all_its_pointings(database: Database) -> None:
    database.write(lambda session: save_sectors(session, [pointing(1)]))
    row = database.read(lambda session: session.get_one(Sector, 1))
    assert (row.date_start, row.date_end) == (date(2018, 7, 25), date(2018, 8, 22))
    assert (row.spacecraft_ra, row.spacecraft_dec, row.spacecraft_roll) == (352.6844, -64.8531, 222.1532)
    assert [row.camera1_ra, row.camera2_dec, row.camera4_ra] == [352.6844, -10.0, 355.6844]


def test_a_sector_that_was_seen_before_it_was_told_gets_its_dates(database: Database) -> None:
    def work(session: Session) -> date | None:
        set_sectors(session, save_target(session, METADATA), [1])
        save_sectors(session, [pointing(2), pointing(1, ra=10.0)])
        return session.get_one(Sector, 1).date_start

    assert database.write(work) == date(2018, 7, 25)
    pointed = select(Sector.spacecraft_ra).order_by(Sector.sector_id)
    assert database.read(lambda session: session.scalars(pointed).all()) == [10.0, 352.6844]


def test_no_sectors_are_no_work(database: Database) -> None:
    with statements_sent(database) as sent:
        database.write(lambda session: save_sectors(session, []))
    assert sent == []


def test_deleting_a_target_takes_its_links_and_leaves_the_sectors(database: Database) -> None:
    def work(session: Session) -> None:
        tic = save_target(session, METADATA)
        set_sectors(session, tic, [1, 2])
        session.flush()
        session.delete(session.scalars(select(TIC)).one())

    database.write(work)
    assert database.read(count_targets) == 0
    assert database.read(lambda session: session.scalar(select(func.count(Sector.sector_id)))) == 2
