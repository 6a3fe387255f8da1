"""Accounts on a real MariaDB: what a role's workflows do works, and nothing that its account must not do."""

import stat
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.compute.target_lists import read_targets
from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import upgrade
from tessebs_core.database.stores.targets import save_target
from tessebs_core.database.stores.users import give_role
from tessebs_core.demonstration.local_archive import LocalArchive
from tessebs_core.errors import AccountForbids, DatabaseError, InputError, NotPermitted, StorageError
from tessebs_core.records import Draft, Ephemeris, Judgement, TargetMetadata
from tessebs_core.records.work import BatchChoices
from tessebs_core.settings import Settings
from tessebs_core.vocabulary import QueueOrder, Role, TaskState, Verdict
from tessebs_core.workflows import adjudication, batches, judging, known_answers, queue, triage
from tessebs_core.workflows.accepting import accept
from tessebs_core.workflows.accounts import apply_grants, plan_grants
from tessebs_core.workflows.administration import create_row
from tessebs_core.workflows.people import set_role
from tessebs_core.workflows.personal import save_preference
from tessebs_core.workflows.releases import make_release
from tessebs_core.workflows.runner import RunnerPace, run_tasks
from tessebs_core.workflows.swapping import swap_eclipses
from tessebs_core.workflows.targets import refresh_target
from tessebs_core.workflows.withdrawing import withdraw_entry
from tessebs_core.workflows.workspace import Workspace
from tests.support.mariadb import MariaServer
from tests.support.settled import BINARY, FIRST, SECOND, TESS_ID, VOTERS, proposed, settled_workspace
from tests.support.sky import TARGET, holdings_of, targets_of, workspace_in

pytestmark = pytest.mark.mariadb

SCHEMA = "accounts"
MORE = {"adam": Role.ADMIN, "o'neil@star.org": Role.MEMBER}


@dataclass
class Group:
    """A catalogue on a server, its administrator's settings, and a workspace for each person."""

    settings: Settings
    owner: Workspace
    addresses: dict[str, str]
    proposal: int
    folder: Path
    opened: dict[str, Workspace] = field(default_factory=dict)

    def of(self, name: str) -> Workspace:
        """The workspace of somebody who connects with their own account."""
        if name not in self.opened:
            database = Database.open(self.addresses[name])
            self.opened[name] = workspace_in(self.folder, database, ArchiveEndpoints("http://127.0.0.1:9"))
        return self.opened[name]

    def run(self, name: str, statement: str, **values: object) -> None:
        """Execute what somebody who can run code might."""
        self.of(name).database.write(lambda session: session.execute(text(statement), values))

    def count(self, statement: str) -> object:
        return self.owner.database.read(lambda session: session.scalar(text(statement)))


@pytest.fixture(scope="module")
def group(mariadb_server: MariaServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Group]:
    """Accounts with passwords for a viewer, members, a lead, an admin and a service."""
    folder = tmp_path_factory.mktemp("group")
    mariadb_server.run(f"CREATE DATABASE {SCHEMA}")
    address = f"mariadb://root@127.0.0.1:{mariadb_server.port}/{SCHEMA}"
    database = Database.open(address)
    upgrade(database)
    owner = settled_workspace(folder, database)
    for name, role in MORE.items():
        database.write(lambda session, name=name, role=role: give_role(session, name, role))
    settings = Settings(mariadb_server.url(SCHEMA), folder / "data", admin_database_url=address)
    passwords = folder / "passwords.toml"
    apply_grants(settings, services={"portal": Role.ADMIN}, passwords=passwords)
    made = Group(settings, owner, tomllib.loads(passwords.read_text()), proposed(owner, FIRST), folder)
    yield made
    for each in (made.owner, *made.opened.values()):
        each.database.dispose()
    mariadb_server.run(
        f"DROP DATABASE {SCHEMA}",
        *(f"DROP ROLE {SCHEMA}_{role}" for role in Role),
        *("DROP USER '{}'".format(name.replace("'", "''")) for name in made.addresses),
    )


def user_id(group: Group, name: str) -> object:
    return group.owner.database.read(
        lambda session: session.scalar(text("SELECT id FROM User WHERE username = :n"), {"n": name})
    )


VOTE = (
    "INSERT INTO Vote (ephemeris_id, user_id, verdict, period_multiple, flags, request_id, rule_version, "
    "cast_at, withdrawn) VALUES (:on, :by, 'eb', 'period', '', :request, '1', now(), 0)"
)


def test_passwords_are_in_a_file_for_its_owner_alone_and_the_plan_knows_none(group: Group) -> None:
    path = group.folder / "passwords.toml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(group.addresses) == {*VOTERS, "lena", "vera", "portal", *MORE}
    planned = plan_grants(group.settings, services={"portal": Role.ADMIN})
    assert planned.locked == ()
    assert not any("PASSWORD" in each for each in planned.statements)
    assert all(each.startswith("CREATE OR REPLACE TRIGGER") for each in planned.statements)
    with pytest.raises(StorageError, match="new file"):
        apply_grants(group.settings, passwords=path)


def test_members_vote_comment_draft_propose_accept_and_want_targets(group: Group) -> None:
    for name in VOTERS:
        own = group.of(name)
        judging.cast_vote(own, name, group.proposal, BINARY, request_id=f"first-{name}")
    own = group.of("rita")
    second = triage.propose_ephemeris(own, "rita", TESS_ID, SECOND)
    judging.cast_group_vote(own, "rita", second, Judgement(Verdict.MAYBE), request_id="undone")
    judging.undo(own, "rita", request_id="undo")
    triage.add_comment(own, "rita", TESS_ID, "deep", request_id="comment", ephemeris_id=second)
    triage.save_draft(own, "rita", TESS_ID, Draft(comment="begun"))
    triage.save_draft(own, "rita", TESS_ID, Draft(comment="begun again"))
    save_preference(own, "rita", "theme", "dark")
    queue.set_order(own, "rita", QueueOrder.NEW)
    queue.look_at(own, "rita", TESS_ID)
    queue.snooze(own, "rita", TESS_ID, days=1)
    queue.keep_up(own)
    entry = accept(own, "rita", group.proposal, request_id="accept")
    swap_eclipses(own, "rita", entry, phase=0.43, request_id="swap")
    withdraw_entry(own, "rita", entry, request_id="withdraw")
    listed = read_targets("9000000123", author="rita")
    started = batches.start_batch(own, "rita", listed)
    batches.cancel_batch(own, "rita", started.batch_id)
    own.database.write(lambda session: save_target(session, TargetMetadata(77, Tmag=9.0)))
    own.database.write(lambda session: save_target(session, TargetMetadata(77, Tmag=9.5)))
    assert group.count("SELECT count(*) FROM Vote") == 5
    assert group.count("SELECT count(DISTINCT username) FROM Audit") == 2  # the owner, and rita


def test_a_member_ingests_a_batch_and_refreshes_a_target(group: Group, tmp_path: Path) -> None:
    with LocalArchive(holdings_of(targets_of(tmp_path, TARGET))) as archive:
        own = workspace_in(tmp_path, group.of("rita").database, archive.endpoints)
        listed = read_targets(f"TIC,bjd0,period,source\n{TARGET},2458326.1,2.345,QATS\n", author="rita")
        choices = BatchChoices(periodograms=False)
        batch = batches.start_batch(own, "rita", listed, choices).batch_id
        assert run_tasks(own, pace=RunnerPace(beat=0.02, pause=0.0))
        refresh_target(own, TARGET, username="rita")
        [task] = batches.list_tasks(own, batch)
    assert task.state is TaskState.DONE
    assert "1 ephemeris proposed" in task.result


def test_a_name_with_signs_of_its_own_votes(group: Group) -> None:
    name = "o'neil@star.org"
    stored = judging.cast_vote(group.of(name), name, group.proposal, BINARY, request_id="signs")
    assert stored.username == name


def test_a_lead_decides_assigns_and_releases(group: Group) -> None:
    own, on = group.of("lena"), proposed(group.owner, Ephemeris(1300.0, 1.1))
    adjudication.decide(own, "lena", on, BINARY, "seen in the pixels", request_id="decision")
    adjudication.set_first_look_blind(own, "lena", blind=True)
    queue.assign(own, "lena", "rita", [TESS_ID])
    queue.unassign(own, "lena", "rita", [TESS_ID])
    known_answers.add_known_answer(own, "lena", on, Verdict.EB)
    known_answers.remove_known_answer(own, "lena", on)
    make_release(own, "one", "lena")
    with pytest.raises(AccountForbids):
        group.run("lena", "UPDATE User SET role = 'admin' WHERE username = 'lena'")


def test_an_admin_changes_tables_and_roles_and_no_judgement(group: Group) -> None:
    own = group.of("adam")
    create_row(own, "adam", "Origin", {"name": "Kepler"}, request_id="origin")
    set_role(own, "otto", Role.LEAD)
    set_role(own, "otto", Role.MEMBER)
    for statement in ("DELETE FROM Audit", "TRUNCATE TABLE Vote", "DROP TABLE Vote"):
        with pytest.raises(AccountForbids, match="denied"):
            group.run("adam", statement)


def test_a_viewer_reads_keeps_settings_and_writes_nothing_else(group: Group) -> None:
    own = group.of("vera")
    group.run("rita", "INSERT INTO Touched (tic_id) VALUES (1)")
    assert queue.progress(own, "vera").mine == 0
    queue.look_at(own, "vera", TESS_ID)
    save_preference(own, "vera", "theme", "dark")
    with pytest.raises(NotPermitted):
        judging.cast_vote(own, "vera", group.proposal, BINARY, request_id="viewer")
    with pytest.raises(AccountForbids):
        group.run("vera", VOTE, on=group.proposal, by=user_id(group, "vera"), request="raw")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE Vote SET verdict = 'eb'",
        "DELETE FROM Vote",
        "TRUNCATE TABLE Vote",
        "DROP TRIGGER Vote_no_delete",
        "DROP TABLE Vote",
        "ALTER TABLE Vote DROP COLUMN verdict",
        "CREATE TRIGGER mine BEFORE INSERT ON Vote FOR EACH ROW SET NEW.verdict = 'eb'",
        "CREATE EVENT mine ON SCHEDULE EVERY 1 DAY DO DELETE FROM Vote",
        "CREATE PROCEDURE mine() DELETE FROM Vote",
        "SELECT 1 INTO OUTFILE '/dev/shm/mine'",
        "SET GLOBAL foreign_key_checks = 0",
        "INSERT INTO User (username, display_name, role, date_added) VALUES ('x', '', 'admin', now())",
        "DELETE FROM EB",
        "DELETE FROM Comment",
        "UPDATE Run SET user_id = NULL",
        "INSERT INTO Decision (ephemeris_id) VALUES (1)",
        "SET ROLE accounts_admin",
    ],
)
def test_what_a_members_account_must_not_do_is_refused(group: Group, statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"denied|privilege|Invalid role"):
        group.run("rita", statement)


def test_a_forged_author_is_refused(group: Group) -> None:
    other, request = user_id(group, "ines"), "forged"
    before = group.count("SELECT count(*) FROM Vote")
    with pytest.raises(DatabaseError, match="own name"):
        group.run("rita", VOTE, on=group.proposal, by=other, request=request)
    with pytest.raises(DatabaseError, match="own name"):
        judging.cast_vote(group.of("rita"), "ines", group.proposal, BINARY, request_id=request)
    with pytest.raises(DatabaseError, match="own name"):
        triage.add_comment(group.of("rita"), "ines", TESS_ID, "not mine", request_id=request)
    with pytest.raises(DatabaseError, match="own name"):
        triage.propose_ephemeris(group.of("rita"), "ines", TESS_ID, Ephemeris(1300.0, 9.0))
    with pytest.raises(DatabaseError, match="own name"):
        adjudication.set_first_look_blind(group.of("rita"), "lena", blind=False)
    with pytest.raises(DatabaseError, match="own name"):
        adjudication.decide(group.of("adam"), "lena", group.proposal, BINARY, "no", request_id=request)
    assert group.count("SELECT count(*) FROM Vote") == before


@pytest.mark.parametrize(
    ("before", "statement"),
    [
        ("SET SESSION foreign_key_checks = 0", VOTE),
        ("SET SESSION check_constraint_checks = 0", VOTE),
        ("SET SESSION sql_mode = ''", VOTE.replace(":by", "CONCAT(:by, ' and more')")),
        ("SET SESSION sql_mode = ''", VOTE.replace("INSERT", "INSERT IGNORE")),
        ("SET SESSION unique_checks = 0", VOTE.replace("INSERT", "REPLACE")),
        ("SELECT 1", f"{VOTE} ON DUPLICATE KEY UPDATE user_id = :by"),
        ("SELECT 1", "EXECUTE IMMEDIATE 'UPDATE Vote SET user_id = 1'"),
        ("SELECT 1", "UPDATE Vote v JOIN User u ON u.id = v.user_id SET v.verdict = 'eb'"),
        ("SELECT 1", "CREATE VIEW mine AS SELECT * FROM Vote"),
        ("SELECT 1", "SET PASSWORD FOR 'ines'@'%' = PASSWORD('mine')"),
        ("SELECT 1", "SELECT password_hash FROM Credential"),
    ],
)
def test_no_way_around_the_triggers_is_open_to_a_member(group: Group, before: str, statement: str) -> None:
    other, votes = user_id(group, "ines"), group.count("SELECT count(*) FROM Vote")
    own = Database.open(group.addresses["rita"])
    try:
        with pytest.raises(DatabaseError, match=r"own name|denied"):
            own.write(lambda session: forge(session, before, statement, group.proposal, other))
    finally:
        own.dispose()
    assert group.count("SELECT count(*) FROM Vote") == votes


def forge(session: Session, before: str, statement: str, on: int, by: object) -> None:
    session.execute(text(before))
    used = {"on": on, "by": by, "request": "around"}
    session.execute(text(statement), {name: value for name, value in used.items() if f":{name}" in statement})


def test_a_proposal_does_not_get_its_author_afterwards(group: Group) -> None:
    columns = "tic_id, source_id, bjd0, period, date_added"
    proposal = f"INSERT INTO Ephemeris ({columns}) VALUES (1, 70001, 1300, 1.5, now())"
    own = Database.open(group.addresses["rita"])
    try:
        with pytest.raises(DatabaseError, match="own name"):
            own.write(lambda session: forge(session, "SET SESSION foreign_key_checks = 0", proposal, 1, 1))
    finally:
        own.dispose()
    assert group.count("SELECT count(*) FROM Ephemeris WHERE source_id = 70001") == 0


def test_a_trace_in_anothers_name_is_signed_by_the_account(group: Group) -> None:
    group.run(
        "rita",
        "INSERT INTO Audit (at, username, action, row_table, row_key, reason, step) "
        "VALUES (now(), 'ines', 'edit', 'EB', 'forged', '', 0)",
    )
    assert group.count("SELECT username FROM Audit WHERE row_key = 'forged'") == "rita"


def test_a_service_writes_for_those_whom_it_knows(group: Group) -> None:
    judging.cast_vote(group.of("portal"), "ines", group.proposal, BINARY, request_id="by-portal")
    with pytest.raises(DatabaseError, match="denied"):
        group.run("portal", "DELETE FROM Vote")


def test_a_role_given_and_one_taken_back_are_followed(group: Group) -> None:
    services = {"portal": Role.ADMIN}
    for role in (Role.LEAD, Role.MEMBER):
        set_role(group.owner, "otto", role)
        planned = apply_grants(group.settings, services=services).statements
        assert f"GRANT `accounts_{role}` TO 'otto'@'%'" in planned
    fresh = Database.open(group.addresses["otto"])
    granted = fresh.read(lambda session: session.scalars(text("SHOW GRANTS")).all())
    fresh.dispose()
    assert not any("_lead" in each for each in granted)


def test_more_than_was_given_to_a_role_is_taken_back(group: Group, mariadb_server: MariaServer) -> None:
    mariadb_server.run(
        f"GRANT DELETE ON {SCHEMA}.Vote TO {SCHEMA}_member", f"GRANT CREATE ON {SCHEMA}.* TO {SCHEMA}_viewer"
    )
    apply_grants(group.settings, services={"portal": Role.ADMIN})
    with pytest.raises(AccountForbids):
        group.run("rita", "DELETE FROM Vote")
    again = plan_grants(group.settings, services={"portal": Role.ADMIN}).statements
    assert not any("GRANT" in each or "REVOKE" in each for each in again)


def test_an_account_with_foreign_rights_is_left_alone(group: Group, mariadb_server: MariaServer) -> None:
    group.owner.database.write(lambda session: give_role(session, "tester", Role.VIEWER))
    try:
        with pytest.raises(InputError, match=r"'tester' is granted .*ALL PRIVILEGES ON \*\.\*") as refused:
            plan_grants(group.settings, services={"portal": Role.ADMIN})
        assert "PASSWORD" not in str(refused.value)
    finally:
        group.owner.database.write(
            lambda session: session.execute(text("DELETE FROM User WHERE username = 'tester'"))
        )
