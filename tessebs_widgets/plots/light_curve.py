"""The light curve: the points of the range in view, thinned to what the screen can show."""

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as ipw
import numpy as np
from bokeh.events import DoubleTap, RangesUpdate, SelectionGeometry, Tap
from bokeh.models import ColumnDataSource, Range1d
from bokeh.plotting import figure

from tessebs_core.compute.folding import flux_range
from tessebs_core.records import FloatArray
from tessebs_widgets.plots.bokeh_pane import BokehPane
from tessebs_widgets.plots.palette import DARK, LIGHT, paint_frame
from tessebs_widgets.plots.ranges import contiguous_start, sector_range
from tessebs_widgets.plots.ruler_marks import RulerMarks
from tessebs_widgets.state import TriageState
from tessebs_widgets.state.guarding import guarded

__all__ = ["LightCurvePlot", "minima_between", "points_in_view"]

EXTREMES, BETWEEN = 1500, 3500  # points drawn of a long light curve: the envelope, and what fills it
_MOST_MINIMA = 150


class LightCurvePlot(ipw.Box):
    """Show ``state.light_curve``, its sector in view, the predicted primary minima, and the ruler.

    Parameters
    ----------
    click, drag : callable
        Take the time of a click, and the two ends of a range drawn with the ruler in hand, BTJD.
    """

    def __init__(
        self,
        state: TriageState,
        *,
        click: Callable[[float], None],
        drag: Callable[[float, float], None],
    ) -> None:
        self._state = state
        self._points = ColumnDataSource({"time": [], "flux": []})
        self._minima = ColumnDataSource({"time": [], "flux": []})
        self._figure = figure(
            sizing_mode="stretch_both", min_height=80, x_range=Range1d(0, 1), y_range=Range1d(0, 1),
            tools="xpan,xbox_zoom,xwheel_zoom,reset", active_drag="xbox_zoom", active_scroll="xwheel_zoom",
            toolbar_location="right", x_axis_label="BTJD (d)", y_axis_label="relative flux",
            lod_threshold=None, lod_timeout=100, output_backend="canvas",
        )  # fmt: skip
        self._figure.toolbar.logo = None
        self._figure.toolbar.autohide = True
        self._dots = self._figure.scatter("time", "flux", source=self._points, size=2.4, line_color=None)
        self._marks = self._figure.scatter(
            "time", "flux", source=self._minima, size=7, marker="inverted_triangle", line_color=None
        )
        self._ruler = RulerMarks(self._figure)
        self._palette = LIGHT
        self._view = (0.0, 1.0)
        self.pane = BokehPane(
            self._figure,
            on_event={
                RangesUpdate.event_name: self._zoomed,
                Tap.event_name: lambda values: click(values["x"]),
                DoubleTap.event_name: lambda values: click(values["x"]),  # two clicks in quick succession
                SelectionGeometry.event_name: lambda values: drag(values["x0"], values["x1"]),
            },
            on_theme=self._paint,
            guard=lambda: guarded(state),
        )
        super().__init__([self.pane])
        self.add_class("te-plot")
        state.observe(self._load, names=["light_curve"])
        state.observe(self._show_sector, names=["sector"])
        state.observe(self._fold, names=["fold"])
        state.observe(self._follow_view, names=["time_view"])
        state.observe(self._show_ruler, names=["measuring", "ruler", "ruler_start"])

    def _load(self, _change: Mapping[str, Any]) -> None:
        light_curve = self._state.light_curve
        with guarded(self._state), self.pane.batch():
            if light_curve is None:
                self._points.data = {"time": [], "flux": []}
                self._minima.data = {"time": [], "flux": []}
                return
            low, high = flux_range(light_curve.flux)
            self._figure.y_range.update(
                start=low, end=high + 0.08 * (high - low), reset_start=low, reset_end=high
            )
            whole = sector_range(light_curve, None)
            self._figure.x_range.update(reset_start=whole[0], reset_end=whole[1])
            if self._state.sector is None:
                self._state.sector = contiguous_start(light_curve)
            self._look_at(*sector_range(light_curve, self._state.sector))

    def _show_sector(self, _change: Mapping[str, Any]) -> None:
        if self._state.light_curve is not None:
            with guarded(self._state), self.pane.batch():
                self._look_at(*sector_range(self._state.light_curve, self._state.sector))

    def _look_at(self, start: float, end: float) -> None:
        self._figure.x_range.update(start=start, end=end)
        self._see(start, end)
        self._thin()
        self._mark_minima()

    def _see(self, start: float, end: float) -> None:
        self._view = (start, end)
        if start < end:
            self._state.time_view = (start, end)

    def _follow_view(self, _change: object) -> None:
        view = self._state.time_view
        if view is not None and view != self._view and self._state.light_curve is not None:
            with guarded(self._state), self.pane.batch():
                self._look_at(*view)

    def _show_ruler(self, _change: object) -> None:
        with self.pane.batch():
            self._ruler.show(self._state.ruler, self._state.ruler_start, in_hand=self._state.measuring)

    def _zoomed(self, values: Mapping[str, float]) -> None:
        self._see(values["x0"], values["x1"])
        with self.pane.batch():
            self._thin()
            self._mark_minima()

    def _thin(self) -> None:
        light_curve = self._state.light_curve
        if light_curve is not None:
            time, flux = points_in_view(light_curve.time, light_curve.flux, *self._view)
            self._points.data = {"time": time, "flux": flux}

    def _fold(self, _change: Mapping[str, Any]) -> None:
        with self.pane.batch(patient=True):
            self._mark_minima()

    def _mark_minima(self) -> None:
        fold, light_curve = self._state.fold, self._state.light_curve
        times = np.empty(0)
        if fold is not None and light_curve is not None:
            times = minima_between(fold.bjd0, fold.period, *self._view)
        height = self._figure.y_range.end
        low = self._figure.y_range.start
        self._minima.data = {"time": times, "flux": np.full(times.size, height - 0.04 * (height - low))}

    def _paint(self, dark: bool) -> None:
        palette = DARK if dark else LIGHT
        self._palette = palette
        paint_frame(self._figure, palette)
        self._dots.glyph.fill_color = palette.points
        self._marks.glyph.fill_color = palette.mark
        self._ruler.paint(palette)


def points_in_view(
    time: FloatArray, flux: FloatArray, start: float, end: float
) -> tuple[FloatArray, FloatArray]:
    """Points of a light curve between two times, thinned so that every extreme stays.

    Extremes alone would show noise as two bands with nothing between, so that points at even
    steps are added to them.

    Parameters
    ----------
    time : ndarray of shape (n,)
        BTJD, days, ascending.
    flux : ndarray of shape (n,)
        Relative flux.
    start, end : float
        BTJD, days.
    """
    from tessebs_core.compute.decimation import decimate

    inside = slice(int(np.searchsorted(time, start)), int(np.searchsorted(time, end, side="right")))
    time, flux = time[inside], flux[inside]
    if time.size <= EXTREMES + BETWEEN:
        return time, flux
    chosen = np.union1d(
        decimate(time, flux, EXTREMES), np.linspace(0, time.size - 1, BETWEEN).astype(np.intp)
    )
    return time[chosen], flux[chosen]


def minima_between(bjd0: float, period: float, start: float, end: float) -> FloatArray:
    """Predicted primary minima between two times, BTJD; none where they would crowd."""
    first, last = np.ceil((start - bjd0) / period), np.floor((end - bjd0) / period)
    if not 0 <= last - first < _MOST_MINIMA:
        return np.empty(0)
    return bjd0 + period * np.arange(first, last + 1)
