"""Releases: their lines in compressed parts, what they stand on, and triggers that keep them."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WHOLE = sa.Integer()
LONG_TEXT: TypeEngine[Any] = sa.Text().with_variant(mysql.LONGTEXT(), "mysql")
TIMESTAMP: TypeEngine[Any] = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
OPTIONS = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_nopad_bin",
}


def upgrade() -> None:
    """Make the tables anew; nothing wrote releases before, and a table that holds any is not touched."""
    if not has_column("digests"):  # else a run before this one died after making it
        refuse_to_lose_rows()
        op.drop_table("Release", if_exists=True)
    make_release(
        texts={"username": 150, "rule_version": 64, "code_version": 128, "schema_version": 64},
        long_texts=("note", "digests", "files"),
        numbers=("last_vote", "last_decision", "last_run", "last_audit"),
    )
    op.create_table(
        "ReleasePart",
        sa.Column("id", WHOLE, nullable=False),
        *(sa.Column(name, WHOLE, nullable=False, autoincrement=False) for name in ("release_id", "number")),
        sa.Column("part", sa.String(32), nullable=False),
        sa.Column("line_count", WHOLE, nullable=False, autoincrement=False),
        sa.Column("content", LONG_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ReleasePart"),
        sa.ForeignKeyConstraint(["release_id"], ["Release.id"], name="fk_ReleasePart_release_id"),
        sa.UniqueConstraint(
            "release_id", "part", "number", name="uq_ReleasePart_release_id_part_number"
        ),
        if_not_exists=True,
        **OPTIONS,
    )
    for name in ("Release", "ReleasePart"):
        for change in ("UPDATE", "DELETE"):
            op.execute(refusal(name, change))


def downgrade() -> None:
    """Go back to the table as it was; a release would be lost with it, so that none may be there."""
    refuse_to_lose_rows()
    op.drop_table("ReleasePart", if_exists=True)
    op.drop_table("Release", if_exists=True)
    make_release(
        texts={"rule_version": 64, "code_version": 64, "rows_sha256": 64},
        long_texts=("rows", "light_curve_hashes", "changes"),
        numbers=(),
    )


def has_column(name: str) -> bool:
    """Whether the table of releases is there and has this column."""
    found = sa.inspect(op.get_bind())
    return found.has_table("Release") and any(each["name"] == name for each in found.get_columns("Release"))


def refuse_to_lose_rows() -> None:
    """Stop before anything is changed if there are releases in a table that is to be made anew."""
    connection = op.get_bind()
    if not has_column("name"):
        return  # a run before this one died between dropping and making it
    made = connection.execute(sa.select(sa.func.count()).select_from(sa.table("Release"))).scalar()
    if made:
        raise RuntimeError(
            f"This database holds {made} releases, which this change of the schema would lose. Keep the "
            "database as it is, or copy it and remove them from the copy."
        )


def make_release(*, texts: dict[str, int], long_texts: tuple[str, ...], numbers: tuple[str, ...]) -> None:
    """Make the table of releases with these columns beside those that it always had."""
    op.create_table(
        "Release",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("released_at", TIMESTAMP, nullable=False),
        *(sa.Column(name, sa.String(length), nullable=False) for name, length in texts.items()),
        *(sa.Column(name, LONG_TEXT, nullable=False) for name in long_texts),
        *(sa.Column(name, WHOLE, nullable=False, autoincrement=False) for name in ("row_count", *numbers)),
        sa.Column("previous_id", WHOLE, nullable=True, autoincrement=False),
        sa.PrimaryKeyConstraint("id", name="pk_Release"),
        sa.ForeignKeyConstraint(["previous_id"], ["Release.id"], name="fk_Release_previous_id"),
        sa.UniqueConstraint("name", name="uq_Release_name"),
        if_not_exists=True,
        **OPTIONS,
    )
    op.create_index("ix_Release_previous_id", "Release", ["previous_id"], if_not_exists=True)


def refusal(name: str, change: str) -> str:
    """SQL of the trigger that refuses to change or delete what was frozen."""
    words, trigger = f"{name} is append-only: what was released stays", f"{name}_no_{change.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        return (
            f'CREATE TRIGGER IF NOT EXISTS "{trigger}" BEFORE {change} ON "{name}" '
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
    return (
        f"CREATE TRIGGER IF NOT EXISTS `{trigger}` BEFORE {change} ON `{name}` "
        f"FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{words}'"
    )
