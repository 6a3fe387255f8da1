"""Which role writes which table: every table is named, and a role may what those before it may."""

import pytest
import sqlalchemy as sa

from tessebs_core.database.accounts.rights import RIGHTS, grants_of, privileges
from tessebs_core.database.administration.tables import kind_of
from tessebs_core.database.base import Base
from tessebs_core.vocabulary import Role, TableKind


def test_every_table_says_who_writes_it_and_no_other_is_named() -> None:
    assert set(RIGHTS) == set(Base.metadata.tables)


def test_a_new_table_cannot_be_forgotten() -> None:
    forgotten = sa.Table("Forgotten", Base.metadata, sa.Column("id", sa.Integer, primary_key=True))
    try:
        with pytest.raises(KeyError, match="Forgotten"):
            grants_of(Role.VIEWER)
    finally:
        Base.metadata.remove(forgotten)


@pytest.mark.parametrize("role", Role)
def test_nobody_changes_or_deletes_what_is_append_only(role: Role) -> None:
    for name, table in Base.metadata.tables.items():
        if kind_of(table) is TableKind.HISTORY:
            assert set(privileges(name, role)) <= {"SELECT", "INSERT"}


def test_a_viewer_keeps_settings_and_writes_nothing_else() -> None:
    assert {name for name, granted in grants_of(Role.VIEWER).items() if granted != ("SELECT",)} == {"Setting"}


def test_a_member_may_not_touch_people_and_roles() -> None:
    assert privileges("User", Role.MEMBER) == ("SELECT",)
    assert privileges("User", Role.LEAD) == ("SELECT",)


def test_columns_that_are_named_exist() -> None:
    for name, rights in RIGHTS.items():
        assert set(rights.columns) <= set(Base.metadata.tables[name].columns.keys())


def test_no_role_is_granted_more_than_rows() -> None:
    words = {word.split(" (")[0] for role in Role for granted in grants_of(role).values() for word in granted}
    assert words == {"SELECT", "INSERT", "UPDATE", "DELETE"}
