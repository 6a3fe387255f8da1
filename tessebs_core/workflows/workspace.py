"""What every workflow works on: a database, a data folder and an archive."""

from dataclasses import dataclass
from typing import Self

from tessebs_core.archive.client import Archive, ArchiveEndpoints
from tessebs_core.archive.patience import Patience
from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import check_current, upgrade
from tessebs_core.records import DataFolder
from tessebs_core.settings import Settings, read_settings

__all__ = ["Workspace", "check_schema", "open_workspace", "reach_archive", "upgrade_schema"]

_PI_MENSAE = 261136679  # a target that MAST surely knows
_HASTY = Patience(connect=5.0, silence=10.0, query=15.0, tries=1)


@dataclass(frozen=True)
class Workspace:
    """A catalogue's database, its files, and the archive they come from."""

    database: Database
    folder: DataFolder
    archive: Archive

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Connect the parts that ``settings`` names; nothing is opened or asked yet."""
        return cls(
            database=Database.open(settings.database_url),
            folder=DataFolder(settings.data_dir),
            archive=Archive(ArchiveEndpoints(settings.mast_url, settings.simbad_url)),
        )


def open_workspace(settings: Settings | None = None) -> Workspace:
    """Open the catalogue that the environment names, or that ``settings`` does.

    Raises
    ------
    DatabaseOutOfDate
        The schema is not this code's; ``tessebs db upgrade`` mends it.
    DatabaseUnavailable
        The database cannot be reached.
    SettingsError
        A setting cannot be used.
    """
    workspace = Workspace.from_settings(settings or read_settings())
    check_current(workspace.database)
    return workspace


def upgrade_schema(workspace: Workspace) -> None:
    """Make the tables or bring them to this version, keeping the data in them."""
    upgrade(workspace.database)


def check_schema(workspace: Workspace) -> None:
    """Raise unless the database answers and its tables are this code's.

    Raises
    ------
    DatabaseOutOfDate, DatabaseUnavailable
        What is wrong, in words.
    """
    check_current(workspace.database)


def reach_archive(workspace: Workspace) -> None:
    """Raise unless MAST answers at all.

    Raises
    ------
    ArchiveUnavailable, ArchiveRefused
        It does not, or not sensibly.
    """
    Archive(workspace.archive.endpoints, _HASTY).tic_rows(_PI_MENSAE)
