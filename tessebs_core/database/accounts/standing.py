"""What accounts and roles are granted on a server now, as its administrator sees it."""

import re
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from tessebs_core.database.accounts.spelling import account_name, identifier, text
from tessebs_core.database.accounts.statements import doorkeeper_statements, role_name
from tessebs_core.vocabulary import Role

__all__ = ["Standing", "ask", "holders", "run", "standing_of", "standing_of_role"]

_HASH = re.compile(r" (IDENTIFIED|REQUIRE|WITH) .*$")
_NO_SUCH_GRANT = 1141


@dataclass(frozen=True)
class Standing:
    """One account: whether it is there and may log in, its roles of ours, and what else it may.

    ``keeps_door`` says that it may read the hashes of passwords for the login page.
    """

    exists: bool
    locked: bool = False
    roles: frozenset[Role] = frozenset()
    foreign: tuple[str, ...] = ()
    keeps_door: bool = False


def run(connection: Connection, statement: str) -> None:
    """Execute a statement that takes no parameters, whatever signs are in it."""
    connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def ask(connection: Connection, statement: str) -> list[tuple[str, ...]]:
    """The rows of such a statement, as texts."""
    found = connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
    return [tuple(str(each) for each in row) for row in found]


def standing_of(connection: Connection, schema: str, user: str, host: str) -> Standing:
    """What an account is and may; also what accounts of its name may that come from elsewhere."""
    hosts = [row[0] for row in ask(connection, f"SELECT Host FROM mysql.user WHERE User = {text(user)}")]
    ours = {f"GRANT {identifier(role_name(schema, role))} TO ": role for role in Role}
    roles: set[Role] = set()
    foreign: list[str] = []
    door = {each.partition(" TO ")[0] for each in doorkeeper_statements(schema, user, host)}
    kept: set[str] = set()
    for each in hosts:
        for (line,) in ask(connection, f"SHOW GRANTS FOR {account_name(user, each)}"):
            role = next((role for begin, role in ours.items() if line.startswith(begin)), None)
            if role is not None and each == host and "WITH ADMIN OPTION" not in line:
                roles.add(role)
            elif each == host and (granted := line.partition(" TO ")[0]) in door:
                kept.add(granted)
            elif not line.startswith(("GRANT USAGE ON *.* ", "SET DEFAULT ROLE ")):
                foreign.append(_HASH.sub("", line))
    locked = False
    if host in hosts:
        [(created,)] = ask(connection, f"SHOW CREATE USER {account_name(user, host)}")
        locked = created.endswith("ACCOUNT LOCK") or " ACCOUNT LOCK " in created
    return Standing(host in hosts, locked, frozenset(roles), tuple(foreign), kept == door)


def standing_of_role(connection: Connection, name: str) -> list[str] | None:
    """The grants of a role, a line for each table; None if there is no such role."""
    try:
        lines = [line for (line,) in ask(connection, f"SHOW GRANTS FOR {identifier(name)}")]
    except DBAPIError as error:
        if error.orig is not None and error.orig.args[:1] == (_NO_SUCH_GRANT,):
            return None
        raise
    return [line for line in lines if not line.startswith("GRANT USAGE ON *.* ")]


def holders(connection: Connection, name: str) -> list[tuple[str, str]]:
    """Users and hosts of the accounts that have a role; not whoever made it."""
    rows = ask(
        connection,
        f"SELECT User, Host FROM mysql.roles_mapping WHERE Role = {text(name)} AND Admin_option = 'N'",
    )
    return [(user, host) for user, host in rows]
