"""O-C diagrams."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tessebs_core.figures.canvas import (
    BLUE,
    GREY,
    VERMILION,
    new_figure,
    plain,
    range_words,
    save_figure,
    style,
)
from tessebs_core.records.timing_diagrams import TimedEclipse, TimingDiagram, TrendFit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_timing"]

_WIDTH, _HEIGHT = 800, 500
_AXES = (0.105, 0.12, 0.86, 0.70)
_KINDS = ((False, "primary", "o", BLUE), (True, "secondary", "s", VERMILION))
_MINUTES = 1440.0


def draw_timing(diagram: TimingDiagram, path: Path) -> None:
    """Draw an O-C diagram, 800 x 500 pixels: minutes over BTJD, what is not used hollow.

    Raises
    ------
    StorageError
        The disk refused.
    """
    figure = new_figure(_WIDTH, _HEIGHT)
    axes = figure.add_axes(_AXES)
    style(axes)
    axes.axhline(0.0, color=GREY, linewidth=0.8)
    low, high = _limits(diagram)
    axes.set_ylim(low, high)
    for secondary, name, marker, colour in _KINDS:
        for used in (True, False):
            some = [each for each in diagram.eclipses if each.secondary is secondary and each.used is used]
            _draw(axes, some, marker, colour, name if used else f"{name}, not used")
    for edge, marker, off in ((high, "^", 1.0), (low, "v", -1.0)):
        beyond = [each.time for each in diagram.eclipses if off * (each.o_minus_c * _MINUTES - edge) > 0]
        axes.plot(beyond, [edge] * len(beyond), marker, color=GREY, clip_on=False)
    _draw_fits(axes, diagram)
    axes.set_xlabel("BTJD (BJD_TDB - 2457000)", fontsize=12)
    axes.set_ylabel("O-C (minutes)", fontsize=12)
    if diagram.eclipses:
        axes.legend(loc="best", fontsize=9, frameon=True)
    title = f"TIC {diagram.tess_id}   signal {diagram.signal_id or '-'}   {diagram.provenance}"
    where = f"sectors {range_words(diagram.sectors)}" if diagram.sectors else ""
    figure.text(_AXES[0], 0.98, **plain(f"{title}   {where}"), ha="left", va="top", fontsize=12)
    figure.text(_AXES[0], 0.925, **plain(_words(diagram)), ha="left", va="top", fontsize=10, color=GREY)
    save_figure(figure, path)


def _limits(diagram: TimingDiagram) -> tuple[float, float]:
    """Minutes between which all that is used stands with its errors; wild ones would leave no room."""
    shown = [each for each in diagram.eclipses if each.used] or list(diagram.eclipses)
    away = np.array([each.o_minus_c for each in shown] or [0.0]) * _MINUTES
    error = np.array([each.time_unc for each in shown] or [0.0]) * _MINUTES
    low, high = min(0.0, float((away - error).min())), max(0.0, float((away + error).max()))
    room = 0.12 * (high - low) or 1.0
    return low - room, high + room


def _draw(axes: "Axes", some: Sequence[TimedEclipse], marker: str, colour: str, label: str) -> None:
    if not some:
        return
    hollow = label.endswith("not used")
    axes.errorbar(
        [each.time for each in some], [each.o_minus_c * _MINUTES for each in some],
        yerr=[each.time_unc * _MINUTES for each in some], linestyle="none", marker=marker, markersize=5,
        color=colour, markerfacecolor="white" if hollow else colour, elinewidth=0.8, label=label,
        alpha=0.6 if hollow else 1.0, zorder=2 if hollow else 3,
    )  # fmt: skip


def _draw_fits(axes: "Axes", diagram: TimingDiagram) -> None:
    if not diagram.eclipses:
        return
    cycles = [each.cycle for each in diagram.eclipses]
    grid = np.linspace(min(cycles), max(cycles), 300)
    time = diagram.ephemeris.bjd0 + grid * diagram.ephemeris.period
    for fit, dashes, name in (
        (diagram.linear, (0, (6, 3)), "line"),
        (diagram.quadratic, "solid", "parabola"),
    ):
        if fit is not None:
            curve = [fit.at(float(each)) * _MINUTES for each in grid]
            axes.plot(time, curve, color=GREY, linewidth=1.2, linestyle=dashes, label=name, zorder=1)


def _words(diagram: TimingDiagram) -> str:
    """What is fitted, in two lines."""
    lines = []
    if diagram.linear is not None:
        lines.append(
            f"line: P = {_period(diagram.linear)}, chi2/dof {diagram.linear.reduced_chi_squared:.2f}"
        )
    change = diagram.quadratic.change_per_year if diagram.quadratic else None
    if change is not None and diagram.quadratic_sigma is not None:
        lines.append(
            f"parabola: dP/dt = {change.value:.3g} +- {change.uncertainty:.2g} s/yr "
            f"({diagram.quadratic_sigma:.1f} sigma){', preferred' if diagram.preferred == 2 else ''}"
        )
    return "\n".join(lines) or "nothing to fit"


def _period(fit: TrendFit) -> str:
    known, error = fit.ephemeris.period, fit.ephemeris.period_uncert
    if not error:
        return f"{known:.8g} d"
    decimals = min(12, max(0, 1 - math.floor(math.log10(error))))
    return f"{known:.{decimals}f} +- {error:.{decimals}f} d"
