"""The admin screen without a browser, over a real database."""

from pathlib import Path

import pytest

from tessebs_core.database.connection import Database
from tessebs_core.database.stores.users import ensure_user, set_role
from tessebs_core.errors import InputError, NotPermitted, StaleForm
from tessebs_core.vocabulary import AuditAction, Role
from tessebs_widgets.actions.admin_desk import AdminDesk
from tessebs_widgets.dashboards.admin import Admin
from tessebs_widgets.state import Kind, Phase
from tessebs_widgets.state.admin import AdminPage
from tests.support.rows import with_proposals
from tests.support.sky import workspace_in
from tests.widgets.fakes import parts_of, send

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def open_as(tmp_path: Path, migrated_sqlite_url: str):
    """Open the screen as a person of a role, who is named by it; two proposals of one target."""
    database = Database.open(migrated_sqlite_url)
    for role in Role:
        database.write(lambda session, role=role: ensure_user(session, str(role), role))
    with_proposals(database, 1001, count=2)

    def open_screen(username: str) -> Admin:
        screen = Admin(AdminDesk(username, workspace_in(tmp_path, database, None)))
        screen.refresh()
        return screen

    yield open_screen
    database.dispose()


def test_a_member_is_refused_in_words_and_nothing_is_loaded(open_as):
    screen = open_as("member")
    assert screen.state.phase is Phase.EMPTY
    assert "member is a member" in parts_of(screen).AdminScreen.shown["nothing_left"][1]
    assert screen.state.tables == ()
    send(parts_of(screen).AdminSide, "table", table="User")
    assert screen.state.notice.kind is Kind.ERROR
    assert screen.state.rows is None


def test_a_lead_reads_all_and_changes_nothing(open_as):
    screen = open_as("lead")
    assert {each.username for each in screen.state.people} >= {"lead", "admin"}
    screen.open_table("TIC")
    assert not parts_of(screen).AdminRows.shown["changeable"]
    screen.new_row()
    with pytest.raises(NotPermitted, match="lead is no admin"):
        screen.save({"tess_id": "5"})
    with pytest.raises(NotPermitted, match="lead is no admin"):
        screen.set_role("member", "lead")


def test_a_role_given_elsewhere_meanwhile_is_shown_and_not_overwritten(open_as):
    screen, other = open_as("admin"), open_as("admin")
    other.set_role("member", "viewer")
    people = parts_of(screen).AdminPeople
    send(people, "role", username="member", role="lead", request_id="a" * 32)
    assert "role is now 'viewer', you saw 'member'" in screen.state.notice.text
    assert {each.username: each.role for each in screen.state.people}["member"] is Role.VIEWER
    assert people.shown["answered"] == "a" * 32


def test_the_browser_adds_a_person_once_however_often_it_asks(open_as):
    screen = open_as("admin")
    fields = {"username": "zoe", "display_name": HOSTILE, "role": "lead", "request_id": "b" * 32}
    for _ in range(2):
        send(parts_of(screen).AdminPeople, "add", **fields)
    assert [each.display_name for each in screen.state.people if each.username == "zoe"] == [HOSTILE]
    send(parts_of(screen).AdminPeople, "add", **{**fields, "username": "https://x.y", "request_id": "c" * 32})
    assert screen.state.notice.kind is Kind.ERROR


def test_a_form_marks_the_field_that_is_wrong_and_keeps_a_stale_one_from_saving(open_as):
    screen, other = open_as("admin"), open_as("admin")
    for each in (screen, other):
        each.open_table("TIC", search="1001")
        each.open_row(each.state.rows.rows[0].key)
    form = parts_of(screen).AdminForm
    fields = {"table": "TIC", "key": "1", "reason": "", "request_id": "d" * 32}
    send(form, "save", values={"ra": "400"}, **fields)
    assert form.shown["wrong"] == "ra"
    assert form.shown["answered"] == ""
    send(form, "save", values={"ra": ["400"]}, **fields)
    assert "text was expected" in screen.state.notice.text
    other.save({"ra": 12.5})
    with pytest.raises(StaleForm, match=r"ra is now 12\.5, you saw None and wanted '13'"):
        screen.save({"ra": "13"})
    assert screen.state.row.values["ra"] == 12.5
    screen.save({"ra": "13"}, reason="a better one")
    assert screen.state.notice.kind is Kind.SAVED
    send(form, "save", values={"ra": "14"}, **{**fields, "key": "2"})
    assert "Another row is open" in screen.state.notice.text


def test_what_was_wrong_with_a_form_is_not_said_of_the_next_row_or_of_deleting(open_as):
    screen = open_as("admin")
    screen.open_table("Ephemeris")
    form = parts_of(screen).AdminForm
    for number, follows in enumerate(("open", "ask")):
        screen.open_row("1")
        fields = {"table": "Ephemeris", "key": "1", "reason": "", "request_id": f"{number}" * 32}
        send(form, "save", values={"period": "-1"}, **fields)
        assert "not above 0" in form.shown["words"]
        send(parts_of(screen).AdminRows if follows == "open" else form, follows, key="2")
        assert form.shown["words"] == ""


def test_a_row_is_deleted_after_its_key_is_typed(open_as):
    screen = open_as("admin")
    screen.open_table("TIC")
    hanging = screen.hanging_on("1")
    assert {each.table for each in hanging} >= {"Ephemeris"}
    form = parts_of(screen).AdminForm
    fields = {"table": "TIC", "key": "1", "reason": "a twin", "request_id": "e" * 32}
    send(form, "delete", typed="2", **fields)
    assert "Type the row's key" in screen.state.notice.text
    send(form, "delete", typed="1", **fields)
    assert screen.state.notice.text.startswith("deleted: TIC 1 and ")
    assert screen.state.rows.found == 0
    screen.open_audit(table="TIC")
    assert [each.action for each in screen.state.audit] == [AuditAction.DELETE]
    assert parts_of(screen).AdminAudit.shown["entries"][0]["reason"] == "a twin"


def test_references_are_looked_up_while_they_are_typed(open_as):
    screen = open_as("admin")
    screen.open_table("Ephemeris")
    screen.new_row()
    send(parts_of(screen).AdminForm, "seek", column="tic_id", search="10")
    assert [each.label for each in screen.state.choices] == ["TIC 1001"]
    stored = screen.save({"tic_id": 1, "source_id": "1", "bjd0": "1326.1", "period": 2.5})
    assert stored.labels["tic_id"] == "TIC 1001"


def test_the_trail_is_chosen_by_person_table_row_and_day(open_as):
    screen = open_as("admin")
    screen.open_table("Origin")
    screen.new_row()
    screen.save({"name": "QATS"})
    audit = parts_of(screen).AdminAudit
    wish = {"user": "admin", "table": "Origin", "row": "1", "since": "2020-01-01", "until": "2099-12-31"}
    screen.open_audit()
    send(audit, "wish", **wish)
    assert [each["key"] for each in audit.shown["entries"]] == ["1"]
    assert audit.shown["until"] == "2099-12-31"
    send(audit, "wish", **{**wish, "until": "2020-01-02"})
    assert audit.shown["entries"] == []
    send(audit, "wish", **{**wish, "since": "yesterday"})
    assert "since: 'yesterday' is no day" in screen.state.notice.text
    assert screen.state.page is AdminPage.AUDIT


def test_what_the_browser_names_must_exist(open_as):
    screen = open_as("admin")
    for table, words in (("sqlite_master", "no table"), ("TIC", "")):
        send(parts_of(screen).AdminSide, "table", table=table)
        if words:
            assert words in screen.state.notice.text
    send(parts_of(screen).AdminRows, "wish", search="", order="password", descending=True)
    assert "no column" in screen.state.notice.text
    with pytest.raises(InputError, match="no key"):
        screen.open_row("1 OR 1=1")


def test_the_last_admin_stays_on_the_screen(open_as):
    screen = open_as("admin")
    with pytest.raises(InputError, match="last admin"):
        screen.set_role("admin", "member")
    assert {each.username: each.role for each in screen.state.people}["admin"] is Role.ADMIN


def test_who_was_no_lead_and_becomes_one_sees_the_tables_after_reading_again(open_as, migrated_sqlite_url):
    screen = open_as("member")
    database = Database.open(migrated_sqlite_url)
    database.write(lambda session: set_role(session, "member", Role.LEAD))
    database.dispose()
    screen.refresh()
    assert screen.state.phase is Phase.READY
