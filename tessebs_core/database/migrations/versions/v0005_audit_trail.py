"""The audit trail, and the triggers that keep it as it was written."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WHOLE = sa.Integer()
LONG_TEXT = sa.Text().with_variant(mysql.LONGTEXT(), "mysql")
TIMESTAMP: TypeEngine[Any] = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
OPTIONS = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_nopad_bin",
}


def upgrade() -> None:
    """Add the table, its indexes and its triggers."""
    op.create_table(
        "Audit",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("at", TIMESTAMP, nullable=False),
        sa.Column("username", sa.String(150), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("row_table", sa.String(64), nullable=False),
        sa.Column("row_key", sa.String(64), nullable=False),
        sa.Column("before", LONG_TEXT, nullable=True),
        sa.Column("after", LONG_TEXT, nullable=True),
        sa.Column("reason", LONG_TEXT, nullable=False),
        sa.Column("request_id", sa.String(64), nullable=True),
        sa.Column("step", WHOLE, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("id", name="pk_Audit"),
        sa.UniqueConstraint("request_id", "step", name="uq_Audit_request_id_step"),
        if_not_exists=True,
        **OPTIONS,
    )
    op.create_index("ix_Audit_at", "Audit", ["at"], if_not_exists=True)
    op.create_index("ix_Audit_of_row", "Audit", ["row_table", "row_key"], if_not_exists=True)
    op.create_index("ix_Audit_of_user", "Audit", ["username"], if_not_exists=True)
    for change in ("UPDATE", "DELETE"):
        op.execute(refusal(change))


def downgrade() -> None:
    """Remove the table with all that it holds."""
    op.drop_table("Audit", if_exists=True)


def refusal(change: str) -> str:
    """SQL of the trigger that refuses to change or delete what was written."""
    words, name = "Audit is append-only: what was written stays", f"Audit_no_{change.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        return (
            f'CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE {change} ON "Audit" '
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
    return (
        f"CREATE TRIGGER IF NOT EXISTS `{name}` BEFORE {change} ON `Audit` "
        f"FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{words}'"
    )
