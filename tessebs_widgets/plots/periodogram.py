"""The periodogram: power against period, thinned to the screen; a tap takes up a peak."""

from collections.abc import Callable, Mapping

import ipywidgets as ipw
import numpy as np
from bokeh.events import RangesUpdate, Tap
from bokeh.models import ColumnDataSource, Range1d, Span
from bokeh.plotting import figure

from tessebs_core.records import FloatArray, Peak, Periodogram
from tessebs_widgets.plots.bokeh_pane import BokehPane
from tessebs_widgets.plots.palette import DARK, LIGHT, paint_frame
from tessebs_widgets.state import TriageState
from tessebs_widgets.state.guarding import guarded

__all__ = ["PeriodogramPlot", "nearest_peak", "peaks_in_view", "powers_in_view", "times_between"]

POINTS = 4000
PEAKS = 5
_REACH = 0.012  # of the view's width, to either side of a tap


class PeriodogramPlot(ipw.Box):
    """Show ``state.periodogram`` with the fold's period, half and double marked; find its peaks in view.

    Parameters
    ----------
    set_period : callable
        Takes the period (days) of the peak that was tapped.
    """

    def __init__(self, state: TriageState, *, set_period: Callable[[float], None]) -> None:
        self._state = state
        self._set_period = set_period
        self._powers = ColumnDataSource({"period": [], "power": []})
        self._figure = figure(
            sizing_mode="stretch_both", min_height=80, x_axis_type="log", x_range=Range1d(0.1, 10),
            y_range=Range1d(0, 1), tools="xpan,xbox_zoom,xwheel_zoom,reset,tap", active_drag="xbox_zoom",
            active_scroll="xwheel_zoom", toolbar_location="right", x_axis_label="period (d)",
            y_axis_label="power", lod_threshold=None, lod_timeout=100, output_backend="canvas",
        )  # fmt: skip
        self._figure.toolbar.logo = None
        self._figure.toolbar.autohide = True
        self._figure.xgrid.minor_grid_line_color = None
        self._line = self._figure.line("period", "power", source=self._powers, line_width=1.1)
        self._spans = [
            Span(location=None, dimension="height", line_width=1.6 if factor == 1 else 1.0,
                 line_dash="solid" if factor == 1 else "dashed", level="underlay")
            for factor in _FACTORS
        ]  # fmt: skip
        for span in self._spans:
            self._figure.add_layout(span)
        self._view = (0.1, 10.0)
        self.pane = BokehPane(
            self._figure,
            on_event={RangesUpdate.event_name: self._zoomed, Tap.event_name: self._tapped},
            on_theme=self._paint,
            guard=lambda: guarded(state),
        )
        super().__init__([self.pane])
        self.add_class("te-plot")
        state.observe(self._load, names=["periodogram"])
        state.observe(self._mark_period, names=["fold"])

    def _load(self, _change: object) -> None:
        periodogram = self._state.periodogram
        with guarded(self._state), self.pane.batch():
            if periodogram is None or periodogram.frequency.size == 0:
                self._powers.data = {"period": [], "power": []}
                self._state.peaks = ()
                return
            shortest, longest = float(1 / periodogram.frequency[-1]), float(1 / periodogram.frequency[0])
            self._figure.x_range.update(start=shortest, end=longest, reset_start=shortest, reset_end=longest)
            top = float(np.nanmax(periodogram.power)) * 1.06 or 1.0
            self._figure.y_range.update(start=0.0, end=top, reset_start=0.0, reset_end=top)
            self._view = (shortest, longest)
            self._figure.xaxis.axis_label = f"period (d), {self._state.search.words}"
            self._thin()
            self._find_peaks()
            self._mark_period()

    def _zoomed(self, values: Mapping[str, float]) -> None:
        if 0 < values["x0"] < values["x1"]:
            self._view = (values["x0"], values["x1"])
            self._thin()
            self._find_peaks()

    def _tapped(self, values: Mapping[str, float]) -> None:
        periodogram = self._state.periodogram
        if periodogram is not None and values["x"] > 0:
            reach = (self._view[1] / self._view[0]) ** _REACH
            self._set_period(nearest_peak(periodogram.frequency, periodogram.power, values["x"], reach))

    def _thin(self) -> None:
        periodogram = self._state.periodogram
        if periodogram is not None:
            period, power = powers_in_view(periodogram.frequency, periodogram.power, *self._view)
            self._powers.data = {"period": period, "power": power}

    def _find_peaks(self) -> None:
        periodogram, light_curve = self._state.periodogram, self._state.light_curve
        if periodogram is not None:
            search = self._state.search
            times = None if light_curve is None else times_between(light_curve.time, search.start, search.end)
            self._state.peaks = peaks_in_view(periodogram, *self._view, times)

    def _mark_period(self, _change: object = None) -> None:
        fold = self._state.fold
        with self.pane.batch(patient=True):
            for span, factor in zip(self._spans, _FACTORS, strict=True):
                span.location = fold.period * factor if fold else None

    def _paint(self, dark: bool) -> None:
        palette = DARK if dark else LIGHT
        paint_frame(self._figure, palette)
        self._line.glyph.line_color = palette.points
        for span, factor in zip(self._spans, _FACTORS, strict=True):
            span.line_color = palette.mark if factor == 1 else palette.side_mark


_FACTORS = (1.0, 0.5, 2.0)


def powers_in_view(
    frequency: FloatArray, power: FloatArray, shortest: float, longest: float, points: int = POINTS
) -> tuple[FloatArray, FloatArray]:
    """Periods (days, ascending) and powers between two periods, thinned so that every peak stays."""
    from tessebs_core.compute.decimation import decimate

    low = int(np.searchsorted(frequency, 1.0 / longest * (1 - 1e-12)))
    high = int(np.searchsorted(frequency, 1.0 / shortest * (1 + 1e-12), side="right"))
    period = 1.0 / frequency[low:high][::-1]
    within = np.ascontiguousarray(power[low:high][::-1])
    chosen = decimate(np.log(period), within, points)
    return period[chosen], within[chosen]


def peaks_in_view(
    periodogram: Periodogram, shortest: float, longest: float, time: FloatArray | None, count: int = PEAKS
) -> tuple[Peak, ...]:
    """The highest peaks between two periods (days); with the times searched, their false alarms too."""
    from tessebs_core.compute.peaks import find_peaks

    return find_peaks(periodogram, count, time=time, between=(shortest, longest))


def times_between(time: FloatArray, start: float | None, end: float | None) -> FloatArray:
    """Times (BTJD, ascending) of a range; None leaves a side open."""
    first = 0 if start is None else int(np.searchsorted(time, start))
    last = time.size if end is None else int(np.searchsorted(time, end, side="right"))
    return time[first:last]


def nearest_peak(frequency: FloatArray, power: FloatArray, period: float, reach: float) -> float:
    """Period (days) of the highest power within a factor ``reach`` of a tap; the tap's own if none."""
    low = int(np.searchsorted(frequency, 1.0 / (period * reach)))
    high = int(np.searchsorted(frequency, reach / period, side="right"))
    if low >= high:
        return period
    return float(1.0 / frequency[low + int(np.argmax(power[low:high]))])
