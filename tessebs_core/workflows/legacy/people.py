"""Legacy accounts, and the names under which votes were cast, as users."""

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from tessebs_core.compute.legacy.accounts import UNNAMED, display_name, role_of
from tessebs_core.compute.legacy.columns import is_set, moment, words
from tessebs_core.database.schema import User
from tessebs_core.database.types import utc_now
from tessebs_core.errors import BadLegacyRow
from tessebs_core.records.legacy import LegacyRow
from tessebs_core.vocabulary import Role
from tessebs_core.workflows.legacy.ledger import Ledger, table_of

__all__ = ["People"]

_LONGEST = 255


class People:
    """The users of our catalogue, to whom the legacy site's are added."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._keys: dict[str, int] = {}
        self._alike: defaultdict[str, set[str]] = defaultdict(set)
        for name, key in ledger.session.execute(select(User.username, User.id)):
            self._remember(name, key)

    def import_accounts(self) -> None:
        """Add the accounts that are no users yet; roles of those who are stay."""
        for row in self._ledger.fresh("auth_user"):
            try:
                self._import(row)
            except BadLegacyRow as refused:
                self._ledger.set_aside(row, str(refused))

    def voter(self, row: LegacyRow) -> int:
        """The key of who triaged an ephemeris; a name without account becomes a user of that name."""
        name = words(row.values, "triage_username", most=150).strip()
        if not name:
            self._ledger.find(
                "vote without a name", row, f"nobody is named; the vote is kept as one of '{UNNAMED}'"
            )
            return self._keys.get(UNNAMED) or self._add(
                UNNAMED, Role.VIEWER, display_name="", added=utc_now()
            )
        if name in self._keys:
            return self._keys[name]
        alike = self._alike[name.casefold()]
        if len(alike) == 1:
            return self._keys[next(iter(alike))]
        self._ledger.find(
            "vote by a name without account",
            row,
            f"{name!r} has no account and becomes a member of that name",
        )
        return self._add(name, Role.MEMBER, display_name="", added=utc_now())

    def _import(self, row: LegacyRow) -> None:
        username = words(row.values, "username", most=150).strip()
        if not username:
            raise BadLegacyRow("username is empty")
        if username in self._keys:
            self._ledger.merged(
                row, User, self._keys[username], "a user of this name was here; the role stays"
            )
            return
        role, shown = role_of(row.values), display_name(row.values)
        if len(shown) > _LONGEST:
            raise BadLegacyRow(f"the name has {len(shown)} characters, more than {_LONGEST}")
        key = self._add(
            username, role, display_name=shown, added=moment(row.values, "date_joined") or utc_now()
        )
        self._ledger.imported(row, User, key)
        state = "" if is_set(row.values, "is_active") else " (the account was closed)"
        self._ledger.find("account", row, f"{username!r} becomes {role}{state}; the password is not imported")

    def _add(self, username: str, role: Role, *, display_name: str, added: Any) -> int:
        said = {"username": username, "role": role, "display_name": display_name, "date_added": added}
        key = self._ledger.writer.add(table_of(User), **said)
        self._ledger.trace(User, key, {"id": key, **said})
        self._remember(username, key)
        return key

    def _remember(self, name: str, key: int) -> None:
        self._keys[name] = key
        self._alike[name.casefold()].add(name)
