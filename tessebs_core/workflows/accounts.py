"""Accounts of MariaDB, one for each person: what each may, and who signs what it writes.

Who can run code has the rights of the account that the code connects with, whatever the screens allow. See
``docs/security.md``.
"""

import json
import os
import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from tessebs_core.database.accounts.authors import signing_triggers
from tessebs_core.database.accounts.spelling import account_name, identifier
from tessebs_core.database.accounts.standing import (
    Standing,
    holders,
    run,
    standing_of,
    standing_of_role,
)
from tessebs_core.database.accounts.statements import (
    account_statements,
    doorkeeper_statements,
    password_statement,
    role_name,
    role_statements,
)
from tessebs_core.database.addresses import parsed_address
from tessebs_core.database.connection import Database
from tessebs_core.database.failures import translating
from tessebs_core.database.migrations import check_current
from tessebs_core.database.schema import User
from tessebs_core.errors import InputError, SettingsError, StorageError
from tessebs_core.settings import Settings
from tessebs_core.vocabulary import Role

__all__ = ["Grants", "apply_grants", "plan_grants"]

_PASSWORD_BYTES = 32


@dataclass(frozen=True)
class Grants:
    """What is to be executed, in order, and the accounts that have no password yet.

    No statement holds a password.
    """

    statements: tuple[str, ...]
    locked: tuple[str, ...]
    host: str


def plan_grants(
    settings: Settings,
    *,
    people: Collection[str] = (),
    services: Mapping[str, Role] | None = None,
    host: str = "%",
) -> Grants:
    """Say what is missing: roles with their grants, accounts with their role, triggers that sign.

    What is as it should be gives no statement, but for the triggers, which are made anew.

    Parameters
    ----------
    people : collection of str
        Whose accounts; all users of the catalogue by default. The account is called as the user is.
    services : mapping of str to Role, optional
        Accounts of programs that say themselves who acts, with the role whose rights they need: they may
        write in others' names. So may the administrator. Those with an admin's role may also read and keep
        the hashes of passwords, for the login page.
    host : str
        From where people and services connect, as MariaDB writes it.

    Raises
    ------
    SettingsError
        The catalogue is a SQLite file, or no administrator's address is set, or it is of another database.
    InputError
        An account may something that is none of ours; it is left as it is, and nothing was changed.
    DatabaseUnavailable, DatabaseError, DatabaseOutOfDate
        The administrator cannot connect or may not do this, or the tables are not this code's.
    """
    with _administrator(settings) as database:
        check_current(database)
        with translating(database.address), database.engine.connect() as connection:
            return _planned(connection, database, people, services or {}, host)


def apply_grants(
    settings: Settings,
    *,
    people: Collection[str] = (),
    services: Mapping[str, Role] | None = None,
    host: str = "%",
    passwords: Path | None = None,
) -> Grants:
    """Execute what `plan_grants` says; safe to repeat, and after a failure to be repeated.

    Parameters
    ----------
    passwords : Path, optional
        A file to be made, which its owner alone may read: a line of TOML with name and database address for
        each account that has no password yet. Without it those accounts stay locked.

    Raises
    ------
    StorageError
        The file is there already or cannot be written; nothing was changed.
    SettingsError, InputError, DatabaseError
        As in `plan_grants`.
    """
    with _administrator(settings) as database:
        check_current(database)
        with translating(database.address), database.engine.connect() as connection:
            planned = _planned(connection, database, people, services or {}, host)
            drawn = {name: secrets.token_urlsafe(_PASSWORD_BYTES) for name in planned.locked}
            if passwords is not None:
                _write_addresses(passwords, settings, drawn)
            for each in planned.statements:
                run(connection, each)
            if passwords is None:
                return planned
            for name, password in drawn.items():
                run(connection, password_statement(name, host, password))
            return Grants(planned.statements, (), host)


@contextmanager
def _administrator(settings: Settings) -> Iterator[Database]:
    """The catalogue's database as its administrator sees it."""
    if settings.database_url.startswith("sqlite"):
        raise SettingsError(
            "A SQLite file knows no accounts: whoever may write the file may change all of it. Accounts "
            "are for a catalogue on MariaDB."
        )
    if settings.admin_database_url is None:
        raise SettingsError(
            "Set TESSEBS_ADMIN_DATABASE_URL, or admin_database_url in the file of TESSEBS_CONFIG, to the "
            "address of an account that may make accounts: mariadb://root:password@host/schema."
        )
    database = Database.open(settings.admin_database_url)
    try:
        if database.engine.url.database != parsed_address(settings.database_url).database:
            raise SettingsError("The administrator's address and the catalogue's name different schemas.")
        yield database
    finally:
        database.dispose()


def _planned(
    connection: Connection,
    database: Database,
    people: Collection[str],
    services: Mapping[str, Role],
    host: str,
) -> Grants:
    schema, administrator = str(database.engine.url.database), str(database.engine.url.username)
    known = {row.username: row.role for row in connection.execute(select(User.username, User.role))}
    if unknown := sorted(set(people) - set(known)):
        raise InputError(f"{unknown[0]!r} is no user of this catalogue. `tessebs group role` adds one.")
    if doubled := sorted(set(services) & (set(known) | {administrator})):
        raise InputError(f"{doubled[0]!r} is a person or the administrator; a service needs another name.")
    wanted = {name: role for name, role in known.items() if name in people or not people}
    wanted = {name: role for name, role in wanted.items() if name != administrator} | dict(services)
    found = {name: standing_of(connection, schema, name, host) for name in sorted(wanted)}
    doorkeepers = {name for name, role in services.items() if role is Role.ADMIN}
    _check_ours(found, doorkeepers)
    statements: list[str] = []
    for role in Role:
        standing = standing_of_role(connection, role_name(schema, role))
        statements += role_statements(schema, role, standing)
        if standing is not None and not people:
            statements += _dismissed(connection, schema, role, set(wanted))
    statements += signing_triggers({administrator, *services})
    for name, account in found.items():
        statements += account_statements(
            schema, name, host, wanted[name], exists=account.exists, roles=account.roles
        )
        if name in doorkeepers and not account.keeps_door:
            statements += doorkeeper_statements(schema, name, host)
    locked = tuple(name for name, account in found.items() if account.locked or not account.exists)
    return Grants(tuple(statements), locked, host)


def _check_ours(found: Mapping[str, Standing], doorkeepers: Collection[str]) -> None:
    for name, account in found.items():
        if account.keeps_door and name not in doorkeepers:
            raise InputError(
                f"The account {name!r} may read the hashes of passwords, which a service with the role of an "
                "admin needs alone. Revoke that first. Nothing was changed."
            )
        if account.foreign:
            raise InputError(
                f"The account {name!r} is granted what tessEBs has not given: {account.foreign[0]}. Revoke "
                "that, or let the person have another user name. Nothing was changed."
            )


def _dismissed(connection: Connection, schema: str, role: Role, wanted: set[str]) -> list[str]:
    name = role_name(schema, role)
    gone = [each for each in holders(connection, name) if each[0] not in wanted]
    return [f"REVOKE {identifier(name)} FROM {account_name(*each)}" for each in gone]


def _write_addresses(path: Path, settings: Settings, drawn: Mapping[str, str]) -> None:
    base = parsed_address(settings.database_url)
    addresses = {
        name: base.set(username=name, password=word).render_as_string(hide_password=False)
        for name, word in drawn.items()
    }
    # JSON's texts are TOML's, too.
    lines = [f"{json.dumps(name)} = {json.dumps(address)}\n" for name, address in addresses.items()]
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(lines)
    except OSError as error:
        raise StorageError(
            f"{path} cannot be made: {error.strerror}. Passwords go into a new file. Nothing was changed."
        ) from error
