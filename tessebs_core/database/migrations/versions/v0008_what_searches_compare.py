"""What searches of the catalogue compare: an index on declination, and the number of sectors of each target."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COUNT = (
    "UPDATE TIC SET n_sectors = (SELECT count(*) FROM TIC_sectors WHERE tic_id = {row}.tic_id) "
    "WHERE id = {row}.tic_id"
)
HAPPENINGS = {"insert": ("NEW",), "delete": ("OLD",), "update": ("OLD", "NEW")}


def upgrade() -> None:
    """Add the column, count what is there, and let triggers count from now on."""
    on_mariadb = op.get_bind().dialect.name != "sqlite"
    count = sa.Column("n_sectors", sa.Integer(), nullable=False, server_default="0")
    op.add_column("TIC", count, if_not_exists=on_mariadb)
    op.create_index("ix_TIC_dec", "TIC", ["dec"], if_not_exists=True)
    for happening, rows in HAPPENINGS.items():
        counting = " ".join(f"{COUNT.format(row=row)};" for row in rows)
        op.execute(
            f"CREATE TRIGGER IF NOT EXISTS TIC_sectors_{happening} AFTER {happening.upper()} ON TIC_sectors "
            f"FOR EACH ROW BEGIN {counting} END"
        )
    op.execute("UPDATE TIC SET n_sectors = (SELECT count(*) FROM TIC_sectors WHERE tic_id = TIC.id)")


def downgrade() -> None:
    """Remove triggers, index and column; the sectors stay."""
    for happening in HAPPENINGS:
        op.execute(f"DROP TRIGGER IF EXISTS TIC_sectors_{happening}")
    op.drop_index("ix_TIC_dec", "TIC", if_exists=True)
    op.drop_column("TIC", "n_sectors", if_exists=op.get_bind().dialect.name != "sqlite")
