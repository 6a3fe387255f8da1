"""Plots of the screens; each owns one figure and one source, and draws no more than can be seen."""

from tessebs_widgets.plots.light_curve import LightCurvePlot
from tessebs_widgets.plots.periodogram import PeriodogramPlot
from tessebs_widgets.plots.phase import PhasePlot
from tessebs_widgets.plots.thumbnails import thumbnails_of

__all__ = ["LightCurvePlot", "PeriodogramPlot", "PhasePlot", "thumbnails_of"]
