"""First schema: every table of the catalogue.

Types and names are written out here and not taken from the code, so that this revision stays what it was.
MariaDB commits each statement by itself: all of them may run again after a death half-way.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.Integer()
BIG = sa.BigInteger()
DOUBLE: TypeEngine[Any] = sa.Double()
WORD = sa.String(32)
LONG_TEXT = sa.Text().with_variant(mysql.LONGTEXT(), "mysql")
TIMESTAMP = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")

CHILDREN_FIRST = (
    "Release", "Draft", "Comment", "Decision", "Vote", "EB_origins", "EB", "Origin", "Ephemeris_sectors",
    "Ephemeris", "EphemerisSource", "BLS_run", "Run_sectors", "Run", "Product", "User", "TIC_provenances",
    "TIC_sectors", "TIC", "Provenance", "Sector",
)  # fmt: skip


def upgrade() -> None:
    """Make tables, indexes, and the triggers that keep judgements as they were given."""
    make_targets()
    make_products_and_runs()
    make_ephemerides()
    make_signals()
    make_judgements()
    make_words()
    make_releases()
    for name in ("Vote", "Decision"):
        for change in ("UPDATE", "DELETE"):
            op.execute(refusal(name, change))


def downgrade() -> None:
    """Remove every table, and all data."""
    for name in CHILDREN_FIRST:
        op.drop_table(name, if_exists=True)


def refusal(name: str, change: str) -> str:
    """SQL of the trigger that refuses to change or delete a judgement."""
    words = f"{name} is append-only: a new row supersedes an old one"
    if op.get_bind().dialect.name == "sqlite":
        return (
            f'CREATE TRIGGER IF NOT EXISTS "{name}_no_{change.lower()}" BEFORE {change} ON "{name}" '
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
    return (
        f"CREATE TRIGGER IF NOT EXISTS `{name}_no_{change.lower()}` BEFORE {change} ON `{name}` "
        f"FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{words}'"
    )


def columns(kind: TypeEngine[Any], names: str, *, needed: bool = False) -> list[sa.Column[Any]]:
    """Columns of one type, their names with blanks between; ``needed`` ones may not be NULL."""
    return [sa.Column(name, kind, nullable=not needed, autoincrement=False) for name in names.split()]


def table(
    name: str,
    parts: Sequence[sa.Column[Any]],
    *,
    primary: tuple[str, ...] = ("id",),
    foreign: Mapping[str, str] | None = None,
    unique: Sequence[tuple[str, ...]] = (),
    indexed: Sequence[tuple[str, ...]] = (),
) -> None:
    """Create one table and its indexes.

    ``foreign`` says for a column ``Table.column``, and after it the ON DELETE action if there is one.
    """
    number = [sa.Column("id", WHOLE, nullable=False)] if primary == ("id",) else []
    references = []
    for column, target in (foreign or {}).items():
        key, _, action = target.partition(" ")
        references.append(
            sa.ForeignKeyConstraint([column], [key], name=f"fk_{name}_{column}", ondelete=action or None)
        )
    op.create_table(
        name,
        *number,
        *parts,
        sa.PrimaryKeyConstraint(*primary, name=f"pk_{name}"),
        *references,
        *(sa.UniqueConstraint(*each, name=f"uq_{name}_{'_'.join(each)}") for each in unique),
        if_not_exists=True,
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_nopad_bin",
    )
    for each in indexed:
        op.create_index(f"ix_{name}_{'_'.join(each)}", name, list(each), if_not_exists=True)


def links(name: str, **references: str) -> None:
    """Create a many-to-many table: rows go with the first that they refer to."""
    (owner, owner_key), (other, other_key) = references.items()
    table(
        name,
        columns(WHOLE, f"{owner} {other}", needed=True),
        primary=(owner, other),
        foreign={owner: f"{owner_key} CASCADE", other: other_key},
        indexed=[(other,)],
    )


def make_targets() -> None:
    """What is known of targets, and who works on them."""
    table(
        "Sector",
        [
            *columns(WHOLE, "sector_id", needed=True),
            *columns(sa.Date(), "date_start date_end"),
            *columns(
                DOUBLE,
                "spacecraft_ra spacecraft_dec spacecraft_roll camera1_ra camera1_dec camera1_roll"
                " camera2_ra camera2_dec camera2_roll camera3_ra camera3_dec camera3_roll"
                " camera4_ra camera4_dec camera4_roll",
            ),
        ],
        primary=("sector_id",),
    )
    table("Provenance", columns(sa.String(64), "name", needed=True), unique=[("name",)])
    table(
        "TIC",
        [
            *columns(BIG, "tess_id", needed=True),
            *columns(DOUBLE, "ra dec glon glat Tmag teff logg abun pmra pmdec"),
            *columns(BIG, "gaia_id gaia_dr3_id kepler_id"),
            *columns(sa.String(32), "asas_id"),
        ],
        unique=[("tess_id",)],
        indexed=[("asas_id",), ("gaia_dr3_id",), ("gaia_id",), ("kepler_id",)],
    )
    links("TIC_sectors", tic_id="TIC.id", sector_id="Sector.sector_id")
    links("TIC_provenances", tic_id="TIC.id", provenance_id="Provenance.id")
    table(
        "User",
        [
            *columns(sa.String(150), "username", needed=True),
            *columns(sa.String(255), "display_name", needed=True),
            *columns(WORD, "role", needed=True),
            *columns(TIMESTAMP, "date_added", needed=True),
        ],
        unique=[("username",)],
    )


def make_products_and_runs() -> None:
    """Files, and what was computed from them."""
    table(
        "Product",
        [
            *columns(WHOLE, "tic_id provenance_id", needed=True),
            *columns(sa.String(64), "observation", needed=True),
            *columns(sa.String(512), "uri", needed=True),
            *columns(sa.String(255), "file_name", needed=True),
            *columns(WHOLE, "sector"),
            *columns(DOUBLE, "cadence"),
            *columns(BIG, "size"),
            *columns(WORD, "state", needed=True),
            *columns(sa.String(1024), "path"),
            *columns(BIG, "held_size"),
            *columns(sa.String(64), "sha256"),
            *columns(LONG_TEXT, "error"),
        ],
        foreign={"tic_id": "TIC.id CASCADE", "provenance_id": "Provenance.id"},
        unique=[("uri",)],
        indexed=[("provenance_id",), ("state",), ("tic_id", "provenance_id")],
    )
    table(
        "Run",
        [
            *columns(sa.String(64), "code version", needed=True),
            *columns(LONG_TEXT, "parameters", needed=True),
            *columns(sa.String(64), "light_curve_hash"),
            *columns(WHOLE, "provenance_id user_id"),
            *columns(TIMESTAMP, "date_run", needed=True),
        ],
        foreign={"provenance_id": "Provenance.id", "user_id": "User.id"},
        indexed=[("provenance_id",), ("user_id",)],
    )
    links("Run_sectors", run_id="Run.id", sector_id="Sector.sector_id")
    table(
        "BLS_run",
        [
            *columns(WHOLE, "tic_id", needed=True),
            *columns(WHOLE, "provenance_id run_id"),
            *columns(DOUBLE, "duration"),
            *columns(WHOLE, "min_eclipses", needed=True),
            *columns(DOUBLE, "pmin pmax bjd0 period max_power bls_logp"),
            *columns(TIMESTAMP, "date_run", needed=True),
            *columns(
                DOUBLE,
                "depth depth_unc depth_odd depth_odd_unc depth_even depth_even_unc depth_half depth_half_unc",
            ),
        ],
        foreign={"tic_id": "TIC.id CASCADE", "provenance_id": "Provenance.id", "run_id": "Run.id SET NULL"},
        indexed=[("provenance_id",), ("run_id",), ("tic_id",)],
    )


def make_ephemerides() -> None:
    """What was proposed."""
    table(
        "EphemerisSource",
        [
            *columns(sa.String(64), "model version", needed=True),
            *columns(sa.String(150), "author", needed=True),
            *columns(sa.String(255), "reference", needed=True),
        ],
        unique=[("model", "version", "author", "reference")],
    )
    table(
        "Ephemeris",
        [
            *columns(WHOLE, "tic_id source_id", needed=True),
            *columns(DOUBLE, "bjd0", needed=True),
            *columns(DOUBLE, "bjd0_uncert"),
            *columns(DOUBLE, "period", needed=True),
            *columns(DOUBLE, "period_uncert"),
            *columns(TIMESTAMP, "date_added", needed=True),
            *columns(WHOLE, "provenance_id run_id"),
        ],
        foreign={
            "tic_id": "TIC.id CASCADE",
            "source_id": "EphemerisSource.id",
            "provenance_id": "Provenance.id",
            "run_id": "Run.id SET NULL",
        },
        indexed=[("period",), ("provenance_id",), ("run_id",), ("source_id",), ("tic_id", "source_id")],
    )
    links("Ephemeris_sectors", ephemeris_id="Ephemeris.id", sector_id="Sector.sector_id")


def make_signals() -> None:
    """What is in the catalogue."""
    table("Origin", columns(sa.String(64), "name", needed=True), unique=[("name",)])
    table(
        "EB",
        [
            *columns(WHOLE, "tic_id signal_id", needed=True),
            *columns(sa.Boolean(), "in_catalog", needed=True),
            *columns(WORD, "source"),
            *columns(WHOLE, "ephemeris_id"),
            *columns(
                DOUBLE,
                "morph_coeff prim_width_pf prim_depth_pf prim_pos_pf sec_width_pf sec_depth_pf"
                " sec_pos_pf prim_width_2g prim_depth_2g prim_pos_2g sec_width_2g sec_depth_2g"
                " sec_pos_2g",
            ),
            *columns(sa.Boolean(), "ambiguous insufficient heartbeat pulscomp multi single", needed=True),
            *columns(TIMESTAMP, "date_added", needed=True),
            *columns(TIMESTAMP, "date_modified"),
        ],
        foreign={"tic_id": "TIC.id", "ephemeris_id": "Ephemeris.id"},
        unique=[("ephemeris_id",), ("tic_id", "signal_id")],
        indexed=[("in_catalog",)],
    )
    links("EB_origins", eb_id="EB.id", origin_id="Origin.id")


def make_judgements() -> None:
    """What people said of the proposals, never to be changed."""
    table(
        "Vote",
        [
            *columns(WHOLE, "ephemeris_id user_id", needed=True),
            *columns(WORD, "verdict", needed=True),
            *columns(WORD, "reason"),
            *columns(WORD, "period_multiple", needed=True),
            *columns(sa.String(128), "flags", needed=True),
            *columns(WHOLE, "duplicate_of_id"),
            *columns(BIG, "blend_of"),
            *columns(sa.String(64), "request_id rule_version", needed=True),
            *columns(TIMESTAMP, "cast_at", needed=True),
            *columns(WHOLE, "supersedes_id"),
            *columns(sa.Boolean(), "withdrawn", needed=True),
        ],
        foreign={
            "ephemeris_id": "Ephemeris.id",
            "user_id": "User.id",
            "duplicate_of_id": "Ephemeris.id",
            "supersedes_id": "Vote.id",
        },
        unique=[("request_id",)],
        indexed=[("duplicate_of_id",), ("supersedes_id",)],
    )
    op.create_index(
        "ix_Vote_of_user", "Vote", ["user_id", "ephemeris_id", "id", "withdrawn"], if_not_exists=True
    )
    op.create_index(
        "ix_Vote_on_ephemeris", "Vote", ["ephemeris_id", "user_id", "id", "withdrawn"], if_not_exists=True
    )
    table(
        "Decision",
        [
            *columns(WHOLE, "ephemeris_id user_id", needed=True),
            *columns(WORD, "verdict", needed=True),
            *columns(WORD, "reason"),
            *columns(WORD, "period_multiple", needed=True),
            *columns(sa.String(128), "flags", needed=True),
            *columns(WHOLE, "duplicate_of_id"),
            *columns(BIG, "blend_of"),
            *columns(sa.String(64), "request_id rule_version", needed=True),
            *columns(TIMESTAMP, "decided_at", needed=True),
            *columns(LONG_TEXT, "note", needed=True),
        ],
        foreign={"ephemeris_id": "Ephemeris.id", "user_id": "User.id", "duplicate_of_id": "Ephemeris.id"},
        unique=[("request_id",)],
        indexed=[("duplicate_of_id",), ("ephemeris_id",), ("user_id",)],
    )


def make_words() -> None:
    """What people wrote, and what they began to write."""
    table(
        "Comment",
        [
            *columns(sa.String(150), "author", needed=True),
            *columns(LONG_TEXT, "text", needed=True),
            *columns(TIMESTAMP, "timestamp", needed=True),
            *columns(WHOLE, "ephemeris_id eb_id tic_id"),
            *columns(sa.String(64), "request_id"),
        ],
        foreign={
            "ephemeris_id": "Ephemeris.id CASCADE",
            "eb_id": "EB.id CASCADE",
            "tic_id": "TIC.id CASCADE",
        },
        unique=[("request_id",)],
        indexed=[("eb_id",), ("ephemeris_id",), ("tic_id",)],
    )
    table(
        "Draft",
        [
            *columns(WHOLE, "user_id tic_id", needed=True),
            *columns(WHOLE, "ephemeris_id"),
            *columns(DOUBLE, "bjd0 period"),
            *columns(LONG_TEXT, "comment", needed=True),
            *columns(sa.String(64), "provenance"),
            *columns(TIMESTAMP, "saved_at", needed=True),
        ],
        foreign={
            "user_id": "User.id CASCADE",
            "tic_id": "TIC.id CASCADE",
            "ephemeris_id": "Ephemeris.id SET NULL",
        },
        unique=[("user_id", "tic_id")],
        indexed=[("ephemeris_id",), ("tic_id",)],
    )


def make_releases() -> None:
    """What was frozen."""
    table(
        "Release",
        [
            *columns(sa.String(64), "name", needed=True),
            *columns(TIMESTAMP, "released_at", needed=True),
            *columns(sa.String(64), "rule_version code_version", needed=True),
            *columns(WHOLE, "previous_id"),
            *columns(WHOLE, "row_count", needed=True),
            *columns(LONG_TEXT, "rows", needed=True),
            *columns(sa.String(64), "rows_sha256", needed=True),
            *columns(LONG_TEXT, "light_curve_hashes changes", needed=True),
        ],
        foreign={"previous_id": "Release.id"},
        unique=[("name",)],
        indexed=[("previous_id",)],
    )
