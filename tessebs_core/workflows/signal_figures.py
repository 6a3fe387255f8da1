"""The figures that a catalogue entry brings with it, drawn before it is written."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tessebs_core.errors import Cancelled
from tessebs_core.figures.phases import draw_phase
from tessebs_core.records import DataFolder, Ephemeris, LightCurve
from tessebs_core.storage import StagedFiles
from tessebs_core.workflows.light_curves import load_light_curve, provenances_with_light_curve
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.signal_light import light_of_signal
from tessebs_core.workflows.static_tasks import FigureChoices, Task, light_curve_tasks, periodogram_tasks
from tessebs_core.workflows.workspace import Workspace

__all__ = ["DrawnFigures", "draw_signal"]

_LIGHT = FigureChoices(plot_phases=False)


@dataclass(frozen=True)
class DrawnFigures:
    """Files under temporary names: the target's with their places, the signal's by product."""

    of_target: dict[Path, Path]
    of_signal: dict[str, Path]

    def names(self, folder: DataFolder, tess_id: int, signal_id: int) -> dict[Path, Path]:
        """Where each file goes, now that the signal has its number."""
        of_signal = {
            made: folder.phase_figure(tess_id, signal_id, provenance)
            for provenance, made in self.of_signal.items()
        }
        return {**self.of_target, **of_signal}


def draw_signal(
    workspace: Workspace,
    tess_id: int,
    ephemeris: Ephemeris,
    staged: StagedFiles,
    *,
    others: Sequence[Ephemeris] = (),
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> DrawnFigures:
    """Draw a signal's fold for every product, and what the target lacks of light curves and periodograms.

    Parameters
    ----------
    ephemeris : Ephemeris
        To fold on.
    staged : StagedFiles
        Keeps the files until they are placed.
    others : sequence of Ephemeris
        The target's other signals; they are taken out of the folds.

    Returns
    -------
    DrawnFigures
        Empty for a target without light curves.

    Raises
    ------
    Cancelled
        The work was stopped on request; nothing was changed.
    """
    held = provenances_with_light_curve(workspace, tess_id)
    drawn = DrawnFigures({}, {})
    for done, provenance in enumerate(held):
        report(Step(done, len(held), f"drawing {provenance}"))
        light_curve = load_light_curve(workspace, tess_id, provenance)
        for path, make in _missing(workspace.folder, light_curve):
            _stop_if(cancelled())
            drawn.of_target[made := staged.new(path.parent, path.name)] = path
            make(made)
        _stop_if(cancelled())
        label = workspace.folder.phase_figure(tess_id, 0, provenance)
        drawn.of_signal[provenance] = staged.new(label.parent, label.name)
        draw_phase(light_of_signal(light_curve, others), ephemeris, drawn.of_signal[provenance])
    report(Step(len(held), len(held), "storing"))
    return drawn


def _missing(folder: DataFolder, light_curve: LightCurve) -> Iterator[Task]:
    """What the target lacks; a periodogram is computed only where its picture is not there."""
    yield from (task for task in light_curve_tasks(folder, light_curve, _LIGHT) if not task[0].exists())
    if not folder.periodogram_figure(light_curve.tess_id, light_curve.provenance).exists():
        yield from periodogram_tasks(folder, light_curve, _LIGHT)


def _stop_if(asked: bool) -> None:
    if asked:
        raise Cancelled("Stopped; nothing was changed.")
