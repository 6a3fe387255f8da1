"""Hashed passwords of those who log in to the screens."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WHOLE = sa.Integer()
TIMESTAMP: TypeEngine[Any] = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
OPTIONS = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_nopad_bin",
}


def upgrade() -> None:
    """Make the table, empty: nobody has a password yet."""
    op.create_table(
        "Credential",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("user_id", WHOLE, nullable=False, autoincrement=False),
        sa.Column("password_hash", sa.String(255), nullable=True),
        sa.Column("session_secret", sa.String(64), nullable=False),
        sa.Column("set_at", TIMESTAMP, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_Credential"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["User.id"], name="fk_Credential_user_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("user_id", name="uq_Credential_user_id"),
        if_not_exists=True,
        **OPTIONS,
    )


def downgrade() -> None:
    """Remove it; everybody needs a new password afterwards."""
    op.drop_table("Credential", if_exists=True)
