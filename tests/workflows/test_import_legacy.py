"""A legacy catalogue is moved in with an account of every row; known truth on both engines."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.base import Base
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import (
    EB,
    TIC,
    Audit,
    BLSRun,
    Comment,
    Ephemeris,
    EphemerisSource,
    LegacyRow,
    LegacySetAside,
    Origin,
    Provenance,
    Sector,
    Touched,
    User,
    Vote,
)
from tessebs_core.database.stores.ephemerides import ephemeris_record, proposals_of
from tessebs_core.database.stores.targets import save_target, set_provenances, set_sectors
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.database.stores.votes import all_votes
from tessebs_core.errors import Cancelled, LegacySourceError
from tessebs_core.records import TargetMetadata
from tessebs_core.records.legacy import ImportReport, RowCount, TableAccount
from tessebs_core.records.reporting import Step
from tessebs_core.vocabulary import ImportOutcome, PeriodMultiple, Reason, Role, Verdict
from tessebs_core.workflows import import_legacy as module
from tessebs_core.workflows.import_legacy import import_legacy
from tessebs_core.workflows.workspace import Workspace
from tests.support.legacy import ONE_TARGET, legacy_file, legacy_fixture
from tests.support.sky import workspace_in

Import = Callable[..., ImportReport]
OWNER = "lea"


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    return workspace_in(tmp_path, database, ArchiveEndpoints("http://127.0.0.1:9"))


@pytest.fixture
def move_in(tmp_path: Path, workspace: Workspace) -> Import:
    """Import a small catalogue with these rows, and those of one target."""

    def move(schema: str = "0049", *, dry_run: bool = False, **tables: Any) -> ImportReport:
        path = legacy_file(tmp_path / "legacy.sqlite3", {**ONE_TARGET, **tables}, schema=schema)
        return import_legacy(workspace, OWNER, str(path), dry_run=dry_run)

    return move


def stored(workspace: Workspace, kind: type[Base]) -> list[Any]:
    return workspace.database.read(
        lambda session: list(session.scalars(select(kind).order_by(*kind.__table__.primary_key)))
    )


def count(workspace: Workspace) -> dict[str, int]:
    def work(session: Any) -> dict[str, int]:
        return {
            t.name: session.scalar(select(func.count()).select_from(t)) for t in Base.metadata.sorted_tables
        }

    return workspace.database.read(work)


def aside(workspace: Workspace, table: str) -> dict[int, list[LegacySetAside]]:
    found: dict[int, list[LegacySetAside]] = {}
    for row in stored(workspace, LegacySetAside):
        if row.legacy_table == table:
            found.setdefault(row.legacy_id, []).append(row)
    return found


def kinds(report: ImportReport) -> set[str]:
    return {finding.kind for finding in report.findings}


def told(report: ImportReport, kind: str) -> str:
    (finding,) = (each for each in report.findings if each.kind == kind)
    return finding.words


# The fixtures of the reference material: truth is their list of every row.


def truth(table: str) -> dict[int, dict[str, Any]]:
    rows = json.loads(legacy_fixture("legacy_fixture_expected.json").read_text())[table]
    return {row["id"]: {name: _plain(value) for name, value in row.items()} for row in rows}


def _plain(value: Any) -> Any:
    return float.fromhex(value["f"]) if isinstance(value, dict) else value


def ours_of(workspace: Workspace, table: str, kind: type[Base]) -> dict[int, Any]:
    """Our rows by legacy key, of what was imported (and not merged)."""
    rows = {getattr(row, "id", None) or row.sector_id: row for row in stored(workspace, kind)}
    return {
        each.legacy_id: rows[each.our_id]
        for each in stored(workspace, LegacyRow)
        if each.legacy_table == table and each.outcome is ImportOutcome.IMPORTED
    }


def test_both_fixtures_are_accounted_for_row_by_row_and_the_second_adds_nothing(workspace: Workspace) -> None:
    expected = json.loads(legacy_fixture("legacy_fixture_expected.json").read_text())
    first = import_legacy(workspace, OWNER, str(legacy_fixture("legacy_fixture.sqlite3")))
    before = count(workspace)
    second = import_legacy(workspace, OWNER, str(legacy_fixture("legacy_fixture.sql")))
    assert {table: first.table(table).read for table in expected} == {
        t: len(rows) for t, rows in expected.items()
    }
    assert {table: second.table(table).read for table in expected} == {
        t: len(rows) for t, rows in expected.items()
    }
    for table in (each for each in first.tables if each.table.startswith("catalog_")):
        assert second.table(table.table).rows(ImportOutcome.KNOWN) == table.read
    assert (second.added, count(workspace)) == ({}, before)
    assert before["TIC"] == 20
    assert before["Sector"] == 33
    assert before["Provenance"] == 11
    assert before["Origin"] == 5
    assert before["Comment"] == 20
    assert before["BLS_run"] == 4


def test_floats_ids_and_texts_of_the_fixture_arrive_to_the_last_bit(workspace: Workspace) -> None:
    import_legacy(workspace, OWNER, str(legacy_fixture("legacy_fixture.sql")))
    for table, kind, names in (
        (
            "catalog_tic",
            TIC,
            "tess_id ra dec glon glat Tmag teff logg abun pmra pmdec gaia_id gaia_dr3_id kepler_id",
        ),
        ("catalog_ephemeris", Ephemeris, "bjd0 bjd0_uncert period period_uncert"),
        (
            "catalog_bls_run",
            BLSRun,
            "bjd0 period max_power bls_logp depth depth_unc depth_odd depth_half_unc",
        ),
        ("catalog_eb", EB, "prim_depth_pf prim_width_2g sec_pos_2g sec_pos_pf sec_width_pf"),
        ("catalog_sector", Sector, "spacecraft_ra camera4_dec camera4_roll"),
    ):
        expected, ours = truth(table), ours_of(workspace, table, kind)
        assert ours
        for legacy_id, row in ours.items():
            if (table, legacy_id) == ("catalog_ephemeris", 9):
                continue  # the full BJD
            for name in names.split():
                wanted, found = expected[legacy_id][name], getattr(row, name)
                assert repr(found) == repr(wanted), (table, legacy_id, name)
    comments = ours_of(workspace, "catalog_comment", Comment)
    for legacy_id, said in truth("catalog_comment").items():
        row = comments[legacy_id]
        assert (row.text, row.author) == (said["text"] or "", said["author"])
        assert row.timestamp == datetime.fromisoformat(said["timestamp"]).replace(tzinfo=UTC)


def test_what_cannot_be_ours_is_kept_whole_with_its_reason(workspace: Workspace) -> None:
    import_legacy(workspace, OWNER, str(legacy_fixture("legacy_fixture.sqlite3")))
    ephemerides = aside(workspace, "catalog_ephemeris")
    reasons = {key: row.reason for key, (row,) in ephemerides.items() if row.whole}
    assert reasons == {
        7: "bjd0 is missing",
        8: "period is missing",
        14: "bjd0 = 5e-324 is nothing that was measured",
        18: "period = -2.0 d",
        19: "period = 0.0 d",
    }
    expected = {name: value for name, value in truth("catalog_ephemeris")[14].items() if value is not None}
    contents = ephemerides[14][0].contents
    assert {**contents, "id": 14, "triage_timestamp": None, "date_added": None} == {
        **expected, "triage_timestamp": None, "date_added": None,
    }  # fmt: skip
    assert {key for key, (row,) in aside(workspace, "catalog_eb").items() if row.whole} == {15, 16}


def test_every_proposal_and_vote_of_the_fixture_can_be_shown(workspace: Workspace) -> None:
    import_legacy(workspace, OWNER, str(legacy_fixture("legacy_fixture.sqlite3")))
    numbers = [ephemeris_record(row) for row in stored(workspace, Ephemeris)]
    assert len(numbers) == 22
    votes = workspace.database.read(all_votes)
    ours = {row.id: key for key, row in ours_of(workspace, "catalog_ephemeris", Ephemeris).items()}
    said = {ours[vote.ephemeris_id]: (vote.username, vote.judgement) for vote in votes}
    name, repeat = said[2]
    assert (name, repeat.verdict, repeat.period_multiple) == (
        "triager",
        Verdict.DUPLICATE,
        PeriodMultiple.DOUBLE,
    )
    assert ours[repeat.duplicate_of or 0] == 1
    assert (said[3][0], said[3][1].reason) == ("nonexistent-user", Reason.NO_SIGNAL)
    assert set(said) == {1, 2, 3, 4, 9, 10, 11, 12, 13, 17, 20, 21, 22, 23, 24, 25}
    assert not {5, 15, 16} & set(said)  # eb with a period that is not given, duplicates of nothing
    assert {5, 15, 16} <= set(aside(workspace, "catalog_ephemeris"))


# Small catalogues, a case each.


def test_a_dry_run_tells_the_same_and_stores_nothing(move_in: Import, workspace: Workspace) -> None:
    rows = {"catalog_ephemeris": [{"triage_status": "eb", "triage_username": "ada"}, {"period": -1.0}]}
    before = count(workspace)
    tried = move_in(dry_run=True, **rows)
    assert count(workspace) == before
    done = move_in(**rows)
    assert (tried.dry_run, done.dry_run) == (True, False)
    assert (tried.tables, tried.added, tried.findings) == (done.tables, done.added, done.findings)


def test_rows_of_one_target_become_one_and_contradictions_are_told(
    move_in: Import, workspace: Workspace
) -> None:
    report = move_in(
        catalog_tic=[
            {"tess_id": 7, "ra": 1.0, "gaia_id": 9223372036854775807},
            {"tess_id": 7, "ra": 1.0, "dec": 2.0, "Tmag": 9.0},
            {"tess_id": 7, "Tmag": 10.0},
        ],
        catalog_sector=[{"sector_id": 3}, {"sector_id": 3, "date_start": "2018-09-17"}],
        catalog_tic_sectors=[{"tic_id": 1, "sector_id": 1}, {"tic_id": 2, "sector_id": 2}],
        catalog_eb=[{"tic_id": 1}, {"tic_id": 1, "signal_id": 2}, {"tic_id": 3}],
    )
    (row,) = stored(workspace, TIC)
    assert (row.ra, row.dec, row.Tmag, row.gaia_id) == (1.0, 2.0, 9.0, 9223372036854775807)
    assert row.n_sectors == 1
    assert "Tmag 10.0 against 9.0" in told(report, "merged, contradicting")
    assert aside(workspace, "catalog_tic")[3][0].contents["Tmag"] == 10.0
    assert [row.signal_id for row in stored(workspace, EB)] == [1, 2, 3]
    assert "becomes signal 3" in told(report, "signal renumbered")
    assert report.table("catalog_tic_sectors").rows(ImportOutcome.MERGED) == 1
    assert report.table("catalog_tic").rows(ImportOutcome.MERGED) == 2


def test_names_that_differ_in_capitals_and_blanks_are_one(move_in: Import, workspace: Workspace) -> None:
    move_in(
        catalog_provenance=[{"name": "qlp"}, {"name": "QLP  "}, {"name": "FUTURE"}],
        catalog_origin=[{"name": "WG4"}, {"name": "wg4 "}],
        catalog_ephemerissource=[
            {"author": "A"},
            {"author": "a", "version": ""},
            {"author": "A", "version": "2"},
        ],
        catalog_tic_provenances=[{"tic_id": 1, "provenance_id": 1}, {"tic_id": 1, "provenance_id": 2}],
    )
    assert [row.name for row in stored(workspace, Provenance)] == ["QLP", "FUTURE"]
    assert [row.name for row in stored(workspace, Origin)] == ["WG4"]
    assert [(row.author, row.version) for row in stored(workspace, EphemerisSource)] == [
        ("A", None),
        ("A", "2"),
    ]
    assert aside(workspace, "catalog_origin")[2][0].contents == {"name": "wg4 "}


def test_votes_keep_person_and_time(move_in: Import, workspace: Workspace) -> None:
    ensured = workspace.database.write(lambda session: ensure_user(session, "ada", Role.LEAD) and None)
    assert ensured is None
    wide = "w" * 32
    report = move_in(
        auth_user=[
            {"username": "ada", "is_superuser": 1},
            {"username": "ben", "is_staff": 1, "first_name": "Ben", "last_name": "<b>"},
            {"username": "old", "is_superuser": 1, "is_active": 0},
        ],
        catalog_ephemeris=[
            {
                "triage_status": "eb",
                "triage_username": "Ben ",
                "triage_timestamp": "2021-05-06 07:08:09.123456",
            },
            {"triage_status": "MAYBE-EB:sin", "triage_period": "Half", "triage_username": wide},
            {"triage_status": "issue:detrend", "triage_username": ""},
            {"triage_status": "duplicate:1", "triage_period": "double", "triage_username": "ada"},
            {"triage_status": "duplicate:5", "triage_username": "ada"},
            {"triage_status": "EB!", "triage_username": "ada"},
            {"triage_status": "", "triage_period": "", "triage_username": "ada"},
        ],
    )
    users = {row.username: row for row in stored(workspace, User)}
    assert {name: row.role for name, row in users.items()} == {
        "ada": Role.LEAD, "ben": Role.LEAD, "old": Role.VIEWER, wide: Role.MEMBER,
        "legacy-unnamed": Role.VIEWER,
    }  # fmt: skip
    assert users["ben"].display_name == "Ben <b>"
    votes = sorted(workspace.database.read(all_votes), key=lambda vote: vote.ephemeris_id)
    assert [(vote.username, vote.judgement.words) for vote in votes] == [
        ("ben", "eb, period"), (wide, "maybe, sinusoidal"), ("legacy-unnamed", "issue, needs-detrending"),
        ("ada", "duplicate, of 1"),
    ]  # fmt: skip
    assert votes[0].cast_at == datetime(2021, 5, 6, 7, 8, 9, 123456, UTC)
    assert {
        "vote without a name",
        "vote without a time",
        "vote spelt oddly",
        "vote not cast",
        "times in doubt",
    } <= kinds(report)
    kept = aside(workspace, "catalog_ephemeris")
    assert {key: rows[0].contents["triage_status"] for key, rows in kept.items()} == {
        5: "duplicate:5", 6: "EB!", 7: "",
    }  # fmt: skip
    assert not any("secret" in str(row.contents) for row in stored(workspace, LegacySetAside))


def test_a_duplicate_of_another_targets_ephemeris_is_no_vote(move_in: Import, workspace: Workspace) -> None:
    move_in(
        catalog_tic=[{"tess_id": 1}, {"tess_id": 2}],
        catalog_ephemeris=[{}, {"tic_id": 2, "triage_status": "duplicate:1", "triage_username": "ada"}],
    )
    assert stored(workspace, Vote) == []
    assert "of another target" in aside(workspace, "catalog_ephemeris")[2][0].reason


def test_entries_point_at_ephemerides_of_their_own_target(move_in: Import, workspace: Workspace) -> None:
    report = move_in(
        catalog_tic=[{"tess_id": 1}, {"tess_id": 2}],
        catalog_ephemeris=[{"tic_id": 2, "bjd0": 2458325.5}, {"period": 0.0}],
        catalog_eb=[
            {"ephemeris_id": 1, "morph_coeff": -1.0, "source": "", "sec_pos_2g": 0.4999999999999999},
            {"signal_id": 2, "ephemeris_id": 2, "source": "FFI"},
            {"signal_id": 0},
            {"tic_id": 9},
        ],
        catalog_comment=[{"ephem_id": 2}, {"eb_id": 3, "tic_id": 2}, {"ephem_id": 99}],
    )
    first, second = stored(workspace, EB)
    assert (first.morph_coeff, first.source, first.sec_pos_2g) == (None, None, 0.4999999999999999)
    borrowed = workspace.database.read(lambda session: proposals_of(session, 1))
    assert [(row.id, row.bjd0, row.source.model) for row in borrowed] == [
        (first.ephemeris_id, 1325.5, "legacy catalogue")
    ]
    assert (second.ephemeris_id, second.source) == (None, "FFI")
    kept = {
        key: [(row.whole, row.contents) for row in rows]
        for key, rows in aside(workspace, "catalog_eb").items()
    }
    assert kept[1] == [(False, {"source": "", "morph_coeff": -1.0, "ephemeris_id": 1})]
    assert kept[2] == [(False, {"ephemeris_id": 2})]
    assert [whole for whole, _ in kept[3] + kept[4]] == [True, True]
    assert [(row.ephemeris_id, row.eb_id, row.tic_id) for row in stored(workspace, Comment)] == [
        (None, None, 1), (None, None, 2), (None, None, None),
    ]  # fmt: skip
    assert {"ephemeris of another target", "entry without ephemeris", "comment moved"} <= kinds(report)


def test_a_catalogue_of_0046_keeps_every_source_and_the_entries_own_numbers(
    move_in: Import, workspace: Workspace
) -> None:
    report = move_in(
        "0046",
        catalog_ephemerissource=[{"model": "QATS"}, {"model": "BLS"}],
        catalog_ephemeris=[{"triage_status": "eb", "triage_username": "ada"}, {"bjd0": 1400.25}],
        catalog_ephemeris_source=[
            {"ephemeris_id": 1, "ephemerissource_id": 1},
            {"ephemeris_id": 1, "ephemerissource_id": 2},
            {"ephemeris_id": 7, "ephemerissource_id": 2},
        ],
        catalog_eb=[
            {"bjd0": 1325.1, "period": 0.30000000000000004, "bjd0_uncert": 1e-3, "ephem_2g_logprob": -5.5},
            {"signal_id": 2, "bjd0": 1325.1, "period": -1.0},
            {"signal_id": 3, "bjd0": 1400.25, "period": 2.5},
        ],
    )
    proposals = workspace.database.read(lambda session: proposals_of(session, 91961))
    assert [(row.source.model, row.bjd0, row.period) for row in proposals] == [
        ("QATS", 1325.5, 2.5), ("BLS", 1325.5, 2.5), ("unknown", 1400.25, 2.5),
        ("legacy catalogue", 1325.1, 0.30000000000000004),
    ]  # fmt: skip
    votes = workspace.database.read(all_votes)
    assert [(vote.ephemeris_id, vote.username) for vote in votes] == [
        (proposals[0].id, "ada"),
        (proposals[1].id, "ada"),
    ]
    assert [row.ephemeris_id for row in stored(workspace, EB)] == [proposals[3].id, None, proposals[2].id]
    kept = aside(workspace, "catalog_eb")
    assert kept[1][0].contents == {"ephem_2g_logprob": -5.5}
    assert kept[2][0].contents == {"bjd0": 1325.1, "period": -1.0}
    assert report.schema == "migration unknown: several sources for an ephemeris, entries with own numbers"
    links = report.table("catalog_ephemeris_source")
    assert (links.rows(ImportOutcome.IMPORTED), links.rows(ImportOutcome.SET_ASIDE)) == (2, 1)


def test_a_row_that_changed_since_is_told_and_not_overwritten(move_in: Import, workspace: Workspace) -> None:
    move_in(catalog_ephemeris=[{}], catalog_eb=[{}], catalog_eb_sectors=[{"eb_id": 1, "sector_id": 3}])
    report = move_in(
        catalog_ephemeris=[{"period": 5.0}, {"period": 6.0}], catalog_eb=[{}],
        catalog_eb_sectors=[{"eb_id": 1, "sector_id": 4}],
    )  # fmt: skip
    assert [row.period for row in stored(workspace, Ephemeris)] == [2.5, 6.0]
    assert report.table("catalog_ephemeris").rows(ImportOutcome.CHANGED) == 1
    assert report.table("catalog_eb_sectors").rows(ImportOutcome.CHANGED) == 1
    assert "changed since it was imported" in kinds(report)


def test_a_key_that_means_another_star_now_gets_nothing_new(move_in: Import, workspace: Workspace) -> None:
    old = {"catalog_tic": [{"tess_id": 1}], "catalog_sector": [{"sector_id": 3}], "catalog_ephemeris": [{}]}
    move_in(**old)
    others: dict[str, Any] = {
        "catalog_tic": [{"tess_id": 2}, {"tess_id": 1}], "catalog_sector": [{"sector_id": 4}],
        "catalog_ephemeris": [{}, {"bjd0": 1400.0}, {"tic_id": 2, "bjd0": 1500.0}],
        "catalog_eb": [{}], "catalog_comment": [{"tic_id": 1}],
        "catalog_tic_sectors": [{"tic_id": 2, "sector_id": 1}],
    }  # fmt: skip
    report = move_in(**others)
    assert [row.bjd0 for row in stored(workspace, Ephemeris)] == [1325.5, 1500.0]
    assert [(row.tess_id, row.n_sectors) for row in stored(workspace, TIC)] == [(1, 0)]
    assert (stored(workspace, EB), [row.tic_id for row in stored(workspace, Comment)]) == ([], [None])
    assert report.table("catalog_eb").rows(ImportOutcome.SET_ASIDE) == 1
    assert [each.words for each in report.findings if each.kind == "key of another"][1].startswith(
        "it was tess_id 1 when it was imported and is 2 now"
    )
    assert move_in(**others).added == {}


def test_times_that_are_none_take_no_more_with_them_than_they_must(
    move_in: Import, workspace: Workspace
) -> None:
    never, beyond = "0000-00-00 00:00:00.000000", "9999-12-31 23:59:59-05:00"
    move_in(catalog_eb=[{"date_modified": never}], catalog_comment=[{"timestamp": beyond}, {}])
    assert [row.date_modified for row in stored(workspace, EB)] == [None]
    assert aside(workspace, "catalog_eb")[1][0].contents == {"date_modified": never}
    assert aside(workspace, "catalog_comment")[1][0].reason == f"timestamp = {beyond!r} is no time"


def test_nothing_new_points_at_a_row_that_was_deleted_since(move_in: Import, workspace: Workspace) -> None:
    ephemerides = [{}, {"bjd0": 1400.0}]
    move_in(catalog_ephemeris=ephemerides)
    first, _ = stored(workspace, Ephemeris)
    workspace.database.write(lambda session: session.delete(session.get(Ephemeris, first.id)))
    report = move_in(
        catalog_ephemeris=ephemerides, catalog_comment=[{"ephem_id": 1}], catalog_eb=[{"ephemeris_id": 1}]
    )
    (comment,), (entry,) = stored(workspace, Comment), stored(workspace, EB)
    assert (comment.ephemeris_id, entry.ephemeris_id) == (None, None)
    assert {"comment moved", "entry without ephemeris"} <= kinds(report)
    assert report.table("catalog_ephemeris").rows(ImportOutcome.KNOWN) == 2


def test_what_was_taken_away_here_does_not_come_back(move_in: Import, workspace: Workspace) -> None:
    rows: dict[str, Any] = {
        "catalog_sector": [{"sector_id": 3}, {"sector_id": 4}],
        "catalog_tic_sectors": [{"tic_id": 1, "sector_id": 1}, {"tic_id": 1, "sector_id": 2}],
        "catalog_provenance": [{"name": "QLP"}], "catalog_origin": [{"name": "WG4"}],
        "catalog_tic_provenances": [{"tic_id": 1, "provenance_id": 1}],
        "catalog_eb": [{}], "catalog_eb_origin": [{"eb_id": 1, "origin_id": 1}],
    }  # fmt: skip
    move_in(**rows)

    def refresh(session: Session) -> None:
        (target,), (entry,) = session.scalars(select(TIC)), session.scalars(select(EB))
        set_sectors(session, target, [4])  # the archive knows of no other
        set_provenances(session, target, [])
        entry.origins = []
        session.flush()
        for row in (*session.scalars(select(Provenance)), entry):
            session.delete(row)

    workspace.database.write(refresh)
    before = count(workspace)
    report = move_in(**rows)
    assert (report.added, report.findings, count(workspace)) == ({}, (), before)
    assert report.table("catalog_tic_sectors").rows(ImportOutcome.KNOWN) == 2


def test_a_target_that_is_here_is_completed_and_never_overwritten(
    move_in: Import, workspace: Workspace
) -> None:
    workspace.database.write(lambda session: save_target(session, TargetMetadata(91961, ra=10.0)) and None)
    report = move_in(catalog_tic=[{"tess_id": 91961, "ra": 11.0, "dec": -5.0, "pmra": float("inf")}])
    (row,) = stored(workspace, TIC)
    assert (row.ra, row.dec, row.pmra) == (10.0, -5.0, None)
    (trace,) = (each for each in stored(workspace, Audit) if each.row_table == "TIC")
    assert (trace.username, trace.before, trace.after) == (OWNER, {"dec": None}, {"dec": -5.0})
    assert "ra 11.0 against 10.0" in told(report, "merged, contradicting")
    assert aside(workspace, "catalog_tic")[1][0].contents == {"pmra": "inf"}


def test_whoever_was_alone_with_a_catalogue_stays_its_master(
    tmp_path: Path, migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: OWNER)
    database = Database.open(migrated_sqlite_url)
    workspace = workspace_in(tmp_path, database, ArchiveEndpoints("http://127.0.0.1:9"))
    people = [{"username": "boss", "is_superuser": 1}]
    path = legacy_file(tmp_path / "legacy.sqlite3", {**ONE_TARGET, "auth_user": people})
    import_legacy(workspace, OWNER, str(path))
    assert {row.username: row.role for row in stored(workspace, User)} == {
        OWNER: Role.ADMIN,
        "boss": Role.ADMIN,
    }
    assert {row.username for row in stored(workspace, Audit)} == {OWNER}
    database.dispose()


def test_targets_with_new_proposals_are_looked_at_by_the_queue(move_in: Import, workspace: Workspace) -> None:
    move_in(catalog_tic=[{"tess_id": 1}, {"tess_id": 2}], catalog_ephemeris=[{"tic_id": 2}])
    assert [row.tic_id for row in stored(workspace, Touched)] == [2]


def test_an_import_that_is_stopped_leaves_nothing(
    tmp_path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = legacy_file(tmp_path / "legacy.sqlite3", {**ONE_TARGET, "catalog_comment": [{}] * 2100})

    def stop(step: Step) -> None:
        raise Cancelled("stopped")

    before = count(workspace)
    with pytest.raises(Cancelled):
        import_legacy(workspace, OWNER, str(path), report=stop)
    assert count(workspace) == before

    def forget(_: object) -> None:
        """As if the import of comments had a hole."""

    monkeypatch.setattr(module, "import_comments", forget)
    with pytest.raises(LegacySourceError, match="catalog_comment does not add up: 2100 rows were read and 0"):
        import_legacy(workspace, OWNER, str(path))
    assert count(workspace) == before


def test_tables_that_nobody_knows_are_kept_or_counted(tmp_path: Path, workspace: Workspace) -> None:
    path = legacy_file(tmp_path / "legacy.sqlite3", {**ONE_TARGET, "django_session": [{"session_data": "s"}]})
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE Catalog_Novelty (id INTEGER, what TEXT);"
            "INSERT INTO Catalog_Novelty VALUES (1, 'new');"
            "CREATE TABLE wiki (page TEXT); INSERT INTO wiki VALUES ('p');"
        )
    report = import_legacy(workspace, OWNER, str(path))
    assert report.table("catalog_novelty").rows(ImportOutcome.SET_ASIDE) == 1
    assert aside(workspace, "catalog_novelty")[1][0].contents == {"what": "new"}
    assert report.table("wiki").counts == (RowCount(ImportOutcome.LEFT_OUT, "no table of the catalogue", 1),)
    assert report.table("django_session").counts[0].reason == "open logins"


def test_an_account_that_does_not_add_up_cannot_be_made() -> None:
    with pytest.raises(LegacySourceError, match="3 rows were read and 2 are accounted for"):
        TableAccount("t", 3, (RowCount(ImportOutcome.IMPORTED, "", 2),))
