"""The ruler on the light curve: a band from start to end and a line at every cycle."""

from bokeh.models import BoxAnnotation, BoxSelectTool, BoxZoomTool, ColumnDataSource, Span
from bokeh.plotting import figure as Figure  # noqa: N812

from tessebs_widgets.plots.palette import Palette
from tessebs_widgets.state.rulers import Ruler

__all__ = ["RulerMarks"]

_MOST_LINES = 400  # more would be a solid block


class RulerMarks:
    """Draw a ruler on a figure, and give the mouse the tool that draws one."""

    def __init__(self, plot: Figure) -> None:
        self._plot = plot
        self._tool = BoxSelectTool(dimensions="width", renderers=[], description="Ruler")
        plot.add_tools(self._tool)
        self._zoom = next(each for each in plot.tools if isinstance(each, BoxZoomTool))
        self._band = BoxAnnotation(left=None, right=None, fill_alpha=0.12, line_alpha=0.9, visible=False)
        self._start = Span(location=None, dimension="height", line_width=1.6)
        plot.add_layout(self._band)
        plot.add_layout(self._start)
        self._cycles = ColumnDataSource({"time": []})
        self._lines = plot.vspan(x="time", source=self._cycles, line_width=1.0, line_alpha=0.8)

    def show(self, ruler: Ruler | None, begun: float | None, *, in_hand: bool) -> None:
        """Draw the ruler, or the end that a first click set."""
        tool = self._tool if in_hand else self._zoom
        if self._plot.toolbar.active_drag is not tool:
            self._plot.toolbar.active_drag = tool
        self._start.location = begun
        laid = begun is None and ruler is not None
        self._band.visible = laid
        if laid and ruler is not None:
            self._band.update(left=ruler.start, right=ruler.end)
        inner = ruler.inner if laid and ruler is not None and ruler.cycles <= _MOST_LINES else ()
        self._cycles.data = {"time": list(inner)}

    def paint(self, palette: Palette) -> None:
        """Colours of the page's theme."""
        self._band.fill_color = self._band.line_color = palette.hint
        self._start.line_color = self._lines.glyph.line_color = palette.hint
