"""Static pictures and text files of a target, from its syndicated file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from tessebs_core.database.stores.ephemerides import ephemeris_record, proposals_of
from tessebs_core.database.stores.signals import signals_of
from tessebs_core.errors import BadLightCurve
from tessebs_core.export.text import write_light_curve, write_periodogram
from tessebs_core.figures.light_curves import draw_first_days, draw_light_curve
from tessebs_core.figures.periodograms import draw_periodogram
from tessebs_core.figures.phases import draw_phase
from tessebs_core.records import DataFolder, Ephemeris, LightCurve
from tessebs_core.workflows.light_curves import (
    load_light_curve,
    lomb_scargle_of,
    provenances_with_light_curve,
    stitch_files,
)
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.workspace import Workspace

__all__ = ["FigureChoices", "create_static_files"]

Task = tuple[Path, Callable[[Path], None]]
"""A file to be made, and what makes it."""


@dataclass(frozen=True)
class FigureChoices:
    """Which static files to make, and whether to make those anew that are newer than the data."""

    plot_lc: bool = True
    plot_spd: bool = True
    plot_phases: bool = True
    export_lc: bool = False
    export_spd: bool = False
    force_overwrite: bool = False


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
    choices = choices or FigureChoices()
    folder = destination or workspace.folder
    since = None if choices.force_overwrite or filelist is not None else _age_of_data(workspace, tess_id)
    names, light_curves = _light_curves(workspace, tess_id, filelist)
    signals, proposals = _ephemerides(workspace, tess_id)
    written: list[Path] = []
    for done, light_curve in enumerate(light_curves):
        report(Step(done, len(names), light_curve.provenance))
        tasks = [
            *_light_curve_tasks(folder, light_curve, choices),
            *_periodogram_tasks(folder, light_curve, choices),
            *_phase_tasks(folder, light_curve, signals, proposals, choices),
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


def _ephemerides(workspace: Workspace, tess_id: int) -> tuple[dict[int, Ephemeris], dict[int, Ephemeris]]:
    """Accepted ephemerides by signal, and proposed ones by their id."""

    def work(session: Session) -> tuple[dict[int, Ephemeris], dict[int, Ephemeris]]:
        accepted = {
            signal.signal_id: ephemeris_record(signal.ephemeris)
            for signal in signals_of(session, tess_id)
            if signal.ephemeris is not None
        }
        return accepted, {row.id: ephemeris_record(row) for row in proposals_of(session, tess_id)}

    return workspace.database.read(work)


def _light_curve_tasks(folder: DataFolder, light_curve: LightCurve, choices: FigureChoices) -> Iterator[Task]:
    which = light_curve.tess_id, light_curve.provenance
    if choices.plot_lc:
        yield folder.light_curve_figure(*which), lambda path: draw_light_curve(light_curve, path)
        yield folder.zoomed_figure(*which), lambda path: draw_first_days(light_curve, path)
    if choices.export_lc:
        yield folder.light_curve_text(*which), lambda path: write_light_curve(path, light_curve)


def _periodogram_tasks(folder: DataFolder, light_curve: LightCurve, choices: FigureChoices) -> Iterator[Task]:
    which = light_curve.tess_id, light_curve.provenance
    try:
        found = lomb_scargle_of(light_curve)
    except BadLightCurve:  # too short for any period
        return
    if choices.plot_spd:
        title = f"TIC {light_curve.tess_id}, {light_curve.provenance}"
        yield folder.periodogram_figure(*which), lambda path: draw_periodogram(found, path, title=title)
    if choices.export_spd:
        yield folder.periodogram_text(*which), lambda path: write_periodogram(path, found)


def _phase_tasks(
    folder: DataFolder,
    light_curve: LightCurve,
    signals: dict[int, Ephemeris],
    proposals: dict[int, Ephemeris],
    choices: FigureChoices,
) -> Iterator[Task]:
    if not choices.plot_phases:
        return
    tess_id, provenance = light_curve.tess_id, light_curve.provenance
    for number, ephemeris in signals.items():
        yield folder.phase_figure(tess_id, number, provenance), _folded(light_curve, ephemeris)
    for number, ephemeris in proposals.items():
        yield folder.triage_figure(tess_id, provenance, number), _folded(light_curve, ephemeris)


def _folded(light_curve: LightCurve, ephemeris: Ephemeris) -> Callable[[Path], None]:
    return lambda path: draw_phase(light_curve, ephemeris, path)


def _perform(tasks: Iterable[Task], since: int | None) -> Iterator[Path]:
    """Make what is missing or older than ``since`` (ns); everything if that is None."""
    for path, make in tasks:
        if since is None or not path.exists() or path.stat().st_mtime_ns < since:
            path.parent.mkdir(parents=True, exist_ok=True)
            make(path)
            yield path
