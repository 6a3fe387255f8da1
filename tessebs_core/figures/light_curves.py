"""Light curves against time, with long gaps cut out."""

from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tessebs_core.compute.decimation import one_per_cell
from tessebs_core.compute.folding import flux_range
from tessebs_core.errors import NoLightCurve
from tessebs_core.figures.canvas import (
    BLUE,
    GREY,
    SKY,
    new_figure,
    plain,
    range_words,
    save_figure,
    style,
    target_words,
)
from tessebs_core.records import LightCurve

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_first_days", "draw_light_curve"]

_WIDTH, _HEIGHT = 1600, 500
_LEFT, _RIGHT, _BOTTOM, _TOP = 92, 1584, 62, 432  # of the axes, pixels
_SPACE = 14  # between panels, pixels
_NARROWEST = 30  # panel, pixels
_LONGEST_GAP = 8.0  # days; a mid-sector gap and one missed orbit stay on a common axis
_DOT = 2  # pixels; of dots closer than that one is drawn
_BETWEEN_TICKS = 70  # pixels, at least
_STEPS = np.outer(10.0 ** np.arange(-2, 4), [1, 2, 5]).ravel()


@dataclass(frozen=True)
class _Panel:
    """A stretch of points, ``first`` to one before ``last``, and where its axes stand in pixels."""

    first: int
    last: int
    left: float
    width: float


def draw_light_curve(light_curve: LightCurve, path: Path) -> None:
    """Draw a whole light curve, 1600 x 500 pixels.

    Gaps longer than eight days are cut out, and the axis with them; sectors alternate in colour and are
    numbered above. Of points that would cover each other one is drawn.

    Raises
    ------
    NoLightCurve
        There are no points.
    StorageError
        The disk refused.
    """
    _require_points(light_curve)
    _draw(light_curve, path, target_words(light_curve))


def draw_first_days(light_curve: LightCurve, path: Path, days: float = 10.0) -> None:
    """Draw the first days of a light curve, 1600 x 500 pixels; see `draw_light_curve`."""
    _require_points(light_curve)
    last = int(np.searchsorted(light_curve.time, light_curve.time[0] + days, side="right"))
    columns = ("time", "flux", "flux_err", "sector", "cadence", "quality")
    begin = replace(light_curve, **{name: getattr(light_curve, name)[:last] for name in columns})
    _draw(begin, path, f"{target_words(begin)}   first {days:g} days")


def _require_points(light_curve: LightCurve) -> None:
    if not len(light_curve):
        raise NoLightCurve(
            f"TIC {light_curve.tess_id} {light_curve.provenance}: no points, so there is nothing to draw."
        )


def _draw(light_curve: LightCurve, path: Path, title: str) -> None:
    figure = new_figure(_WIDTH, _HEIGHT)
    panels = _panels(light_curve)
    limits = flux_range(light_curve.flux)
    step = _tick_step(light_curve, panels)
    for number, panel in enumerate(panels):
        axes = figure.add_axes(
            (panel.left / _WIDTH, _BOTTOM / _HEIGHT, panel.width / _WIDTH, (_TOP - _BOTTOM) / _HEIGHT)
        )
        style(axes)
        _draw_points(axes, light_curve, panel, limits)
        axes.set_ylim(limits)
        _name_sectors(axes, light_curve, panel)
        _set_ticks(axes, panel, step)
        _cut_sides(axes, is_first=number == 0, is_last=number == len(panels) - 1)
    outside = int(((light_curve.flux < limits[0]) | (light_curve.flux > limits[1])).sum())
    _write_words(figure, title, outside)
    save_figure(figure, path)


def _panels(light_curve: LightCurve) -> list[_Panel]:
    """Share the width out among stretches by their length in time, each at least a little."""
    breaks = np.flatnonzero(np.diff(light_curve.time) > _LONGEST_GAP) + 1
    pieces = list(pairwise([0, *breaks.tolist(), len(light_curve)]))
    lengths = np.array([light_curve.time[last - 1] - light_curve.time[first] for first, last in pieces])
    lengths = np.maximum(lengths, 0.5)
    room = _RIGHT - _LEFT - _SPACE * (len(pieces) - 1)
    narrowest = min(_NARROWEST, room / len(pieces))
    widths = narrowest + (room - narrowest * len(pieces)) * lengths / lengths.sum()
    lefts = _LEFT + np.concatenate([[0.0], np.cumsum(widths + _SPACE)[:-1]])
    return [_Panel(*piece, left, width) for piece, left, width in zip(pieces, lefts, widths, strict=True)]


def _draw_points(axes: "Axes", light_curve: LightCurve, panel: _Panel, limits: tuple[float, float]) -> None:
    here = slice(panel.first, panel.last)
    time, flux = light_curve.time[here], light_curve.flux[here]
    cells = int(panel.width / _DOT), int((_TOP - _BOTTOM) / _DOT)
    shown = one_per_cell(time, flux, limits, *cells)
    size = 1.8 if shown.size > panel.width else 3.2
    odd = np.searchsorted(light_curve.sectors, light_curve.sector[here][shown]) % 2 == 1
    for mask, colour in ((~odd, BLUE), (odd, SKY)):
        axes.plot(
            time[shown][mask], flux[shown][mask], linestyle="none", marker="o", markersize=size,
            markeredgewidth=0, color=colour,
        )  # fmt: skip
    room = max(0.015 * float(time[-1] - time[0]), 0.05)
    axes.set_xlim(float(time[0]) - room, float(time[-1]) + room)


def _name_sectors(axes: "Axes", light_curve: LightCurve, panel: _Panel) -> None:
    """Write sector numbers above their points, or the range of them where there is no room for each."""
    here = slice(panel.first, panel.last)
    time, sector = light_curve.time[here], light_curve.sector[here]
    numbers = np.unique(sector).tolist()
    room = panel.width / len(numbers)
    groups = [[number] for number in numbers] if room > 22 else [numbers]
    for group in groups:
        times = time[np.isin(sector, group)]
        words = f"sector {group[0]}" if room > 90 else range_words(group)
        axes.annotate(
            words, (0.5 * float(times[0] + times[-1]), 1), (0, 4), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="center", va="bottom", fontsize=9.5, color=GREY,
            annotation_clip=False, parse_math=False,
        )  # fmt: skip


def _tick_step(light_curve: LightCurve, panels: list[_Panel]) -> float:
    """Choose one round distance of ticks for all panels, in days."""
    widest = max(panels, key=lambda panel: panel.width)
    span = float(light_curve.time[widest.last - 1] - light_curve.time[widest.first])
    wanted = span * _BETWEEN_TICKS / widest.width
    return float(_STEPS[min(int(np.searchsorted(_STEPS, wanted)), _STEPS.size - 1)])


def _set_ticks(axes: "Axes", panel: _Panel, step: float) -> None:
    low, high = axes.get_xlim()
    edge = 0.25 * _BETWEEN_TICKS * (high - low) / panel.width  # half a label
    ticks = np.arange(np.ceil((low + edge) / step), np.floor((high - edge) / step) + 1) * step
    if not ticks.size:
        ticks = np.array([np.round(0.5 * (low + high), 1 if step < 1 else 0)])
    axes.set_xticks(ticks, [f"{tick:g}" if tick < 1e5 else f"{tick:.0f}" for tick in ticks])
    axes.yaxis.get_major_formatter().set_useOffset(False)  # type: ignore[attr-defined]
    if panel.width < 0.6 * _BETWEEN_TICKS:
        axes.tick_params(axis="x", labelsize=8)


def _cut_sides(axes: "Axes", *, is_first: bool, is_last: bool) -> None:
    """Leave out the frame on the sides where the axis is cut, and mark the cut."""
    cuts = [side for side, is_cut in (("left", not is_first), ("right", not is_last)) if is_cut]
    for side in cuts:
        axes.spines[side].set_visible(False)
        axes.tick_params(axis="y", **{side: False})
        axes.plot(
            [side == "right"] * 2, [0, 1], transform=axes.transAxes, linestyle="none",
            marker=[(-1, -2), (1, 2)], markersize=9, color=GREY, clip_on=False,
        )  # fmt: skip
    if not is_first:
        axes.tick_params(axis="y", labelleft=False)


def _write_words(figure: "Figure", title: str, outside: int) -> None:
    middle = 0.5 * (_LEFT + _RIGHT) / _WIDTH
    figure.text(_LEFT / _WIDTH, 0.985, **plain(title), ha="left", va="top", fontsize=14)
    figure.text(
        middle, 0.012, **plain("Time, BTJD = BJD - 2457000 (days)"), ha="center", va="bottom", fontsize=12
    )
    figure.text(0.008, 0.5, **plain("Relative flux"), ha="left", va="center", rotation=90, fontsize=12)
    if outside:
        words = f"{outside} point{'s' if outside > 1 else ''} outside"
        figure.text(_RIGHT / _WIDTH, 0.985, **plain(words), ha="right", va="top", fontsize=10, color=GREY)
