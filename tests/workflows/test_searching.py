import math
from datetime import date

import numpy as np
import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import selectinload

from benchmarks.large_catalogue import fill_catalogue
from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.compute.sphere import separation
from tessebs_core.database.schema import EB, TIC, Sector, Waiting
from tessebs_core.database.stores.search_terms import STATUSES
from tessebs_core.errors import BadSearch
from tessebs_core.records import Ephemeris, Source
from tessebs_core.records.catalogue_columns import CHOSEN, COLUMNS
from tessebs_core.records.searching import AngleUnit, Cone, Order, Range, Search
from tessebs_core.vocabulary import EphemerisStatus, InCatalogue, SignalFlag
from tessebs_core.workflows.searching import find, find_all, find_targets
from tessebs_core.workflows.triage import add_to_triage
from tests.support.rows import statements_sent
from tests.support.sky import workspace_in

ALL = InCatalogue.ANY
EVERY_COLUMN = tuple(each.name for each in COLUMNS)


@pytest.fixture
def workspace(tmp_path, database):
    fill_catalogue(database, entries=200, ephemerides=500)
    return workspace_in(tmp_path, database, ArchiveEndpoints("http://127.0.0.1:9"))


def entries_of(workspace):
    """Every entry as its row, read the slow and obvious way."""

    def work(session):
        target = selectinload(EB.tic)
        loaded = (target.selectinload(TIC.sectors), target.selectinload(TIC.provenances),
                  selectinload(EB.origins), selectinload(EB.ephemeris))  # fmt: skip
        return session.scalars(select(EB).options(*loaded)).all()

    return workspace.database.read(work)


def keys_of(rows):
    return sorted((row.tic.tess_id, row.signal_id) for row in rows)


def found_by(workspace, search):
    return [(each.tess_id, each.signal_id) for each in find_all(workspace, search)]


def test_every_condition_finds_what_looking_at_each_entry_finds(workspace):
    rows = entries_of(workspace)
    some_day = sorted(row.date_added for row in rows)[100].date()
    middle = Range("period", 0.5, 3.0)
    gaia = rows[7].tic.gaia_dr3_id
    expected = {
        Search(): lambda row: row.in_catalog,
        Search(in_catalog=InCatalogue.NO): lambda row: not row.in_catalog,
        Search(in_catalog=ALL): lambda row: True,
        Search(ranges=(middle,), in_catalog=ALL):
            lambda row: row.ephemeris is not None and 0.5 <= row.ephemeris.period <= 3.0,
        Search(ranges=(Range("teff", None, 9000.0), Range("morph_coeff", 0.5)), in_catalog=ALL):
            lambda row: row.tic.teff is not None and row.tic.teff <= 9000.0 and row.morph_coeff >= 0.5,
        Search(ranges=(Range("ra", 300.0, 20.0),), in_catalog=ALL):
            lambda row: row.tic.ra >= 300.0 or row.tic.ra <= 20.0,
        Search(ranges=(Range("sectors", 3, 5), Range("n_sectors", 6)), in_catalog=ALL):
            lambda row: row.tic.n_sectors >= 6 and any(3 <= each.sector_id <= 5 for each in row.tic.sectors),
        Search(ranges=(Range("signal_id", 2),), in_catalog=ALL): lambda row: row.signal_id == 2,
        Search(ranges=(Range("date_added", some_day, some_day),), in_catalog=ALL):
            lambda row: row.date_added.date() == some_day,
        Search(ranges=(Range("date_modified", None, date.max),), in_catalog=ALL):
            lambda row: row.date_modified is not None,
        Search(ranges=(Range("sec_depth_2g", 0.1, 0.2),)):
            lambda row: row.in_catalog and 0.1 <= row.sec_depth_2g <= 0.2,
        Search(ranges=(Range("gaia_id", gaia, gaia),), in_catalog=ALL): lambda row: row.tic.gaia_id == gaia,
        Search(flags=(SignalFlag.HEARTBEAT,), in_catalog=ALL): lambda row: row.heartbeat,
        Search(flags_not=(SignalFlag.SINGLE, SignalFlag.MULTI), in_catalog=ALL):
            lambda row: not row.single and not row.multi,
        Search(provenances=("SPOC", "nothing"), in_catalog=ALL):
            lambda row: any(each.name == "SPOC" for each in row.tic.provenances),
        Search(origins=("group", "citizens"), in_catalog=ALL):
            lambda row: any(each.name in {"group", "citizens"} for each in row.origins),
        Search(text=f"Gaia DR3 {gaia}", in_catalog=ALL): lambda row: row.tic.gaia_dr3_id == gaia,
        Search(text=f"{gaia}", in_catalog=ALL): lambda row: row.tic.gaia_dr3_id == gaia,
        Search(text="KIC 10", in_catalog=ALL): lambda row: row.tic.kepler_id == 10,
        Search(text=f"TIC {rows[0].tic.tess_id}.02", in_catalog=ALL):
            lambda row: row.tic.tess_id == rows[0].tic.tess_id and row.signal_id == 2,
    }  # fmt: skip
    for search, meets in expected.items():
        wanted = keys_of(row for row in rows if meets(row))
        assert found_by(workspace, search) == wanted, search
        page = find(workspace, search, EVERY_COLUMN)
        assert page.count == len(wanted), search
        assert [(each.tess_id, each.signal_id) for each in page.entries] == wanted[:100], search
        assert find_targets(workspace, search) == sorted({tess_id for tess_id, _ in wanted}), search
    assert sum(bool(keys_of(row for row in rows if meets(row))) for meets in expected.values()) == len(
        expected
    )


CONES = (
    Cone(0.0, 89.9, 25.0),
    Cone(180.0, -90.0, 30.0),
    Cone(359.9, 10.0, 25.0),
    Cone(0.1, -10.0, 1500.0, AngleUnit.ARCMINUTE),
    Cone(360.0, 0.0, 95.0),
    Cone(12.0, 34.0, 180.0),
)


def test_a_cone_is_a_circle_on_the_sphere_at_the_poles_and_across_zero_too(workspace):
    rows = entries_of(workspace)
    for cone in CONES:
        away = {
            (row.tic.tess_id, row.signal_id): separation(cone.ra, cone.dec, row.tic.ra, row.tic.dec)
            for row in rows
        }
        wanted = sorted(
            (key for key in away if away[key] <= cone.degrees), key=lambda key, away=away: (away[key], key)
        )
        search = Search(cone=cone, in_catalog=ALL, order=(Order("distance"),), size=1000)
        page = find(workspace, search, ("distance", "tess_id"))
        assert [(each.tess_id, each.signal_id) for each in page.entries] == wanted, cone
        assert page.count == len(wanted) > 0, cone
        shown = [each.values[0] / 3600.0 for each in page.entries]
        assert np.allclose(shown, [away[key] for key in wanted], rtol=1e-12, atol=1e-12), cone


def test_neighbours_of_an_arcsecond_are_told_apart(workspace):
    row = entries_of(workspace)[3]
    near = Cone(row.tic.ra, row.tic.dec - 1.0 / 3600.0, 1.001, AngleUnit.ARCSECOND)
    short = Cone(row.tic.ra, row.tic.dec - 1.0 / 3600.0, 0.999, AngleUnit.ARCSECOND)
    assert (row.tic.tess_id, row.signal_id) in found_by(workspace, Search(cone=near, in_catalog=ALL))
    assert found_by(workspace, Search(cone=short, in_catalog=ALL)) == []


def test_missing_values_come_last_in_both_directions(workspace):
    for column in (each.name for each in COLUMNS if each.ordered and each.name != "distance"):
        for descending in (False, True):
            second = Order("tess_id" if column != "tess_id" else "period", descending=True)
            search = Search(order=(Order(column, descending), second), in_catalog=ALL)
            values = [each.values[0] for each in find_all(workspace, search, (column,))]
            there = [
                STATUSES.index(each) if column == "status" else each for each in values if each is not None
            ]
            assert values[len(there) :] == [None] * (200 - len(there)), column
            assert there == sorted(there, reverse=descending), column


def test_pages_put_together_are_everything_once(workspace):
    search = Search(
        ranges=(Range("Tmag", 6.0),), order=(Order("n_sectors", descending=True), Order("source"))
    )
    everything = [each.eb_id for each in find_all(workspace, search)]
    first = find(workspace, search)
    paged = []
    for number in range(1, 8):
        page = find(workspace, Search(ranges=search.ranges, order=search.order, page=number, size=29))
        assert page.count == first.count == len(everything)
        paged += [each.eb_id for each in page.entries]
    assert paged == everything
    assert page.pages == -(-len(everything) // 29) == 6
    behind = find(workspace, Search(ranges=search.ranges, page=10**15))
    assert (behind.entries, behind.count) == ((), len(everything))


ASKED = (
    Search(),
    Search(page=3, size=50),
    Search(page=999),
    Search(ranges=(Range("period", 1.0), Range("sectors", 1, 30)), order=(Order("Tmag"), Order("period"))),
    Search(ranges=(Range("teff", 1.0),), page=999),
    Search(cone=Cone(0.0, 0.0, 30.0), order=(Order("distance"),)),
    Search(status=EphemerisStatus.OPEN, order=(Order("status", descending=True),)),
)


def test_a_page_of_all_columns_takes_at_most_three_queries(workspace):
    for search in ASKED:
        first = find(workspace, search, EVERY_COLUMN)
        with statements_sent(workspace.database) as sent:
            assert find(workspace, search, EVERY_COLUMN) == first
        assert len(sent) <= 3, (search, sent)


def test_every_column_shows_what_is_stored(workspace):
    row = next(each for each in entries_of(workspace) if each.signal_id == 2 and each.ephemeris is not None)
    found = find(workspace, Search(text=f"{row.tic.tess_id}.02", in_catalog=ALL), EVERY_COLUMN)
    (entry,) = found.entries
    shown = dict(zip(EVERY_COLUMN, entry.values, strict=True))
    of_target = ("tess_id", "ra", "dec", "Tmag", "glat", "glon", "pmra", "pmdec", "teff", "logg", "abun",
                 "gaia_id", "gaia_dr3_id", "kepler_id", "asas_id")  # fmt: skip
    assert {name: shown.pop(name) for name in of_target} == {
        name: getattr(row.tic, name) for name in of_target
    }
    of_ephemeris = ("bjd0", "bjd0_uncert", "period", "period_uncert")
    assert all(shown.pop(name) == getattr(row.ephemeris, name) for name in of_ephemeris)
    sectors = tuple(each.sector_id for each in row.tic.sectors)
    assert (shown.pop("sectors"), shown.pop("n_sectors")) == (sectors, len(sectors))
    assert shown.pop("provenances") == tuple(each.name for each in row.tic.provenances)
    assert shown.pop("origins") == tuple(each.name for each in row.origins)
    assert set(shown.pop("flags")) == {flag for flag in SignalFlag if getattr(row, flag)}
    assert shown.pop("ephemeris_source") in {"QATS", "ECLIPSR", "BLS", "manual"}
    assert shown.pop("status") in set(EphemerisStatus)
    assert shown.pop("distance") is None
    assert shown == {name: getattr(row, name) for name in shown}
    assert math.isfinite(shown["morph_coeff"])


def test_the_status_is_the_one_of_the_targets_proposals(workspace):
    rows = entries_of(workspace)
    waiting = workspace.database.read(lambda session: session.scalars(select(Waiting)).all())
    contested = {each.tic_id for each in waiting if each.contested}
    waits = {each.tic_id for each in waiting}
    expected = {
        EphemerisStatus.CONFLICT: contested, EphemerisStatus.OPEN: waits - contested,
        EphemerisStatus.SETTLED: {row.tic_id for row in rows} - waits,
    }  # fmt: skip
    for status, targets in expected.items():
        wanted = keys_of(row for row in rows if row.tic_id in targets)
        assert wanted
        assert found_by(workspace, Search(status=status, in_catalog=ALL)) == wanted
        page = find(workspace, Search(status=status, in_catalog=ALL), ("status",))
        assert {each.values[0] for each in page.entries} == {status}


def test_a_status_knows_the_newest_vote(workspace):
    row = next(each for each in entries_of(workspace) if each.ephemeris is None)
    proposal = Ephemeris(1400.0, 2.0)
    add_to_triage(workspace, row.tic.tess_id, proposal, Source("manual", author="ada"))
    asked = Search(text=str(row.tic.tess_id), in_catalog=ALL)
    assert find(workspace, asked, ("status",)).entries[0].values[0] in {"open", "conflict"}


def test_the_number_of_sectors_follows_whoever_writes_them(workspace):
    tess_id = entries_of(workspace)[0].tic.tess_id

    def counted():
        return find(workspace, Search(text=str(tess_id), in_catalog=ALL), ("n_sectors",)).entries[0].values[0]

    def by_hand(session):
        row = session.scalar(select(TIC).where(TIC.tess_id == tess_id))
        row.sectors = [session.get_one(Sector, number) for number in (1, 2, 3, 4)]

    workspace.database.write(by_hand)
    assert counted() == 4
    one = select(TIC.id).where(TIC.tess_id == tess_id)
    number = workspace.database.read(lambda session: session.scalar(one))
    gone = f"DELETE FROM TIC_sectors WHERE tic_id = {number} AND sector_id = 2"
    workspace.database.write(lambda session: session.execute(text(gone)))
    assert counted() == 3


def test_no_such_column_is_said_by_name(workspace):
    with pytest.raises(BadSearch, match="columns"):
        find(workspace, Search(), ("tess_id", "password"))
    assert [each.name for each in find(workspace, Search()).columns] == list(CHOSEN)
