"""Batches of work on many targets, a lease for each target, and who works on them."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WHOLE = sa.Integer()
BIG = sa.BigInteger()
DOUBLE: TypeEngine[Any] = sa.Double()
WORD = sa.String(32)
LONG: TypeEngine[Any] = sa.Text().with_variant(mysql.LONGTEXT(), "mysql")
TIMESTAMP: TypeEngine[Any] = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
OPTIONS = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_nopad_bin",
}


def upgrade() -> None:
    """Add the three tables."""
    make_batches()
    make_tasks()
    op.create_table(
        "Runner",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("pid", WHOLE, nullable=False, autoincrement=False),
        sa.Column("born", DOUBLE, nullable=False),
        sa.Column("started_at", TIMESTAMP, nullable=False),
        sa.Column("heard_at", TIMESTAMP, nullable=False),
        sa.Column("until", TIMESTAMP, nullable=False),
        sa.Column("message", LONG, nullable=True),
        sa.Column("paused_until", TIMESTAMP, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_Runner"),
        sa.UniqueConstraint("name", name="uq_Runner_name"),
        if_not_exists=True,
        **OPTIONS,
    )


def downgrade() -> None:
    """Remove the tables; targets and files that the work brought stay."""
    for name in ("Runner", "Task", "Batch"):
        op.drop_table(name, if_exists=True)


def make_batches() -> None:
    """What people want done with lists of targets."""
    op.create_table(
        "Batch",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("label", sa.String(255), nullable=False),
        sa.Column("user_id", WHOLE, nullable=False, autoincrement=False),
        sa.Column("parameters", LONG, nullable=False),
        sa.Column("date_added", TIMESTAMP, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_Batch"),
        sa.ForeignKeyConstraint(["user_id"], ["User.id"], name="fk_Batch_user_id"),
        sa.UniqueConstraint("digest", name="uq_Batch_digest"),
        if_not_exists=True,
        **OPTIONS,
    )
    op.create_index("ix_Batch_user_id", "Batch", ["user_id"], if_not_exists=True)


def make_tasks() -> None:
    """One target of a batch each, with its lease."""
    op.create_table(
        "Task",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("batch_id", WHOLE, nullable=False, autoincrement=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("tess_id", BIG, nullable=False, autoincrement=False),
        sa.Column("position", WHOLE, nullable=False, autoincrement=False),
        sa.Column("details", LONG, nullable=True),
        sa.Column("state", WORD, nullable=False),
        sa.Column("attempts", WHOLE, nullable=False, autoincrement=False),
        sa.Column("not_before", TIMESTAMP, nullable=True),
        sa.Column("lease_owner", sa.String(64), nullable=True),
        sa.Column("lease_until", TIMESTAMP, nullable=True),
        sa.Column("step", sa.String(255), nullable=False),
        sa.Column("steps_done", WHOLE, nullable=True),
        sa.Column("steps_total", WHOLE, nullable=True),
        sa.Column("changed_at", TIMESTAMP, nullable=False),
        sa.Column("result", LONG, nullable=True),
        sa.Column("error", LONG, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_Task"),
        sa.ForeignKeyConstraint(["batch_id"], ["Batch.id"], name="fk_Task_batch_id", ondelete="CASCADE"),
        sa.UniqueConstraint("batch_id", "tess_id", name="uq_Task_batch_id_tess_id"),
        if_not_exists=True,
        **OPTIONS,
    )
    for name, columns in (
        ("ix_Task_in_order", ["kind", "state", "position", "id"]),
        ("ix_Task_batch_id_state", ["batch_id", "state"]),
        ("ix_Task_tess_id_state", ["tess_id", "state"]),
    ):
        op.create_index(name, "Task", columns, if_not_exists=True)
