"""A few simulated stars, an archive that serves them and an empty catalogue, for learning."""

import atexit
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from tessebs_core.demonstration.catalogue import build_target
from tessebs_core.demonstration.holdings import Holdings
from tessebs_core.demonstration.local_archive import LocalArchive
from tessebs_core.demonstration.population import target_ids
from tessebs_core.settings import Settings
from tessebs_core.workflows.workspace import Workspace, upgrade_schema

__all__ = ["PracticeSky"]


class PracticeSky:
    """Everything that a tutorial needs, in a temporary folder of this machine.

    Nothing of it touches the network or the reader's own catalogue, and all of it is gone with
    `close` or the end of the process.

    Parameters
    ----------
    stars : int
        How many simulated targets the archive serves.

    Attributes
    ----------
    settings : Settings
        What to hand to ``tessebs_core.catalog.connect``.
    tess_ids : tuple of int
        The targets that the archive knows.
    """

    def __init__(self, stars: int = 3) -> None:
        self._open = ExitStack()
        atexit.register(self.close)
        folder = Path(self._open.enter_context(TemporaryDirectory(prefix="tessebs-practice-")))
        self.tess_ids = target_ids()[:stars]
        targets = tuple(build_target(each, folder / "shelves") for each in self.tess_ids)
        archive = self._open.enter_context(LocalArchive(Holdings(targets)))
        data = folder / "data"
        self.settings = Settings(
            database_url=f"sqlite:///{data / 'tessebs.sqlite3'}",
            data_dir=data,
            mast_url=archive.endpoints.mast_url,
            simbad_url=archive.endpoints.simbad_url,
        )
        upgrade_schema(Workspace.from_settings(self.settings))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the archive and remove the folder."""
        self._open.close()
        atexit.unregister(self.close)
