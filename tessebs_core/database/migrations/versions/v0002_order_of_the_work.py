"""Reports with grades, claims, snoozes, assignments, known answers, new sectors, settings; votes of one click.

Types and names are written out here and not taken from the code, so that this revision stays what it was.
MariaDB commits each statement by itself: all of them may run again after a death half-way.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE = sa.Integer()
DOUBLE: TypeEngine[Any] = sa.Double()
WORD = sa.String(32)
LONG_TEXT = sa.Text().with_variant(mysql.LONGTEXT(), "mysql")
TIMESTAMP = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")

CHILDREN_FIRST = ("SectorCheck", "GoldAnswer", "Assignment", "Snooze", "Claim", "Report", "Setting")


def upgrade() -> None:
    """Add the tables, and to a vote the click that cast it."""
    # SQLite knows no IF NOT EXISTS here, and needs none: there the whole upgrade is one transaction.
    op.add_column("Vote", sa.Column("action", sa.String(64), nullable=True), if_not_exists=on_mariadb())
    op.create_index("ix_Vote_action", "Vote", ["action"], if_not_exists=True)
    make_settings()
    make_queue()
    make_checks()


def downgrade() -> None:
    """Remove the tables and the column; what they hold is gone."""
    for name in CHILDREN_FIRST:
        op.drop_table(name, if_exists=True)
    op.drop_index("ix_Vote_action", "Vote", if_exists=True)
    op.drop_column("Vote", "action", if_exists=on_mariadb())


def on_mariadb() -> bool:
    """Whether each statement is committed by itself, so that it may have run before."""
    return op.get_bind().dialect.name != "sqlite"


def columns(kind: TypeEngine[Any], names: str, *, needed: bool = False) -> list[sa.Column[Any]]:
    """Columns of one type, their names with blanks between; ``needed`` ones may not be NULL."""
    return [sa.Column(name, kind, nullable=not needed, autoincrement=False) for name in names.split()]


def table(
    name: str,
    parts: Sequence[sa.Column[Any]],
    *,
    foreign: Mapping[str, str],
    unique: Sequence[tuple[str, ...]] = (),
    indexed: Sequence[str] = (),
) -> None:
    """Create one table and its indexes.

    ``foreign`` says for a column ``Table.column``, and after it the ON DELETE action if there is one.
    """
    references = []
    for column, target in foreign.items():
        key, _, action = target.partition(" ")
        references.append(
            sa.ForeignKeyConstraint([column], [key], name=f"fk_{name}_{column}", ondelete=action or None)
        )
    op.create_table(
        name,
        sa.Column("id", WHOLE, nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        *references,
        *(sa.UniqueConstraint(*each, name=f"uq_{name}_{'_'.join(each)}") for each in unique),
        if_not_exists=True,
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_nopad_bin",
    )
    for each in indexed:
        op.create_index(f"ix_{name}_{each}", name, [each], if_not_exists=True)


def make_settings() -> None:
    """How people like their screens."""
    table(
        "Setting",
        [
            *columns(WHOLE, "user_id", needed=True),
            *columns(sa.String(64), "name", needed=True),
            *columns(LONG_TEXT, "value", needed=True),
            *columns(TIMESTAMP, "saved_at", needed=True),
        ],
        foreign={"user_id": "User.id CASCADE"},
        unique=[("user_id", "name")],
    )


def make_queue() -> None:
    """Who looks at what, who should, who will not yet, and how well they do."""
    pair = [*columns(WHOLE, "user_id tic_id", needed=True)]
    people = {"user_id": "User.id CASCADE", "tic_id": "TIC.id CASCADE"}
    table(
        "Claim",
        [*columns(WHOLE, "tic_id user_id", needed=True), *columns(TIMESTAMP, "until", needed=True)],
        foreign=people,
        unique=[("tic_id",)],
        indexed=["user_id"],
    )
    table(
        "Snooze",
        [*pair, *columns(TIMESTAMP, "until", needed=True)],
        foreign=people,
        unique=[("user_id", "tic_id")],
        indexed=["tic_id"],
    )
    table(
        "Assignment",
        [
            *columns(WHOLE, "user_id tic_id assigned_by_id", needed=True),
            *columns(TIMESTAMP, "assigned_at", needed=True),
        ],
        foreign={**people, "assigned_by_id": "User.id"},
        unique=[("user_id", "tic_id")],
        indexed=["tic_id", "assigned_by_id"],
    )
    table(
        "GoldAnswer",
        [
            *columns(WHOLE, "ephemeris_id", needed=True),
            *columns(WORD, "verdict period_multiple", needed=True),
            *columns(sa.String(255), "reference", needed=True),
            *columns(TIMESTAMP, "date_added", needed=True),
        ],
        foreign={"ephemeris_id": "Ephemeris.id CASCADE"},
        unique=[("ephemeris_id",)],
    )


def make_checks() -> None:
    """What the engine says of periods, and how settled ephemerides did in newer data."""
    table(
        "Report",
        [
            *columns(WHOLE, "tic_id provenance_id", needed=True),
            *columns(WHOLE, "run_id"),
            *columns(WORD, "grade", needed=True),
            *columns(DOUBLE, "bjd0 bjd0_uncert period period_uncert alternative"),
            *columns(LONG_TEXT, "contents", needed=True),
            *columns(TIMESTAMP, "date_run", needed=True),
        ],
        foreign={
            "tic_id": "TIC.id CASCADE",
            "provenance_id": "Provenance.id",
            "run_id": "Run.id SET NULL",
        },
        unique=[("tic_id", "provenance_id")],
        indexed=["provenance_id", "run_id", "grade"],
    )
    table(
        "SectorCheck",
        [
            *columns(WHOLE, "eb_id provenance_id newest_sector predicted observed", needed=True),
            *columns(WHOLE, "ephemeris_id run_id"),
            *columns(DOUBLE, "offset offset_uncert"),
            *columns(WORD, "outcome", needed=True),
            *columns(TIMESTAMP, "checked_at", needed=True),
        ],
        foreign={
            "eb_id": "EB.id CASCADE",
            "ephemeris_id": "Ephemeris.id SET NULL",
            "provenance_id": "Provenance.id",
            "run_id": "Run.id SET NULL",
        },
        indexed=["eb_id", "ephemeris_id", "provenance_id", "run_id", "outcome"],
    )
