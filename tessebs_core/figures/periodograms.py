"""Periodograms against period, with the highest peaks named."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tessebs_core.compute.decimation import decimate
from tessebs_core.compute.peaks import find_peaks
from tessebs_core.errors import NoLightCurve
from tessebs_core.figures.canvas import BLUE, GREY, VERMILION, new_figure, plain, save_figure, style
from tessebs_core.records import Peak, Periodogram
from tessebs_core.vocabulary import PeriodogramMethod

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_periodogram"]

_WIDTH, _HEIGHT = 800, 500
_POWER = {
    PeriodogramMethod.LOMB_SCARGLE: "Lomb-Scargle power (standard normalisation)",
    PeriodogramMethod.BOX_LEAST_SQUARES: "Signal to noise of the best box",
}
_ROUND = np.outer(10.0 ** np.arange(-2, 4), [1, 2, 5]).ravel()


def draw_periodogram(
    periodogram: Periodogram, path: Path, *, title: str = "", peaks: tuple[Peak, ...] | None = None
) -> None:
    """Draw power against period on a logarithmic axis, 800 x 500 pixels.

    Parameters
    ----------
    periodogram : Periodogram
        What to draw; where it has more points than pixels, the highest and lowest of each are drawn.
    path : Path
        PNG file.
    title : str
        Plain text.
    peaks : tuple of Peak, optional
        Peaks to mark, highest first; the three highest without it. In a Lomb-Scargle periodogram twice the
        first one's period is marked too: binaries with like eclipses peak at half their orbital period.

    Raises
    ------
    NoLightCurve
        The periodogram is empty.
    StorageError
        The disk refused.
    """
    if not periodogram.frequency.size:
        raise NoLightCurve("The periodogram is empty, so there is nothing to draw.")
    peaks = find_peaks(periodogram, 3) if peaks is None else peaks
    figure = new_figure(_WIDTH, _HEIGHT)
    axes = figure.add_axes((0.095, 0.12, 0.875, 0.775))
    style(axes)
    position, power = np.log10(periodogram.period[::-1]), periodogram.power[::-1]
    shown = decimate(position, power, 4 * _WIDTH)
    axes.plot(position[shown], power[shown], color=BLUE, linewidth=0.9)
    top = float(power.max()) or 1.0
    axes.set_xlim(float(position[0]), float(position[-1]))
    axes.set_ylim(min(0.0, float(power.min())), 1.16 * top)
    _name_periods(axes)
    _mark_peaks(axes, peaks)
    if peaks and periodogram.method is PeriodogramMethod.LOMB_SCARGLE:
        _mark_double(axes, peaks[0])
    axes.set_ylabel(_POWER[periodogram.method], fontsize=12)
    figure.text(0.095, 0.975, **plain(title), ha="left", va="top", fontsize=13)
    save_figure(figure, path)


def _name_periods(axes: "Axes") -> None:
    low, high = axes.get_xlim()
    ticks = [each for each in _ROUND if low <= np.log10(each) <= high]
    axes.set_xticks(np.log10(ticks), [f"{each:g}" for each in ticks])
    axes.set_xlabel("Period (days)", fontsize=12)


def _mark_peaks(axes: "Axes", peaks: tuple[Peak, ...]) -> None:
    for number, peak in enumerate(peaks):
        place = float(np.log10(peak.period))
        axes.plot(place, peak.power, marker="v", markersize=7, color=VERMILION, markeredgewidth=0)
        axes.annotate(
            f"{peak.period:.6g} d", (place, peak.power), (0, 7), textcoords="offset points", ha="center",
            va="bottom", fontsize=10, color=VERMILION if number == 0 else GREY, parse_math=False,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.85},
        )  # fmt: skip


def _mark_double(axes: "Axes", peak: Peak) -> None:
    low, high = axes.get_xlim()
    double = float(np.log10(2 * peak.period))
    if low < double < high:
        axes.axvline(double, color=VERMILION, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
        axes.annotate(
            f"2 x {peak.period:.6g} d", (double, 1), (4, -4), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="left", va="top", fontsize=10, color=VERMILION, parse_math=False,
        )  # fmt: skip
