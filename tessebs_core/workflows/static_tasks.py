"""The static files of a light curve: where each goes, and what makes it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tessebs_core.errors import BadLightCurve
from tessebs_core.export.text import write_light_curve, write_periodogram
from tessebs_core.figures.light_curves import draw_first_days, draw_light_curve
from tessebs_core.figures.periodograms import draw_periodogram
from tessebs_core.figures.phases import draw_phase
from tessebs_core.records import CatalogueSignal, DataFolder, Ephemeris, LightCurve
from tessebs_core.workflows.light_curves import lomb_scargle_of
from tessebs_core.workflows.signal_light import light_of_signal, others_of

__all__ = ["FigureChoices", "Task", "light_curve_tasks", "periodogram_tasks", "phase_tasks"]

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


def light_curve_tasks(folder: DataFolder, light_curve: LightCurve, choices: FigureChoices) -> Iterator[Task]:
    """The light curve, whole and its first ten days, and as text."""
    which = light_curve.tess_id, light_curve.provenance
    if choices.plot_lc:
        yield folder.light_curve_figure(*which), lambda path: draw_light_curve(light_curve, path)
        yield folder.zoomed_figure(*which), lambda path: draw_first_days(light_curve, path)
    if choices.export_lc:
        yield folder.light_curve_text(*which), lambda path: write_light_curve(path, light_curve)


def periodogram_tasks(folder: DataFolder, light_curve: LightCurve, choices: FigureChoices) -> Iterator[Task]:
    """The Lomb-Scargle periodogram, as a picture and as text; none of what is too short for it."""
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


def phase_tasks(
    folder: DataFolder,
    light_curve: LightCurve,
    signals: Sequence[CatalogueSignal],
    proposals: dict[int, Ephemeris],
    choices: FigureChoices,
) -> Iterator[Task]:
    """The folds on accepted ephemerides, each without the other signals, and on proposals."""
    if not choices.plot_phases:
        return
    tess_id, provenance = light_curve.tess_id, light_curve.provenance
    for signal in signals:
        if signal.ephemeris is not None:
            alone = light_of_signal(light_curve, others_of(signals, signal.signal_id))
            path = folder.phase_figure(tess_id, signal.signal_id, provenance)
            yield path, _folded(alone, signal.ephemeris)
    for number, ephemeris in proposals.items():
        yield folder.triage_figure(tess_id, provenance, number), _folded(light_curve, ephemeris)


def _folded(light_curve: LightCurve, ephemeris: Ephemeris) -> Callable[[Path], None]:
    return lambda path: draw_phase(light_curve, ephemeris, path)
