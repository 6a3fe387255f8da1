"""Colours of the Bokeh figures; Okabe and Ito (2008), told apart with every kind of colour vision."""

from dataclasses import dataclass

from bokeh.plotting import figure as Figure  # noqa: N812

__all__ = ["DARK", "LIGHT", "Palette", "paint_frame"]

FONT = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, DejaVu Sans, sans-serif"


@dataclass(frozen=True)
class Palette:
    """One theme."""

    paper: str
    text: str
    line: str
    grid: str
    points: str
    mark: str
    side_mark: str
    hint: str


LIGHT = Palette(
    paper="#ffffff", text="#4a5563", line="#b6bfca", grid="#eef1f4",
    points="#22507a", mark="#d55e00", side_mark="#e69f00", hint="#009e73",
)  # fmt: skip
DARK = Palette(
    paper="#171c23", text="#9aa7b6", line="#3b4653", grid="#222a33",
    points="#8fc7ec", mark="#ff8a3d", side_mark="#e6b34a", hint="#2fc79b",
)  # fmt: skip


def paint_frame(plot: Figure, palette: Palette) -> None:
    """Paint what every figure has: paper, axes, grid."""
    plot.background_fill_color = plot.border_fill_color = palette.paper
    plot.outline_line_color = palette.line
    plot.min_border_bottom = plot.min_border_top = plot.min_border_right = 4
    for axis in plot.axis:
        axis.axis_line_color = axis.major_tick_line_color = palette.line
        axis.major_label_text_color = axis.axis_label_text_color = palette.text
        axis.minor_tick_line_color = None
        axis.axis_label_text_font_style = "normal"
        axis.axis_label_text_font = axis.major_label_text_font = FONT
        axis.axis_label_text_font_size = axis.major_label_text_font_size = "11px"
        axis.axis_label_standoff = 3
        axis.major_label_standoff = 4
    for grid in plot.grid:
        grid.grid_line_color = palette.grid
