"""Folded light curves."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tessebs_core.compute.folding import binned_mean, flux_range, phase_raster
from tessebs_core.compute.phases import orbital_phase
from tessebs_core.errors import NoLightCurve
from tessebs_core.figures.canvas import (
    BLUE,
    GREY,
    VERMILION,
    new_figure,
    plain,
    save_figure,
    style,
    target_words,
)
from tessebs_core.records import Ephemeris, LightCurve

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_phase"]

_WIDTH, _HEIGHT = 800, 500
_AXES = (0.105, 0.12, 0.86, 0.74)
_MOST_DOTS = 6000
_SHOWN = 0.75  # phases from -0.75 to 0.75, so that both eclipses stand whole
_REPEATS = ((-1, 0.4), (0, 1.0), (1, 0.4))  # cycle and opacity: what is shown twice is paler


def draw_phase(light_curve: LightCurve, ephemeris: Ephemeris, path: Path) -> None:
    """Draw a light curve folded on an ephemeris, 800 x 500 pixels.

    One cycle and a half is shown; what stands outside -0.5 to 0.5 is a paler repeat. Many points are drawn
    as a density on a logarithmic scale; the mean in bins of phase is drawn over them.

    Raises
    ------
    NoLightCurve
        There are no points.
    StorageError
        The disk refused.
    """
    if not len(light_curve):
        raise NoLightCurve(
            f"TIC {light_curve.tess_id} {light_curve.provenance}: no points, so there is nothing to draw."
        )
    figure = new_figure(_WIDTH, _HEIGHT)
    axes = figure.add_axes(_AXES)
    style(axes)
    limits = flux_range(light_curve.flux)
    if len(light_curve) > _MOST_DOTS:
        _draw_density(axes, light_curve, ephemeris, limits)
    else:
        _draw_dots(axes, light_curve, ephemeris)
    _draw_mean(axes, light_curve, ephemeris)
    for edge in (-0.5, 0.5):
        axes.axvline(edge, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.set_xlim(-_SHOWN, _SHOWN)
    axes.set_ylim(limits)
    axes.set_xticks(np.arange(-3, 4) * 0.25, ["-0.75", "-0.5", "-0.25", "0", "0.25", "0.5", "0.75"])
    axes.set_xlabel("Phase", fontsize=12)
    axes.set_ylabel("Relative flux", fontsize=12)
    axes.yaxis.get_major_formatter().set_useOffset(False)  # type: ignore[attr-defined]
    figure.text(_AXES[0], 0.98, **plain(target_words(light_curve)), ha="left", va="top", fontsize=12)
    figure.text(
        _AXES[0], 0.925, **plain(_ephemeris_words(ephemeris)), ha="left", va="top", fontsize=11, color=GREY
    )
    save_figure(figure, path)


def _ephemeris_words(ephemeris: Ephemeris) -> str:
    return f"P = {ephemeris.period:.8g} d   t0 = {ephemeris.bjd0:.5f} (BTJD)"


def _draw_density(
    axes: "Axes", light_curve: LightCurve, ephemeris: Ephemeris, limits: tuple[float, float]
) -> None:
    from matplotlib.colors import LinearSegmentedColormap, LogNorm

    raster = phase_raster(
        light_curve.time, light_curve.flux, ephemeris, phase_bins=460, flux_bins=185, limits=limits
    )
    counts = np.ma.masked_equal(raster.counts, 0)
    colours = LinearSegmentedColormap.from_list("density", ["#A9CFE8", BLUE, "#00263B"])
    scale = LogNorm(vmin=1, vmax=max(float(raster.counts.max()), 2.0))
    for cycle, opacity in _REPEATS:
        axes.imshow(
            counts, extent=(cycle - 0.5, cycle + 0.5, *limits), origin="lower", aspect="auto", cmap=colours,
            norm=scale, interpolation="nearest", alpha=opacity, zorder=1,
        )  # fmt: skip


def _draw_dots(axes: "Axes", light_curve: LightCurve, ephemeris: Ephemeris) -> None:
    phase = orbital_phase(light_curve.time, ephemeris)
    for cycle, opacity in _REPEATS:
        axes.plot(
            phase + cycle, light_curve.flux, linestyle="none", marker="o", markersize=3, markeredgewidth=0,
            color=BLUE, alpha=0.7 * opacity,
        )  # fmt: skip


def _draw_mean(axes: "Axes", light_curve: LightCurve, ephemeris: Ephemeris) -> None:
    bins = int(np.clip(len(light_curve) // 20, 40, 400))
    binned = binned_mean(light_curve.time, light_curve.flux, ephemeris, light_curve.flux_err, bins=bins)
    for cycle, opacity in _REPEATS:
        axes.plot(binned.phase + cycle, binned.mean, color=VERMILION, linewidth=1.4, alpha=opacity, zorder=3)
