"""One row for each entry with all that searches compare, kept by triggers."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TIMESTAMP: TypeEngine[Any] = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
OPTIONS = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_nopad_bin",
}

OF_TARGET = (
    "n_sectors", "ra", "dec", "glon", "glat", "pmra", "pmdec", "Tmag", "teff", "logg", "abun",
    "gaia_id", "gaia_dr3_id", "kepler_id", "asas_id",
)  # fmt: skip
OF_EPHEMERIS = ("bjd0", "bjd0_uncert", "period", "period_uncert")
FLAGS = ("ambiguous", "insufficient", "heartbeat", "pulscomp", "multi", "single")
SHAPE = (
    "morph_coeff",
    *(f"{which}_{what}_{model}" for model in ("pf", "2g") for which in ("prim", "sec")
      for what in ("width", "depth", "pos")),
)  # fmt: skip
OF_ENTRY = (*SHAPE, *FLAGS, "source", "date_added", "date_modified")
COPIED = {
    "eb_id": "EB.`id`",
    "tic_id": "EB.`tic_id`",
    "in_catalog": "EB.`in_catalog`",
    "tess_id": "TIC.`tess_id`",
    "signal_id": "EB.`signal_id`",
    **{name: f"TIC.`{name}`" for name in OF_TARGET},
    **{name: f"Ephemeris.`{name}`" for name in OF_EPHEMERIS},
    **{name: f"EB.`{name}`" for name in OF_ENTRY},
}
COPIES = (
    f"INTO Compared ({', '.join(f'`{name}`' for name in COPIED)}) SELECT {', '.join(COPIED.values())} "
    "FROM EB JOIN TIC ON TIC.id = EB.tic_id LEFT JOIN Ephemeris ON Ephemeris.id = EB.ephemeris_id"
)
TRIGGERS = {
    ("EB", "INSERT"): ("EB.id = NEW.id", "eb_id = NEW.id"),
    ("EB", "UPDATE"): ("EB.id = NEW.id", "eb_id IN (OLD.id, NEW.id)"),
    ("TIC", "UPDATE"): ("EB.tic_id = NEW.id", "tic_id = NEW.id"),
    ("Ephemeris", "UPDATE"): (
        "EB.ephemeris_id = NEW.id",
        "eb_id IN (SELECT id FROM EB WHERE ephemeris_id = NEW.id)",
    ),
}
"""By table and happening: which entries are copied anew, and which copies these replace."""
LOOKED_AT = {"TIC": ("tess_id", *OF_TARGET), "Ephemeris": OF_EPHEMERIS}


def upgrade() -> None:
    """Make the table, let triggers keep it from now on, and fill it."""
    whole, big = sa.Integer(), sa.BigInteger()
    real: TypeEngine[Any] = sa.Double()
    kinds: dict[str, TypeEngine[Any]] = {
        **dict.fromkeys(("tic_id", "signal_id", "n_sectors"), whole),
        **dict.fromkeys(("tess_id", "gaia_id", "gaia_dr3_id", "kepler_id"), big),
        **dict.fromkeys((*OF_EPHEMERIS, *SHAPE), real),
        **dict.fromkeys((*FLAGS, "in_catalog"), sa.Boolean()),
        "asas_id": sa.String(32), "source": sa.String(32), "date_added": TIMESTAMP, "date_modified": TIMESTAMP,
    }  # fmt: skip
    never_empty = {"tic_id", "in_catalog", "tess_id", "signal_id", "n_sectors", "date_added", *FLAGS}
    op.create_table(
        "Compared",
        sa.Column("eb_id", whole, nullable=False, autoincrement=False),
        *(
            sa.Column(name, kinds.get(name, real), nullable=name not in never_empty, autoincrement=False)
            for name in COPIED
            if name != "eb_id"
        ),
        sa.PrimaryKeyConstraint("eb_id", name="pk_Compared"),
        if_not_exists=True,
        **OPTIONS,
    )
    op.create_index("ix_Compared_tic_id", "Compared", ["tic_id"], if_not_exists=True)
    for (table, happening), (entries, copies) in TRIGGERS.items():
        op.execute(copying(table, happening, entries, copies))
    op.execute(
        "CREATE TRIGGER IF NOT EXISTS Compared_EB_delete AFTER DELETE ON EB FOR EACH ROW "
        "BEGIN DELETE FROM Compared WHERE eb_id = OLD.id; END"
    )
    op.execute("DELETE FROM Compared")
    op.execute(f"INSERT {COPIES}")


def downgrade() -> None:
    """Remove triggers and table; what they copied stays where it is."""
    for table, happening in (*TRIGGERS, ("EB", "DELETE")):
        op.execute(f"DROP TRIGGER IF EXISTS Compared_{table}_{happening.lower()}")
    op.drop_table("Compared", if_exists=True)


def copying(table: str, happening: str, entries: str, copies: str) -> str:
    """SQL of the trigger that copies anew what has changed, if it is anything that is copied."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    same = "IS" if on_sqlite else "<=>"
    looked_at = LOOKED_AT.get(table, ())
    changed = f"NOT ({' AND '.join(f'NEW.`{name}` {same} OLD.`{name}`' for name in looked_at)})"
    head = (
        f"CREATE TRIGGER IF NOT EXISTS Compared_{table}_{happening.lower()} AFTER {happening} ON {table} "
        "FOR EACH ROW"
    )
    if on_sqlite:
        # Not REPLACE: an INSERT OR IGNORE that fires the trigger would make it an INSERT OR IGNORE too.
        when = f" WHEN {changed}" if looked_at else ""
        body = f"DELETE FROM Compared WHERE {copies}; INSERT {COPIES} WHERE {entries};"
        return f"{head}{when} BEGIN {body} END"
    body = f"REPLACE {COPIES} WHERE {entries};"
    return f"{head} BEGIN {f'IF {changed} THEN {body} END IF;' if looked_at else body} END"
