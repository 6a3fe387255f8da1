"""Schema migrations, run from code so that an installed package can migrate its database.

On SQLite a whole upgrade is one transaction. MariaDB commits every DDL statement, so a migration must be
written to be run again after it died half-way (``if_not_exists``).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from tessebs_core.database.connection import Database
from tessebs_core.database.failures import translating
from tessebs_core.database.migrations.exclusion import exclusive_connection
from tessebs_core.errors import DatabaseOutOfDate

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = [
    "HEAD",
    "check_current",
    "configuration",
    "downgrade",
    "draft_revision",
    "stored_revision",
    "upgrade",
]

HEAD = "0011"
"""The newest revision; known without loading Alembic, which the screens never need."""

_VERSIONS = Path(__file__).parent / "versions"


def upgrade(database: Database, revision: str = "head") -> None:
    """Make the tables or bring them to ``revision``, keeping the data in them.

    Processes that do so at the same moment wait for each other.

    Raises
    ------
    DatabaseOutOfDate
        A newer code has made the schema.
    DatabaseUnavailable, DatabaseError
        The database cannot be reached, is being migrated by somebody else for too long, or refused.
    """
    from alembic import command

    with _migrating(database) as config:
        command.upgrade(config, revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the schema back to ``revision`` (``base`` removes every table, and all data).

    Raises
    ------
    DatabaseOutOfDate, DatabaseUnavailable, DatabaseError
        As in `upgrade`.
    """
    from alembic import command

    with _migrating(database) as config:
        command.downgrade(config, revision)


def check_current(database: Database) -> None:
    """Raise unless the schema is this code's.

    Raises
    ------
    DatabaseOutOfDate
        It is missing, older or newer; the text says which and what to do.
    DatabaseUnavailable
        The database cannot be reached.
    """
    found = stored_revision(database)
    if found == HEAD:
        return
    if found is None:
        raise DatabaseOutOfDate(f"{database.address} has no tables yet. Run `tessebs db upgrade`.")
    if _is_known(found):
        raise DatabaseOutOfDate(
            f"The tables of {database.address} are of revision {found}, this code needs {HEAD}. "
            "Make a backup, then run `tessebs db upgrade`."
        )
    raise DatabaseOutOfDate(_made_by_newer(database))


def stored_revision(database: Database) -> str | None:
    """The revision of the tables that are there; None where there are none.

    Raises
    ------
    DatabaseUnavailable
        The database cannot be reached.
    """
    with translating(database.address), database.engine.connect() as connection:
        return _revision_of(connection)


def draft_revision(database: Database, message: str, folder: Path | None = None) -> Path:
    """Write the draft of the next migration: what the tables in code have and ``database`` has not.

    A draft: read it, make it re-runnable on MariaDB, add what autogeneration does not see (CHECK constraints,
    triggers), raise `HEAD`, and test it with data in place.

    Parameters
    ----------
    folder : Path, optional
        Where to write; beside the other migrations by default.
    """
    from alembic import command

    with _migrating(database) as config:
        if folder is not None:
            config.set_main_option("version_locations", os.pathsep.join([str(_VERSIONS), str(folder)]))
        script = command.revision(
            config,
            message,
            autogenerate=True,
            rev_id=f"{int(HEAD) + 1:04d}",
            version_path=None if folder is None else str(folder),
        )
    return Path(next(each for each in (script if isinstance(script, list) else [script]) if each).path)


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for these migrations on an open connection."""
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
    return config


@contextmanager
def _migrating(database: Database) -> Iterator[Config]:
    from alembic.util import CommandError

    with translating(database.address), exclusive_connection(database) as connection:
        try:
            yield configuration(connection)
        except CommandError as error:
            raise DatabaseOutOfDate(_made_by_newer(database)) from error


def _revision_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _is_known(revision: str) -> bool:
    return any(_VERSIONS.glob(f"v{revision}_*.py"))


def _made_by_newer(database: Database) -> str:
    return (
        f"The tables of {database.address} are not known to this version of tessEBs; "
        "a newer one has made them. Update tessEBs. Nothing was changed."
    )
