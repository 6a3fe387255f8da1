from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select, text, update

from benchmarks.large_catalogue import fill_catalogue
from tessebs_core.database.schema import EB, TIC, Compared, Ephemeris

LONG_AGO = datetime(2000, 1, 1, 12, 0, 0, 250, tzinfo=UTC)
SOURCES = {
    each.name: next(
        getattr(row, each.name)
        for row in (EB, TIC, Ephemeris)
        if each.name in row.__table__.columns and not (row is TIC and each.name == "tic_id")
    )
    for each in Compared.__table__.columns
    if each.name != "eb_id"
}


def compared(session):
    """What searches compare, and the same read from where it comes from."""
    copies = select(Compared.eb_id, *(getattr(Compared, name) for name in SOURCES)).order_by(Compared.eb_id)
    originals = (
        select(EB.id, *SOURCES.values())
        .join(TIC, TIC.id == EB.tic_id)
        .outerjoin(Ephemeris, Ephemeris.id == EB.ephemeris_id)
        .order_by(EB.id)
    )
    return session.execute(copies).all(), session.execute(originals).all()


def test_a_copy_has_the_name_and_the_type_of_its_original():
    for name, original in SOURCES.items():
        copy = Compared.__table__.columns[name]
        source = original.property.columns[0]
        assert (type(copy.type), getattr(copy.type, "length", None)) == (
            type(source.type),
            getattr(source.type, "length", None),
        ), name
        assert copy.nullable == (source.nullable or source.table.name == "Ephemeris"), name


@pytest.mark.parametrize(
    "change",
    [
        lambda: update(TIC).where(TIC.id == 3).values(Tmag=None, gaia_id=2**62 + 1, tess_id=7, asas_id="x"),
        lambda: update(TIC).values(ra=TIC.dec),
        lambda: update(Ephemeris).where(Ephemeris.id == 5).values(period=0.1 + 0.2, bjd0_uncert=None),
        lambda: update(EB).where(EB.id == 5).values(ephemeris_id=None, heartbeat=True, source=None),
        lambda: update(EB).where(EB.id == 6).values(tic_id=9, signal_id=7, date_modified=LONG_AGO),
        lambda: delete(EB).where(EB.id == 8),
        lambda: text("DELETE FROM TIC_sectors WHERE tic_id = 4"),
    ],
    ids=["target", "all targets", "ephemeris", "entry", "entry of another", "entry gone", "sectors"],
)
def test_copies_follow_their_originals_whoever_writes(database, change):
    fill_catalogue(database, entries=30, ephemerides=60)

    def work(session):
        # No rows of the ORM: what an import or a person at the server's prompt does must count too.
        session.execute(text("DELETE FROM EB_origins"))
        before, _ = compared(session)
        session.connection().execute(change())
        return before, *compared(session)

    before, copies, originals = database.write(work)
    assert len(before) == 30
    assert copies == originals
    assert copies != before


def test_ignoring_a_sector_that_is_there_keeps_the_copies(database):
    fill_catalogue(database, entries=10, ephemerides=20)
    ignoring = "INSERT OR IGNORE" if database.is_sqlite else "INSERT IGNORE"

    def work(session):
        session.execute(text(f"{ignoring} INTO TIC_sectors SELECT 1, sector_id FROM Sector"))
        return compared(session)

    copies, originals = database.write(work)
    assert copies == originals
    assert copies[0].n_sectors == 96
