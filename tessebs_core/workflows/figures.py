"""Static pictures and text files of a target, from its syndicated file."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from tessebs_core.database.stores.ephemerides import ephemeris_record, proposals_of
from tessebs_core.database.stores.signals import signal_record, signals_of
from tessebs_core.records import CatalogueSignal, DataFolder, Ephemeris, LightCurve
from tessebs_core.workflows.light_curves import (
    load_light_curve,
    provenances_with_light_curve,
    stitch_files,
)
from tessebs_core.workflows.publishing import mend_figures
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.static_tasks import (
    FigureChoices,
    Task,
    light_curve_tasks,
    periodogram_tasks,
    phase_tasks,
)
from tessebs_core.workflows.workspace import Workspace

__all__ = ["FigureChoices", "create_static_files"]


def create_static_files(
    workspace: Workspace,
    tess_id: int,
    *,
    choices: FigureChoices | None = None,
    destination: DataFolder | None = None,
    filelist: Sequence[str | Path] | None = None,
    report: Report = silent,
) -> tuple[Path, ...]:
    """Draw and write the static files of every product of a target.

    Parameters
    ----------
    choices : FigureChoices, optional
        What to make; all pictures and no text by default.
    destination : DataFolder, optional
        Where to write; the workspace's own folder by default.
    filelist : sequence of paths, optional
        Use only these downloaded files of the target, by file name, instead of its syndicated file.

    Returns
    -------
    tuple of Path
        The files written now. A file newer than the syndicated file is left alone unless forced.
    """
    mend_figures(workspace, tess_id)
    choices = choices or FigureChoices()
    folder = destination or workspace.folder
    since = None if choices.force_overwrite or filelist is not None else _age_of_data(workspace, tess_id)
    names, light_curves = _light_curves(workspace, tess_id, filelist)
    signals, proposals = _ephemerides(workspace, tess_id)
    written: list[Path] = []
    for done, light_curve in enumerate(light_curves):
        report(Step(done, len(names), light_curve.provenance))
        tasks = [
            *light_curve_tasks(folder, light_curve, choices),
            *periodogram_tasks(folder, light_curve, choices),
            *phase_tasks(folder, light_curve, signals, proposals, choices),
        ]
        written += _perform(tasks, since)
    report(Step(len(names), len(names), "done"))
    return tuple(written)


def _light_curves(
    workspace: Workspace, tess_id: int, filelist: Sequence[str | Path] | None
) -> tuple[Sequence[str], Iterable[LightCurve]]:
    """Names of the products to draw, and their light curves, read when their turn comes."""
    if filelist is not None:
        stitched = stitch_files(workspace, tess_id, filelist)
        return [each.provenance for each in stitched], stitched
    names = provenances_with_light_curve(workspace, tess_id)
    return names, (load_light_curve(workspace, tess_id, name) for name in names)


def _age_of_data(workspace: Workspace, tess_id: int) -> int | None:
    path = workspace.folder.syndicated(tess_id)
    return path.stat().st_mtime_ns if path.exists() else None


def _ephemerides(workspace: Workspace, tess_id: int) -> tuple[list[CatalogueSignal], dict[int, Ephemeris]]:
    """The target's signals, and proposed ephemerides by their id."""

    def work(session: Session) -> tuple[list[CatalogueSignal], dict[int, Ephemeris]]:
        proposed = {row.id: ephemeris_record(row) for row in proposals_of(session, tess_id)}
        return [signal_record(row) for row in signals_of(session, tess_id)], proposed

    return workspace.database.read(work)


def _perform(tasks: Iterable[Task], since: int | None) -> Iterator[Path]:
    """Make what is missing or older than ``since`` (ns); everything if that is None."""
    for path, make in tasks:
        if since is None or not path.exists() or path.stat().st_mtime_ns < since:
            path.parent.mkdir(parents=True, exist_ok=True)
            make(path)
            yield path
