"""Every table of the schema described, listed, and changed by those who may; each change with its trace."""

import getpass
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.administration.tables import all_tables
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB, TIC, Comment, Credential, Draft, Ephemeris, User
from tessebs_core.database.stores.comments import add_comment
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.database.stores.votes import cast_vote
from tessebs_core.errors import InputError, NotPermitted, StaleForm
from tessebs_core.records import Judgement
from tessebs_core.records.administration import AuditWish, Column, RowWish
from tessebs_core.vocabulary import AuditAction, Fate, FieldKind, Role, Verdict
from tessebs_core.workflows.administration import create_row, delete_row, update_row
from tessebs_core.workflows.tables import (
    audit_trail,
    choices_for,
    count_tables,
    describe_table,
    hanging_on,
    list_rows,
    read_row,
)
from tessebs_core.workflows.workspace import Workspace
from tests.support.rows import REVIEWERS, statements_sent, with_proposals
from tests.support.sky import workspace_in

TABLES = [each.name for each in all_tables()]
EDITABLE = [each for each in TABLES if not describe_table(each).kind.read_only]
HOSTILE = "<img src=x onerror=alert(1)>"
MOMENT = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
SAMPLES = {
    FieldKind.REAL: ("0.30000000000000004", "0.1"),
    FieldKind.TEXT: ("a name", "another name"),
    FieldKind.LONG_TEXT: (HOSTILE, "changed\nin two lines"),
    FieldKind.TRUTH: ("yes", False),
    FieldKind.WORDS: ("pulscomp, multi", []),
    FieldKind.MOMENT: (MOMENT, "2026-03-02"),
    FieldKind.DAY: ("2026-03-01", "2026-03-02"),
    FieldKind.JSON: ('{"a": [1, 9007199254740993]}', {"b": 0.1}),
}


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Iterator[Workspace]:
    """One person of each role, named by it."""
    for role in Role:
        database.write(lambda session, role=role: ensure_user(session, str(role), role))
    return workspace_in(tmp_path, database, None)


def sample(column: Column, which: int) -> object:
    if column.kind is FieldKind.WORD:
        return column.words[-which % len(column.words)]
    if column.kind is FieldKind.WHOLE:
        return str(7 + which)
    return SAMPLES[column.kind][which]


def made(workspace: Workspace, table: str, which: int = 0) -> tuple[str, dict[str, object]]:
    """A row of a table with every field given, and before it the rows that it refers to."""
    values = {}
    for column in describe_table(table).columns:
        if column.fixed and not column.needed:
            continue
        if column.refers_to is None:
            values[column.name] = sample(column, which)
        elif column.refers_to != table:
            found = list_rows(workspace, "lead", column.refers_to).rows
            values[column.name] = int(found[0].key if found else made(workspace, column.refers_to)[0])
    values |= {"username": "zoe"} if table == "User" else {}
    stored = create_row(workspace, "admin", table, values, request_id=f"make-{table}-{which}")
    return stored.key, values


@pytest.mark.parametrize("table", EDITABLE)
def test_a_row_of_every_table_is_made_read_changed_and_deleted(workspace: Workspace, table: str) -> None:
    key, _ = made(workspace, table)
    row = read_row(workspace, "lead", table, key)
    columns = [each for each in describe_table(table).columns if not each.fixed and each.refers_to is None]
    if columns:
        changes = {each.name: sample(each, 1) for each in columns}
        now = update_row(workspace, "admin", table, key, changes, seen=row.values, request_id="request-2")
        changed = {name for name in now.values if now.values[name] != row.values[name]}
        assert {each.name for each in columns if each.kind is not FieldKind.WORD} <= changed
        (edit,) = audit_trail(workspace, "lead", AuditWish(table, key, limit=1))
        names = set(edit.before)
        assert names == changed - {"date_modified"}
        assert edit.before == {name: row.values[name] for name in names}
        assert edit.after == {name: now.values[name] for name in names}
    seen = hanging_on(workspace, "lead", table, key)
    assert delete_row(workspace, "admin", table, key, seen=seen, request_id="request-3") >= 1
    last = audit_trail(workspace, "lead", AuditWish(table, key, limit=10))
    assert last[0].action is AuditAction.DELETE
    assert last[-1].action is AuditAction.CREATE
    with pytest.raises(InputError, match="no row"):
        read_row(workspace, "lead", table, key)


def test_every_table_is_listed_in_a_bounded_number_of_queries(workspace: Workspace) -> None:
    assert {each.name for each in count_tables(workspace, "lead")} == set(TABLES)
    for table in TABLES:
        columns = describe_table(table).columns
        references = {each.refers_to for each in columns if each.refers_to}
        with statements_sent(workspace.database) as sent:
            page = list_rows(workspace, "lead", table, RowWish("a", columns[-1].name, True))
        assert len(sent) <= 4 + 3 * len(references)
        assert page.found == len(page.rows)


def test_floats_and_large_numbers_stay_what_they_are(workspace: Workspace) -> None:
    values = {"tess_id": str(2**53 + 1), "ra": "0.30000000000000004", "gaia_id": 2**62 + 1}
    row = create_row(workspace, "admin", "TIC", values, request_id="request-1")
    assert [row.values[name] for name in values] == [2**53 + 1, 0.1 + 0.2, 2**62 + 1]
    (entry,) = audit_trail(workspace, "lead", AuditWish("TIC"))
    assert [entry.after[name] for name in values] == [2**53 + 1, 0.1 + 0.2, 2**62 + 1]


def test_a_value_that_cannot_be_is_refused_by_the_name_of_its_field(workspace: Workspace) -> None:
    for table, field, value, words in (
        ("TIC", "ra", "360.5", "ra: 360.5 is not between 0 and 360 deg"),
        ("Ephemeris", "source_id", 4711, "source_id: there is no EphemerisSource 4711"),
        ("User", "username", "lead", "username: User [0-9]+ has this already"),
        ("TIC", "mass", "1", "mass: TIC has no such field"),
        ("Origin", "name", None, "name: a value is needed"),
    ):
        with pytest.raises(InputError, match=words):
            create_row(workspace, "admin", table, {field: value}, request_id="request-1")
    assert audit_trail(workspace, "lead", AuditWish(username="admin")) == ()


def test_the_same_request_again_does_nothing(workspace: Workspace) -> None:
    rows = [
        create_row(workspace, "admin", "Origin", {"name": "QATS"}, request_id="request-1") for _ in range(2)
    ]
    assert rows[0] == rows[1]
    for _ in range(2):
        update_row(
            workspace, "admin", "Origin", rows[0].key, {"name": "ECLIPSR"}, seen=rows[0].values,
            request_id="request-2",
        )  # fmt: skip
    assert [
        delete_row(workspace, "admin", "Origin", rows[0].key, seen=(), request_id="request-3") for _ in "ab"
    ] == [1, 0]
    assert len(audit_trail(workspace, "lead", AuditWish("Origin"))) == 3


def test_a_stale_form_is_refused_with_both_values(workspace: Workspace) -> None:
    row = create_row(workspace, "admin", "TIC", {"tess_id": 5, "teff": 5000}, request_id="request-1")
    update_row(workspace, "admin", "TIC", row.key, {"teff": 5100}, seen=row.values, request_id="request-2")
    with pytest.raises(StaleForm, match=r"teff is now 5100.0, you saw 5000.0 and wanted '5200'") as refused:
        update_row(workspace, "admin", "TIC", row.key, {"teff": "5200"}, seen=row.values, request_id="r-3")
    assert (refused.value.stored, refused.value.wanted) == ({"teff": 5100.0}, {"teff": "5200"})
    assert read_row(workspace, "lead", "TIC", row.key).values["teff"] == 5100.0


@pytest.mark.parametrize("who", ["viewer", "member", "lead", "nobody"])
def test_only_admins_change_and_only_leads_and_admins_read(workspace: Workspace, who: str) -> None:
    for attempt in (
        lambda: create_row(workspace, who, "Origin", {"name": "x"}, request_id="request-1"),
        lambda: update_row(workspace, who, "User", "1", {"role": "admin"}, seen={}, request_id="request-2"),
        lambda: delete_row(workspace, who, "User", "1", seen=(), request_id="request-3"),
    ):
        with pytest.raises(NotPermitted, match=who):
            attempt()
    reads = (
        lambda: count_tables(workspace, who),
        lambda: list_rows(workspace, who, "User"),
        lambda: read_row(workspace, who, "User", "1"),
        lambda: choices_for(workspace, who, "Ephemeris", "tic_id", ""),
        lambda: hanging_on(workspace, who, "User", "1"),
        lambda: audit_trail(workspace, who),
    )
    for read in reads:
        if who == "lead":
            read()
        else:
            with pytest.raises(NotPermitted, match=who):
                read()


@pytest.mark.parametrize("table", ["Vote", "Decision", "Audit", "Release", "Compared"])
def test_what_is_append_only_or_a_copy_is_read_and_never_changed(workspace: Workspace, table: str) -> None:
    assert list_rows(workspace, "lead", table).wish == RowWish()
    for attempt in (
        lambda: create_row(workspace, "admin", table, {}, request_id="request-1"),
        lambda: update_row(workspace, "admin", table, "1", {}, seen={}, request_id="request-2"),
        lambda: delete_row(workspace, "admin", table, "1", seen=(), request_id="request-3"),
    ):
        with pytest.raises(InputError, match="read and never changed"):
            attempt()


def rows_in(database: Database, kind: type) -> int:
    return len(database.read(lambda session: session.scalars(select(kind.id)).all()))


def test_a_target_is_deleted_with_all_that_hangs_on_it_and_a_trace_of_each(workspace: Workspace) -> None:
    with_proposals(workspace.database, 5, count=2)
    workspace.database.write(lambda session: add_comment(session, 5, "ada", HOSTILE, ephemeris_id=1))
    (row,) = list_rows(workspace, "lead", "TIC").rows
    seen = hanging_on(workspace, "lead", "TIC", row.key)
    assert {(each.table, each.count, each.fate) for each in seen} >= {
        ("Ephemeris", 2, Fate.GOES), ("Comment", 1, Fate.GOES),
    }  # fmt: skip
    with pytest.raises(StaleForm, match="Something else hangs"):
        delete_row(workspace, "admin", "TIC", row.key, seen=(), request_id="request-1")
    assert delete_row(
        workspace, "admin", "TIC", row.key, seen=seen, reason="a twin", request_id="request-2"
    ) == 4  # fmt: skip
    assert [rows_in(workspace.database, each) for each in (TIC, Ephemeris, Comment)] == [0, 0, 0]
    found = [each for each in audit_trail(workspace, "lead") if each.action is AuditAction.DELETE]
    assert [each.table for each in found] == ["TIC", "Ephemeris", "Ephemeris", "Comment"]
    assert {each.reason for each in found} == {"a twin"}
    assert found[-1].before["text"] == HOSTILE


def test_what_goes_itself_is_not_said_to_stay_without_its_reference(workspace: Workspace) -> None:
    (key,) = with_proposals(workspace.database, 5)
    (row,) = list_rows(workspace, "lead", "TIC").rows
    draft = Draft(user_id=1, tic_id=int(row.key), ephemeris_id=key)
    workspace.database.write(lambda session: session.add(draft))
    seen = hanging_on(workspace, "lead", "TIC", row.key)
    assert [(each.column, each.count, each.fate) for each in seen if each.table == "Draft"] == [
        ("tic_id", 1, Fate.GOES)
    ]
    delete_row(workspace, "admin", "TIC", row.key, seen=seen, request_id="request-1")
    found = [each.action for each in audit_trail(workspace, "lead") if each.table == "Draft"]
    assert found == [AuditAction.DELETE]


def test_what_was_judged_is_not_deleted_and_the_words_say_what_to_do(workspace: Workspace) -> None:
    (key,) = with_proposals(workspace.database, 5)

    def vote(session: Session) -> None:
        cast_vote(session, key, REVIEWERS[0], Judgement(Verdict.EB), request_id="a-vote", rule_version="1")

    workspace.database.write(vote)
    (row,) = list_rows(workspace, "lead", "TIC").rows
    voter = next(
        each for each in list_rows(workspace, "lead", "User").rows if each.values["username"] == REVIEWERS[0]
    )
    for table, which in (("TIC", row.key), ("Ephemeris", str(key)), ("User", voter.key)):
        seen = hanging_on(workspace, "lead", table, which)
        with pytest.raises(InputError, match="1 in Vote: Votes are never deleted"):
            delete_row(workspace, "admin", table, which, seen=seen, request_id=f"request-{table}")
    assert rows_in(workspace.database, TIC) == 1


def test_no_row_is_put_on_another_target(workspace: Workspace) -> None:
    (mine,), (theirs,) = (with_proposals(workspace.database, each) for each in (5, 6))
    first, second = (int(each.key) for each in list_rows(workspace, "lead", "TIC").rows)
    fields = {"tic_id": first, "ephemeris_id": theirs}
    with pytest.raises(InputError, match=r"ephemeris_id: Ephemeris \d+ is of TIC 6, and this row of TIC 5"):
        create_row(workspace, "admin", "EB", fields, request_id="request-1")
    fields = {"tic_id": first, "ephemeris_id": mine}
    entry = create_row(workspace, "admin", "EB", fields, request_id="request-2")
    for table, key, changes, words in (
        ("EB", entry.key, {"ephemeris_id": theirs}, "ephemeris_id: Ephemeris .* is of TIC 6"),
        ("EB", entry.key, {"tic_id": second}, "ephemeris_id: Ephemeris .* is of TIC 5"),
        ("Ephemeris", str(mine), {"tic_id": second}, "tic_id: 1 in EB of the same target refer to this"),
    ):
        with pytest.raises(InputError, match=words):
            update_row(workspace, "admin", table, key, changes, seen={}, request_id=f"request-{words}")
    changes = {"tic_id": second, "ephemeris_id": theirs}
    moved = update_row(workspace, "admin", "EB", entry.key, changes, seen={}, request_id="request-3")
    assert moved.labels["tic_id"] == "TIC 6"


def test_what_was_judged_keeps_its_numbers_and_takes_a_better_uncertainty(workspace: Workspace) -> None:
    (key,) = with_proposals(workspace.database, 5)

    def vote(session: Session) -> None:
        cast_vote(session, key, REVIEWERS[0], Judgement(Verdict.EB), request_id="a-vote", rule_version="1")

    def edit(**changes: object) -> object:
        return update_row(
            workspace, "admin", "Ephemeris", str(key), changes, seen={}, request_id=f"request-{changes}"
        ).values  # fmt: skip

    edit(period=0.75)
    workspace.database.write(vote)
    with pytest.raises(InputError, match=r"period: this was judged \(1 in Vote\)"):
        edit(period=1.5)
    assert edit(period=0.75, period_uncert=0.001)["period_uncert"] == 0.001


def test_the_database_counts_its_keys_itself(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="id: this field cannot be changed"):
        create_row(workspace, "admin", "Origin", {"id": 2**31 - 1, "name": "x"}, request_id="request-1")


def test_a_password_that_goes_with_a_person_is_told_before(workspace: Workspace) -> None:
    (row,) = list_rows(workspace, "lead", "User", RowWish("member")).rows
    secret = Credential(user_id=int(row.key), session_secret="s")
    workspace.database.write(lambda session: session.add(secret))
    seen = hanging_on(workspace, "lead", "User", row.key)
    assert [(each.table, each.count, each.fate) for each in seen] == [("Credential", 1, Fate.GOES)]
    assert delete_row(workspace, "admin", "User", row.key, seen=seen, request_id="request-1") == 2
    assert {each.table for each in audit_trail(workspace, "lead", AuditWish(username="admin"))} == {"User"}


def test_an_entry_of_the_catalogue_is_taken_out_before_it_is_deleted(workspace: Workspace) -> None:
    (key,) = with_proposals(workspace.database, 5)
    (tic,) = list_rows(workspace, "lead", "TIC").rows
    values = {"tic_id": int(tic.key), "ephemeris_id": key, "in_catalog": True}
    entry = create_row(workspace, "admin", "EB", values, request_id="request-1")
    for table, which, words in (
        ("EB", entry.key, "stands in the catalogue"),
        ("TIC", tic.key, "Take the entry out"),
        ("Ephemeris", str(key), "Take the entry out"),
    ):
        with pytest.raises(InputError, match=words):
            delete_row(
                workspace, "admin", table, which, seen=hanging_on(workspace, "lead", table, which),
                request_id=f"request-{table}",
            )  # fmt: skip
    assert rows_in(workspace.database, EB) == 1


def test_the_last_admin_is_neither_dismissed_nor_deleted(workspace: Workspace) -> None:
    (admin,) = list_rows(workspace, "lead", "User", RowWish("admin")).rows
    with pytest.raises(InputError, match="last admin"):
        update_row(
            workspace, "admin", "User", admin.key, {"role": "lead"}, seen=admin.values, request_id="request-1"
        )
    with pytest.raises(InputError, match="last admin"):
        delete_row(workspace, "admin", "User", admin.key, seen=(), request_id="request-2")
    (lead,) = list_rows(workspace, "lead", "User", RowWish("lead")).rows
    update_row(
        workspace, "admin", "User", lead.key, {"role": "admin"}, seen=lead.values, request_id="request-3"
    )
    assert delete_row(workspace, "admin", "User", admin.key, seen=(), request_id="request-4") == 1


def test_references_are_called_by_their_names_and_found_by_them(workspace: Workspace) -> None:
    with_proposals(workspace.database, 126602778)
    (row,) = list_rows(workspace, "lead", "Ephemeris", RowWish("126602778")).rows
    assert row.labels == {"tic_id": "TIC 126602778", "source_id": "BLS, 1"}
    assert list_rows(workspace, "lead", "Ephemeris", RowWish("BLS")).found == 1
    assert list_rows(workspace, "lead", "Ephemeris", RowWish("QATS")).found == 0
    for search in ("126602778", ""):
        (choice,) = choices_for(workspace, "lead", "Comment", "ephemeris_id", search)
        assert choice.label == "TIC 126602778, t0 1325.3, P 0.5"


def test_a_page_beyond_the_last_is_the_last(workspace: Workspace) -> None:
    with_proposals(workspace.database, 5, count=60)
    page = list_rows(workspace, "lead", "Ephemeris", RowWish(order="period", descending=True, page=9))
    assert (page.found, page.wish.page, len(page.rows)) == (60, 1, 10)
    assert page.rows[-1].values["period"] == 0.5
    with pytest.raises(InputError, match="no column 'mass'"):
        list_rows(workspace, "lead", "Ephemeris", RowWish(order="mass"))


def test_the_owner_of_a_file_administers_it_and_stays_its_admin(
    tmp_path: Path, migrated_sqlite_url: str
) -> None:
    database = Database.open(migrated_sqlite_url)
    workspace, owner = workspace_in(tmp_path, database, None), getpass.getuser()
    create_row(workspace, owner, "User", {"username": "ben", "role": "lead"}, request_id="request-1")
    create_row(workspace, owner, "Origin", {"name": "QATS"}, request_id="request-2")
    roles = database.read(lambda session: dict(session.execute(select(User.username, User.role)).all()))
    assert roles == {owner: Role.ADMIN, "ben": Role.LEAD}
    database.dispose()
