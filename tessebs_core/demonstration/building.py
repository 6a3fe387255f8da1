"""Build the demonstration catalogue through the same ingest code as real targets."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tessebs_core.archive.client import Archive
from tessebs_core.demonstration.catalogue import build_holdings, proposals, settled_binaries
from tessebs_core.demonstration.local_archive import LocalArchive
from tessebs_core.errors import StorageError
from tessebs_core.workflows.catalogue import count_targets, enter_binary
from tessebs_core.workflows.report_batches import store_reports
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.targets import IngestChoices, add_target
from tessebs_core.workflows.triage import add_to_triage
from tessebs_core.workflows.workspace import Workspace

__all__ = ["build_demonstration", "can_build", "is_whole"]

_WORKERS = 2  # reading and periodograms release the interpreter lock only in part


def is_whole(workspace: Workspace) -> bool:
    """Whether the catalogue holds targets and no unfinished demonstration."""
    return count_targets(workspace) > 0 and not _unfinished(workspace).exists()


def can_build(workspace: Workspace) -> bool:
    """Whether the catalogue is empty, or an unfinished demonstration that can go on."""
    return count_targets(workspace) == 0 or _unfinished(workspace).exists()


def build_demonstration(workspace: Workspace, *, report: Report = silent) -> int:
    """Simulate the candidates, serve them from a local archive, and ingest them.

    An interrupted build is taken up again by the next call; repeating a finished one adds nothing.

    Returns
    -------
    int
        How many targets the catalogue has got.

    Raises
    ------
    StorageError
        The data folder cannot be written.
    """
    try:
        workspace.folder.root.mkdir(parents=True, exist_ok=True)
        _unfinished(workspace).touch()
        with TemporaryDirectory(dir=workspace.folder.root, prefix="demonstration-") as folder:
            count = _build(workspace, Path(folder), report)
        _unfinished(workspace).unlink()
    except OSError as error:
        raise StorageError(
            f"{workspace.folder.root} cannot be written ({error.strerror}). Make room or set "
            "TESSEBS_DATA_DIR to another folder, then repeat the command; it goes on where it stopped."
        ) from error
    return count


def _build(workspace: Workspace, folder: Path, report: Report) -> int:
    holdings = build_holdings(folder, progress=lambda done, total, text: report(Step(done, total, text)))
    tess_ids = [target.metadata.tess_id for target in holdings.targets]
    with LocalArchive(holdings) as archive, ThreadPoolExecutor(_WORKERS) as pool:
        local = replace(workspace, archive=Archive(archive.endpoints))
        tasks = [pool.submit(_add_candidate, local, tess_id) for tess_id in tess_ids]
        for done, task in enumerate(as_completed(tasks), start=1):
            task.result()
            report(Step(done, len(tasks), "ingesting"))
    for binary in settled_binaries():
        enter_binary(workspace, binary)
    return len(tess_ids)


def _add_candidate(workspace: Workspace, tess_id: int) -> None:
    add_target(workspace, tess_id, choices=IngestChoices(figures=False))
    for ephemeris, source in proposals()[tess_id]:
        add_to_triage(workspace, tess_id, ephemeris, source)
    store_reports(workspace, [tess_id], only_stale=True)  # some candidates are there to have no light curve


def _unfinished(workspace: Workspace) -> Path:
    return workspace.folder.root / "demonstration.unfinished"
