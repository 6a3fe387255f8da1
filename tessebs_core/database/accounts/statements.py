"""The statements that give roles their grants and accounts their role."""

import re
from collections.abc import Collection, Iterable
from hashlib import sha1

from tessebs_core.database.accounts.rights import RIGHTS, grants_of
from tessebs_core.database.accounts.spelling import account_name, identifier
from tessebs_core.vocabulary import Role

__all__ = [
    "account_statements",
    "doorkeeper_statements",
    "password_statement",
    "role_name",
    "role_statements",
]

_GRANTED_ON = re.compile(r"^GRANT .* ON (.*) TO .*$")


def role_name(schema: str, role: Role) -> str:
    """What a role of one catalogue is called on its server."""
    return f"{schema}_{role}"


def role_statements(schema: str, role: Role, standing: Iterable[str] | None) -> list[str]:
    """What makes a role, or brings its grants to what they should be; nothing where they are.

    Parameters
    ----------
    standing : iterable of str or None
        Its grants now, as ``SHOW GRANTS`` gives them; None if there is no such role.
    """
    name = identifier(role_name(schema, role))
    wanted = [
        f"GRANT {', '.join(granted)} ON {identifier(schema)}.{identifier(table)} TO {name}"
        for table, granted in grants_of(role).items()
    ]
    if standing is None:
        return [f"CREATE ROLE {name}", *wanted]
    known = set(standing)
    surplus = [found for line in sorted(known - set(wanted)) if (found := _GRANTED_ON.match(line))]
    taken = [f"REVOKE ALL PRIVILEGES ON {found[1]} FROM {name}" for found in surplus]
    return [*taken, *(line for line in wanted if line not in known)]


def account_statements(
    schema: str, user: str, host: str, role: Role, *, exists: bool, roles: Collection[Role]
) -> list[str]:
    """What makes an account, locked, or gives one that is there another role of ours than ``roles``."""
    account = account_name(user, host)
    made = [] if exists else [f"CREATE USER {account} ACCOUNT LOCK"]
    made += [
        f"REVOKE {identifier(role_name(schema, each))} FROM {account}"
        for each in Role
        if each in roles and each is not role
    ]
    if role not in roles:
        name = identifier(role_name(schema, role))
        made += [f"GRANT {name} TO {account}", f"SET DEFAULT ROLE {name} FOR {account}"]
    return made


def doorkeeper_statements(schema: str, user: str, host: str) -> list[str]:
    """What lets the service that asks people for their password read and keep the hashes."""
    account = account_name(user, host)
    secret = [name for name, rights in RIGHTS.items() if rights.secret]
    return [
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {identifier(schema)}.{identifier(name)} TO {account}"
        for name in secret
    ]


def password_statement(user: str, host: str, password: str) -> str:
    """What gives an account a password and unlocks it; the server is told the hash alone.

    So the password itself is in no log of the server. The hash is MariaDB's own of long random words.
    """
    hashed = sha1(sha1(password.encode()).digest()).hexdigest().upper()
    return f"ALTER USER {account_name(user, host)} IDENTIFIED BY PASSWORD '*{hashed}' ACCOUNT UNLOCK"
