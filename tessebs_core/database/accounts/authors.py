"""Triggers by which MariaDB signs rows: who is connected cannot write in another person's name.

A person's account has the person's user name. ``USER()`` is who is connected (``CURRENT_USER()`` is, inside a
trigger, whoever made it). Accounts that are named as exempt write for others: the group's own service, where
the screens say who acts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from tessebs_core.database.accounts.spelling import identifier, text

__all__ = ["SIGNED", "signing_triggers"]

_ACCOUNT: Final = "LEFT(USER(), CHAR_LENGTH(USER()) - LOCATE('@', REVERSE(USER())))"
_IS_ADMIN: Final = "EXISTS (SELECT 1 FROM `User` WHERE username = account AND role = 'admin')"
# The source must be there already: a session may switch the check of foreign keys off and name it afterwards.
_NOT_OTHERS_HAND: Final = (
    "EXISTS (SELECT 1 FROM EphemerisSource s LEFT JOIN `User` u ON u.username = s.author "
    "WHERE s.id = {row}.source_id AND (s.model NOT IN ('manual', 'further signal', 'swap') "
    "OR u.id IS NULL OR s.author = account))"
)


@dataclass(frozen=True)
class _Signed:
    """How the rows of a table are signed; ``happenings`` are the statements that are checked.

    ``condition`` holds for one's own rows, with ``{row}`` for NEW or OLD. Admins may mend others' rows of
    tables that are not ``strict``; who updates a row that may be ``taken_over`` signs what it is then.
    """

    table: str
    condition: str
    happenings: tuple[str, ...] = ("INSERT",)
    strict: bool = True
    taken_over: bool = False


def _by_key(column: str = "user_id", *, optional: bool = False) -> str:
    own = f"EXISTS (SELECT 1 FROM `User` WHERE id = {{row}}.{column} AND username = account)"
    return f"({{row}}.{column} IS NULL OR {own})" if optional else own


_CHANGED: Final = ("INSERT", "UPDATE", "DELETE")

SIGNED: Final = (
    _Signed("Vote", _by_key()),
    _Signed("Decision", _by_key()),
    _Signed("Comment", "{row}.author = account"),
    _Signed("Release", "{row}.username = account"),
    _Signed("Ephemeris", _NOT_OTHERS_HAND),
    _Signed("Run", _by_key(optional=True), ("INSERT", "UPDATE")),
    _Signed("Batch", _by_key(), strict=False),
    _Signed("Assignment", _by_key("assigned_by_id"), strict=False),
    _Signed("Setting", _by_key(), _CHANGED, strict=False),
    _Signed("Draft", _by_key(), _CHANGED, strict=False),
    _Signed("Snooze", _by_key(), _CHANGED, strict=False),
    _Signed("Claim", _by_key(), ("INSERT", "UPDATE"), strict=False, taken_over=True),
)


def signing_triggers(exempt: Collection[str]) -> list[str]:
    """The statements that make the triggers, in place of those before.

    Parameters
    ----------
    exempt : collection of str
        Accounts that write for others.
    """
    checks = [_check(each, happening, exempt) for each in SIGNED for happening in each.happenings]
    return [_stamp(exempt), *checks]


def _head(table: str, happening: str) -> str:
    name = identifier(f"{table}_signed_{happening.lower()}")
    return (
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {happening} ON {identifier(table)} FOR EACH ROW BEGIN "
        f"DECLARE account VARCHAR(384) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT {_ACCOUNT}; "
    )


def _is_bound(exempt: Collection[str]) -> str:
    """The condition that the account must sign with its own name."""
    names = ", ".join(text(each) for each in sorted(exempt))
    return f"account NOT IN ({names})" if names else "TRUE"


def _stamp(exempt: Collection[str]) -> str:
    # Work without a person's name leaves traces under the process' account: overwritten, not refused.
    return (
        f"{_head('Audit', 'INSERT')}IF {_is_bound(exempt)} THEN SET NEW.username = LEFT(account, 150); "
        "END IF; END"
    )


def _check(signed: _Signed, happening: str, exempt: Collection[str]) -> str:
    rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[happening]
    if signed.taken_over:
        rows = rows[-1:]
    own = " AND ".join(f"({signed.condition.format(row=row)})" for row in rows)
    allowed = own if signed.strict else f"(({own}) OR {_IS_ADMIN})"
    words = f"{signed.table}: an account writes in its own name only"
    return (
        f"{_head(signed.table, happening)}IF {_is_bound(exempt)} AND NOT ({allowed}) THEN "
        f"SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = {text(words)}; END IF; END"
    )
