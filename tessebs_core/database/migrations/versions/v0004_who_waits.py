"""The queue's own notes: proposals that wait, targets touched since; begin of a claim, sectors at a snooze."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WHOLE = sa.Integer()
WORD = sa.String(32)
BIG = sa.BigInteger()
TIMESTAMP: TypeEngine[Any] = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
OPTIONS = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_nopad_bin",
}


def upgrade() -> None:
    """Add tables and columns; claims are forgotten, and every target with a proposal is looked at anew."""
    op.add_column("Snooze", sa.Column("sectors", WHOLE, nullable=True), if_not_exists=on_mariadb())
    op.drop_table("Claim", if_exists=True)
    op.create_table(
        "Claim",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("tic_id", WHOLE, nullable=False, autoincrement=False),
        sa.Column("user_id", WHOLE, nullable=False, autoincrement=False),
        sa.Column("until", TIMESTAMP, nullable=False),
        sa.Column("since", TIMESTAMP, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_Claim"),
        sa.ForeignKeyConstraint(["tic_id"], ["TIC.id"], name="fk_Claim_tic_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["User.id"], name="fk_Claim_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("tic_id", name="uq_Claim_tic_id"),
        if_not_exists=True,
        **OPTIONS,
    )
    op.create_index("ix_Claim_user_id", "Claim", ["user_id"], if_not_exists=True)
    make_waiting()
    op.create_table(
        "Touched",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("tic_id", WHOLE, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("id", name="pk_Touched"),
        if_not_exists=True,
        **OPTIONS,
    )
    op.execute("INSERT INTO Touched (tic_id) SELECT DISTINCT tic_id FROM Ephemeris")


def downgrade() -> None:
    """Remove tables and columns; votes and decisions, which they follow from, stay."""
    op.drop_table("Touched", if_exists=True)
    op.drop_table("Waiting", if_exists=True)
    op.drop_column("Claim", "since", if_exists=on_mariadb())
    op.drop_column("Snooze", "sectors", if_exists=on_mariadb())


def make_waiting() -> None:
    """Proposals that are not settled, and what orders them."""
    numbers = {"ephemeris_id": WHOLE, "tic_id": WHOLE, "tess_id": BIG}
    op.create_table(
        "Waiting",
        sa.Column("id", WHOLE, nullable=False),
        *(sa.Column(name, kind, nullable=False, autoincrement=False) for name, kind in numbers.items()),
        sa.Column("since", TIMESTAMP, nullable=True),
        sa.Column("missing", WHOLE, nullable=False, autoincrement=False),
        sa.Column("contested", sa.Boolean(), nullable=False),
        sa.Column("grade", WORD, nullable=True),
        sa.Column("newest", TIMESTAMP, nullable=False),
        sa.Column("returned", WORD, nullable=True),
        sa.Column("priority", WHOLE, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("id", name="pk_Waiting"),
        sa.ForeignKeyConstraint(
            ["ephemeris_id"], ["Ephemeris.id"], name="fk_Waiting_ephemeris_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tic_id"], ["TIC.id"], name="fk_Waiting_tic_id", ondelete="CASCADE"),
        sa.UniqueConstraint("ephemeris_id", name="uq_Waiting_ephemeris_id"),
        if_not_exists=True,
        **OPTIONS,
    )
    op.create_index("ix_Waiting_in_order", "Waiting", ["priority", "tess_id"], if_not_exists=True)
    op.create_index("ix_Waiting_tess_id", "Waiting", ["tess_id"], if_not_exists=True)
    op.create_index("ix_Waiting_tic_id", "Waiting", ["tic_id"], if_not_exists=True)


def on_mariadb() -> bool:
    """Whether each statement is committed by itself, so that it may have run before."""
    return op.get_bind().dialect.name != "sqlite"
