"""Small legacy catalogues: the tables of the Django site with the rows that a test gives."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "legacy"
ADDED = "2020-09-18 18:32:00"

Tables = Mapping[str, Sequence[Mapping[str, Any]]]

_DOUBLES = "ra dec glon glat Tmag teff logg abun pmra pmdec"
_ECLIPSES = " ".join(
    f"{which}_{what}_{model}"
    for which in ("prim", "sec")
    for what in ("width", "depth", "pos")
    for model in ("pf", "2g")
)
_FLAGS = "ambiguous heartbeat insufficient pulscomp multi"
_COLUMNS = {
    "auth_user": "username:t first_name:t last_name:t email:t password:t is_active is_staff is_superuser "
    "date_joined:t",
    "catalog_tic": "tess_id gaia_id gaia_dr3_id kepler_id asas_id:t datatype:t "
    + " ".join(f"{name}:r" for name in _DOUBLES.split()),
    "catalog_sector": "sector_id date_start:t date_end:t spacecraft_ra:r",
    "catalog_provenance": "name:t",
    "catalog_origin": "name:t",
    "catalog_tic_sectors": "tic_id sector_id",
    "catalog_tic_provenances": "tic_id provenance_id",
    "catalog_ephemerissource": "model:t version:t author:t reference:t",
    "catalog_ephemeris": "tic_id source_id date_added:t bjd0:r bjd0_uncert:r period:r period_uncert:r "
    "triage_status:t triage_period:t triage_timestamp:t triage_username:t",
    "catalog_eb": f"tic_id signal_id ephemeris_id in_catalog source:t date_added:t date_modified:t {_FLAGS} "
    "morph_coeff:r " + " ".join(f"{name}:r" for name in _ECLIPSES.split()),
    "catalog_eb_origin": "eb_id origin_id",
    "catalog_eb_sectors": "eb_id sector_id",
    "catalog_comment": "author:t text:t timestamp:t ephem_id eb_id tic_id",
    "catalog_bls_run": "tic_id",
    "django_session": "session_data:t",
}
_DEFAULTS: dict[str, dict[str, Any]] = {
    "catalog_tic": {"datatype": "LCF"},
    "catalog_ephemerissource": {"model": "BLS", "author": ""},
    "catalog_ephemeris": {
        "tic_id": 1, "source_id": 1, "date_added": ADDED, "bjd0": 1325.5, "period": 2.5,
        "triage_status": "triage", "triage_period": "period",
    },
    "catalog_eb": {
        "tic_id": 1, "signal_id": 1, "in_catalog": 1, "source": "LCF", "date_added": ADDED,
        **dict.fromkeys(_FLAGS.split(), 0),
    },
    "catalog_comment": {"author": "ada", "text": "seen", "timestamp": ADDED},
    "auth_user": {
        "first_name": "", "last_name": "", "email": "", "password": "pbkdf2$secret", "is_active": 1,
        "is_staff": 0, "is_superuser": 0, "date_joined": ADDED,
    },
}  # fmt: skip
ONE_TARGET: Tables = {"catalog_tic": [{"id": 1, "tess_id": 91961}], "catalog_ephemerissource": [{"id": 1}]}
_OLD_EPHEMERIS = "bjd0:r bjd0_uncert:r period:r period_uncert:r ephem_2g_logprob:r"


def legacy_fixture(name: str) -> Path:
    """A file of the reference material; the test is skipped where that is not there."""
    path = REFERENCE / name
    if not path.exists():
        pytest.skip("the legacy reference is not here")
    return path


def legacy_file(path: Path, tables: Tables, *, schema: str = "0049") -> Path:
    """Make (or make anew) a SQLite file of the legacy site with these rows; ``id`` counts up from 1."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        for table, columns in _schema(schema).items():
            kinds = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            connection.execute(f'CREATE TABLE "{table}" ({kinds})')
            for row in _rows(table, columns, tables):
                connection.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(row))})', row)
        connection.commit()
    return path


def legacy_statements(tables: Tables, *, schema: str = "0049") -> list[tuple[str, list[Any]]]:
    """The same for a MariaDB server: statements with their parameters."""
    kinds = {"INTEGER": "BIGINT", "REAL": "DOUBLE", "TEXT": "LONGTEXT"}
    statements: list[tuple[str, list[Any]]] = []
    for table, columns in _schema(schema).items():
        definitions = ", ".join(f"`{name}` {kinds[kind]}" for name, kind in columns.items())
        statements.append((f"CREATE TABLE `{table}` ({definitions}) CHARSET utf8mb4", []))
        marks = ", ".join(["%s"] * len(columns))
        statements += [
            (f"INSERT INTO `{table}` VALUES ({marks})", row) for row in _rows(table, columns, tables)
        ]
    return statements


def _schema(schema: str) -> dict[str, dict[str, str]]:
    found = {table: _kinds(columns) for table, columns in _COLUMNS.items()}
    if schema == "0046":
        del found["catalog_ephemeris"]["source_id"]
        found["catalog_ephemeris_source"] = _kinds("ephemeris_id ephemerissource_id")
        found["catalog_eb"] |= _kinds(_OLD_EPHEMERIS)
    return found


def _kinds(columns: str) -> dict[str, str]:
    kinds = {"": "INTEGER", "r": "REAL", "t": "TEXT"}
    parts = [each.partition(":") for each in f"id {columns}".split()]
    return {name: kinds[kind] for name, _, kind in parts}


def _rows(table: str, columns: Mapping[str, str], tables: Tables) -> list[list[Any]]:
    rows = []
    for number, given in enumerate(tables.get(table, ()), start=1):
        values = {"id": number} | _DEFAULTS.get(table, {}) | dict(given)
        rows.append([values.get(name) for name in columns])
    return rows
