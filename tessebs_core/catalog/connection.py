"""The catalogue that a notebook has open."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

from tessebs_core.database.base import Base
from tessebs_core.settings import Settings
from tessebs_core.workflows.rows import save_row
from tessebs_core.workflows.workspace import Workspace, open_workspace

__all__ = ["close", "connect", "look_again", "query", "save", "workspace"]

Row = TypeVar("Row", bound=Base)


class _Connection:
    """A workspace and the session that its rows are read through; opened when first needed."""

    def __init__(self) -> None:
        self._workspace: Workspace | None = None
        self._session: Session | None = None

    def open(self, settings: Settings | None = None) -> Workspace:
        self.close()
        self._workspace = open_workspace(settings)
        return self._workspace

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
        if self._workspace is not None:
            self._workspace.database.dispose()
        self._session = None
        self._workspace = None

    @property
    def workspace(self) -> Workspace:
        return self._workspace or self.open()

    @property
    def session(self) -> Session:
        if self._session is None:
            self._session = self.workspace.database.reading_session()
        return self._session


_connection = _Connection()


def connect(settings: Settings | None = None) -> Workspace:
    """Open the catalogue that the environment names, or that ``settings`` does.

    Called by itself when first needed; call it to change to another catalogue.

    Raises
    ------
    DatabaseOutOfDate
        ``tessebs db upgrade`` makes or updates the tables.
    """
    return _connection.open(settings)


def close() -> None:
    """Close the catalogue; rows at hand keep what they have loaded."""
    _connection.close()


def workspace() -> Workspace:
    """Give the open catalogue's database, data folder and archive."""
    return _connection.workspace


def look_again() -> None:
    """Let the rows at hand show what was written meanwhile."""
    _connection.session.expire_all()


def query(statement: Select[Row]) -> Sequence[Row]:
    """Run a ``select`` of rows: ``query(select(EB).join(EB.tic).where(TIC.Tmag < 10))``."""
    look_again()
    return _connection.session.scalars(statement).unique().all()


def save(row: Row) -> Row:
    """Store a row made or changed by hand, in a transaction of its own."""
    return save_row(_connection.workspace.database, _connection.session, row)
