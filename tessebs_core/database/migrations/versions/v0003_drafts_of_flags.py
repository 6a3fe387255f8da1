"""Drafts keep the flags that were set and the uncertainties of a fitted fold."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DOUBLE: TypeEngine[Any] = sa.Double()
ADDED: tuple[tuple[str, TypeEngine[Any]], ...] = (
    ("bjd0_uncert", DOUBLE),
    ("period_uncert", DOUBLE),
    ("flags", sa.String(128)),
)


def upgrade() -> None:
    """Add the columns; drafts there are keep what they hold."""
    for name, kind in ADDED:
        op.add_column("Draft", sa.Column(name, kind, nullable=True), if_not_exists=on_mariadb())


def downgrade() -> None:
    """Remove the columns; what they hold is gone."""
    for name, _ in reversed(ADDED):
        op.drop_column("Draft", name, if_exists=on_mariadb())


def on_mariadb() -> bool:
    """Whether each statement is committed by itself, so that it may have run before."""
    return op.get_bind().dialect.name != "sqlite"
