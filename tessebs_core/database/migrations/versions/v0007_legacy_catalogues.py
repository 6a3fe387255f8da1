"""Where the rows of a legacy catalogue went, and what of them has no place in our tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WHOLE = sa.Integer()
BIG = sa.BigInteger()
NAME = sa.String(64)
LONG: TypeEngine[Any] = sa.Text().with_variant(mysql.LONGTEXT(), "mysql")
TIMESTAMP: TypeEngine[Any] = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
OPTIONS = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_nopad_bin",
}


def upgrade() -> None:
    """Add two tables."""
    op.create_table(
        "LegacyRow",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("legacy_table", NAME, nullable=False),
        sa.Column("legacy_id", BIG, nullable=False, autoincrement=False),
        sa.Column("fingerprint", NAME, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("our_table", NAME, nullable=True),
        sa.Column("our_id", WHOLE, nullable=True),
        sa.Column("date_imported", TIMESTAMP, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_LegacyRow"),
        sa.UniqueConstraint("legacy_table", "legacy_id", name="uq_LegacyRow_legacy_table_legacy_id"),
        if_not_exists=True,
        **OPTIONS,
    )
    op.create_index("ix_LegacyRow_our_table_our_id", "LegacyRow", ["our_table", "our_id"], if_not_exists=True)
    op.create_table(
        "LegacySetAside",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("legacy_table", NAME, nullable=False),
        sa.Column("legacy_id", BIG, nullable=False, autoincrement=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("reason", LONG, nullable=False),
        sa.Column("contents", LONG, nullable=False),
        sa.Column("date_imported", TIMESTAMP, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_LegacySetAside"),
        if_not_exists=True,
        **OPTIONS,
    )
    op.create_index(
        "ix_LegacySetAside_legacy_table_legacy_id",
        "LegacySetAside",
        ["legacy_table", "legacy_id"],
        if_not_exists=True,
    )


def downgrade() -> None:
    """Remove them; what was imported stays, what was set aside is gone."""
    op.drop_table("LegacySetAside", if_exists=True)
    op.drop_table("LegacyRow", if_exists=True)
