"""What the plots of a screen hold, without a browser."""

import numpy as np
import pytest

from tessebs_core.records import Ephemeris
from tessebs_widgets.plots.light_curve import minima_between, points_in_view
from tessebs_widgets.plots.periodogram import nearest_peak, powers_in_view
from tessebs_widgets.plots.ranges import contiguous_start, sector_range
from tessebs_widgets.plots.thumbnails import fold_thumbnail
from tests.widgets.fakes import BINARY, PERIODS, parts_of, synthetic_light_curve


def test_a_million_points_are_thinned_to_five_thousand_and_keep_the_deepest():
    time = np.linspace(1325.0, 1352.0, 1_000_000)
    flux = np.ones_like(time)
    flux[314_159] = 0.5
    _, shown = points_in_view(time, flux, 1325.0, 1352.0)
    assert shown.size <= 5000
    assert shown.min() == 0.5


def test_a_zoom_shows_the_points_of_its_range_only():
    time = np.arange(0.0, 100.0, 0.01)
    shown, _ = points_in_view(time, np.ones_like(time), 10.0, 11.0)
    assert shown[0] == pytest.approx(10.0)
    assert shown[-1] == pytest.approx(11.0)


def test_predicted_minima_fall_on_whole_cycles():
    assert minima_between(1000.0, 2.0, 1003.5, 1008.0).tolist() == [1004.0, 1006.0, 1008.0]


def test_minima_that_would_crowd_are_left_out():
    assert minima_between(1000.0, 0.01, 1000.0, 1100.0).size == 0


def test_the_periodogram_keeps_its_highest_peak_when_thinned():
    frequency = np.linspace(0.01, 20.0, 200_000)
    power = np.zeros_like(frequency)
    power[123_456] = 1.0
    period, shown = powers_in_view(frequency, power, 0.05, 100.0)
    assert shown.max() == 1.0
    assert (np.diff(period) > 0).all()


def test_a_tap_beside_a_peak_takes_the_peak():
    frequency = np.linspace(0.01, 20.0, 200_000)
    power = np.exp(-0.5 * ((frequency - 0.5) / 0.001) ** 2)
    assert nearest_peak(frequency, power, 2.004, 1.01) == pytest.approx(2.0, abs=1e-3)


def test_a_tap_outside_the_periodogram_takes_its_own_period():
    assert nearest_peak(np.array([1.0, 2.0]), np.array([0.1, 0.2]), 500.0, 1.01) == 500.0


def test_a_thumbnail_shows_primary_secondary_and_primary_again():
    light_curve = synthetic_light_curve(1, "SPOC", period=2.0)
    raster = fold_thumbnail(light_curve, Ephemeris(1326.1, 2.0)).raster
    assert raster.shape == (48, 90)
    lowest = [max(np.flatnonzero(column), default=0) for column in raster.T]
    at = {phase: lowest[int((phase + 0.25) / 1.5 * 90)] for phase in (0.0, 0.25, 0.5, 0.75, 1.0)}
    assert at[0.0] > at[0.5] + 8 > at[0.25] + 16
    assert at[1.0] == pytest.approx(at[0.0], abs=3)
    assert at[0.75] == pytest.approx(at[0.25], abs=3)


def test_sectors_far_apart_are_shown_one_at_a_time():
    assert contiguous_start(synthetic_light_curve(1, "SPOC", period=2.0, sectors=(1, 2))) is None
    assert contiguous_start(synthetic_light_curve(1, "SPOC", period=2.0, sectors=(1, 27))) == 1


def test_a_sector_fills_the_view():
    light_curve = synthetic_light_curve(1, "SPOC", period=2.0, sectors=(1, 27))
    start, end = sector_range(light_curve, 27)
    inside = light_curve.time[light_curve.sector == 27]
    assert start < inside[0] < inside[-1] < end < inside[-1] + 1


def test_the_browser_gets_times_to_the_full_precision(screen):
    plot = parts_of(screen).PhasePlot
    times = np.frombuffer(plot.times, "<f8")
    assert np.array_equal(times, screen.state.light_curve.time)
    assert np.allclose(np.frombuffer(plot.fluxes, "<f4"), screen.state.light_curve.flux, atol=1e-6)


def test_a_period_step_sends_two_numbers(screen):
    plot = parts_of(screen).PhasePlot
    before = plot.times
    screen.step_period(1)
    assert plot.fold == [screen.state.fold.bjd0, screen.state.fold.period]
    assert plot.times is before


def test_a_double_click_makes_its_phase_the_zero(screen):
    plot = parts_of(screen).PhasePlot
    plot._receive(plot, {"kind": "zero", "phase": 0.5}, [])
    assert screen.state.fold.bjd0 == pytest.approx(1326.1 + PERIODS[BINARY] / 2)
    for nonsense in ("0.5", None, 1e9, float("nan")):
        plot._receive(plot, {"kind": "zero", "phase": nonsense}, [])
    assert screen.state.fold.bjd0 == pytest.approx(1326.1 + PERIODS[BINARY] / 2)


def test_a_tap_on_the_periodogram_sets_the_period(screen):
    pane = parts_of(screen).PeriodogramPlot.pane
    pane._receive(pane, {"kind": "event", "name": "tap", "values": {"x": PERIODS[BINARY] / 2, "y": 0.1}}, [])
    assert screen.state.fold.period == pytest.approx(PERIODS[BINARY] / 2, rel=1e-3)


def test_a_zoom_thins_anew(screen):
    pane = parts_of(screen).LightCurvePlot.pane
    values = {"x0": 1330.0, "x1": 1331.0, "y0": 0.7, "y1": 1.1}
    pane._receive(pane, {"kind": "event", "name": "rangesupdate", "values": values}, [])
    shown = parts_of(screen).LightCurvePlot._points.data["time"]
    assert shown.min() >= 1330.0
    assert shown.max() <= 1331.0
