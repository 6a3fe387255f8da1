"""Roles: what each may do, the catalogue of one person, and the last admin."""

import getpass
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import User
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.errors import InputError, NotPermitted
from tessebs_core.identity import ACTING
from tessebs_core.vocabulary import Role
from tessebs_core.workflows.people import set_role
from tessebs_core.workflows.permissions import (
    check_lead,
    require_admin,
    require_lead,
    require_member,
    role_of,
)
from tests.support.sky import workspace_in

CHECKS = {require_member: Role.MEMBER, require_lead: Role.LEAD, require_admin: Role.ADMIN}


@pytest.fixture
def people(database: Database) -> Database:
    """One person of each role, named by it."""
    for role in Role:
        database.write(lambda session, role=role: ensure_user(session, str(role), role))
    return database


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_those_before_it_may(
    people: Database, check: Callable[[Session, str], User], role: Role
) -> None:
    order = list(Role)
    if order.index(role) >= order.index(CHECKS[check]):
        assert people.write(lambda session: check(session, str(role)).username) == role
    else:
        with pytest.raises(NotPermitted, match=str(role)):
            people.write(lambda session: check(session, str(role)))


def test_who_is_new_judges_as_a_member_and_leads_nothing(people: Database) -> None:
    assert people.write(lambda session: require_member(session, "zoe").role) is Role.MEMBER
    with pytest.raises(NotPermitted, match="no user"):
        people.read(lambda session: check_lead(session, "nobody"))


def test_the_account_of_a_file_without_roles_may_do_all_until_roles_are_given(
    database: Database,
) -> None:
    owner = getpass.getuser()
    if not database.is_sqlite:
        assert database.read(lambda session: role_of(session, owner)) is None
        return
    assert database.read(lambda session: role_of(session, owner)) is Role.ADMIN
    assert database.read(lambda session: role_of(session, "somebody-else")) is None
    database.write(lambda session: ensure_user(session, "lea", Role.LEAD))
    assert database.read(lambda session: role_of(session, owner)) is None


def test_a_visitor_with_the_name_of_the_servers_account_owns_no_file(
    migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database.open(migrated_sqlite_url)
    monkeypatch.setenv(ACTING, getpass.getuser())
    assert database.read(lambda session: role_of(session, getpass.getuser())) is None
    database.dispose()


def test_the_account_becomes_the_admin_with_the_first_thing_that_needs_one(migrated_sqlite_url: str) -> None:
    database = Database.open(migrated_sqlite_url)
    database.write(lambda session: require_lead(session, getpass.getuser()))
    database.write(lambda session: ensure_user(session, "lea", Role.LEAD))
    assert database.read(lambda session: role_of(session, getpass.getuser())) is Role.ADMIN
    database.dispose()


def test_anybody_gives_the_first_roles_and_admins_all_others(database: Database, tmp_path) -> None:
    workspace = workspace_in(tmp_path, database, None)
    set_role(workspace, "lena", Role.LEAD, acting="ada")  # somebody has to begin
    set_role(workspace, "ada", Role.ADMIN, acting="ada")
    for role in Role:
        with pytest.raises(NotPermitted, match="given by admins: ada"):
            set_role(workspace, "lena", role, acting="lena")
    assert database.read(lambda session: role_of(session, "lena")) is Role.LEAD
    set_role(workspace, "lena", Role.MEMBER, acting="ada")
    set_role(workspace, "ben", Role.LEAD)  # whoever has the administrator's account of the database
    assert database.read(lambda session: role_of(session, "ben")) is Role.LEAD


def test_the_owner_of_a_file_stays_its_admin_when_naming_others(migrated_sqlite_url: str, tmp_path) -> None:
    database, owner = Database.open(migrated_sqlite_url), getpass.getuser()
    set_role(workspace_in(tmp_path, database, None), "lena", Role.LEAD, acting=owner)
    assert database.read(lambda session: role_of(session, owner)) is Role.ADMIN
    database.dispose()


def test_the_last_admin_stays_one(people: Database, tmp_path) -> None:
    workspace = workspace_in(tmp_path, people, None)
    with pytest.raises(InputError, match="last admin"):
        set_role(workspace, "admin", Role.MEMBER)
    set_role(workspace, "lead", Role.ADMIN)
    set_role(workspace, "admin", Role.MEMBER)
    assert people.read(lambda session: role_of(session, "admin")) is Role.MEMBER
