import numpy as np
import pytest

from tessebs_core.compute.box_grids import (
    LONGEST_FRACTION,
    MOST_TRIALS,
    PARTS_OF_BIN,
    fine_widths,
    frequency_spacing,
    longest_duration,
    octaves,
    shortest_duration,
    trial_widths,
)
from tessebs_core.errors import BadLightCurve


def test_octaves_cover_the_range_once_with_ascending_frequencies() -> None:
    frequency = np.concatenate([octave.frequency for octave in octaves(27.0, 0.1, 13.0)])
    assert (np.diff(frequency) > 0).all()
    assert 1 / 13 < frequency[0] < 1 / 12.9
    assert 9.99 < frequency[-1] < 10


@pytest.mark.parametrize("period", [0.1, 0.7, 5.0, 40.0])
def test_a_trial_moves_the_ends_of_the_data_by_less_than_half_a_short_eclipse(period: float) -> None:
    baseline = 300.0
    for octave in octaves(baseline, 0.9 * period, 1.1 * period):
        step = np.diff(octave.frequency).max(initial=0)
        drift = step * baseline * period  # days, one end against the other
        assert drift <= 0.55 * shortest_duration(period)


@pytest.mark.parametrize("period", [0.1, 0.7, 5.0, 40.0])
def test_durations_lie_between_a_dwarfs_and_a_giants_and_below_a_fifth_of_the_period(period: float) -> None:
    assert 0 < shortest_duration(period) <= 0.1 * period
    assert shortest_duration(period) < longest_duration(period) <= LONGEST_FRACTION * period
    step = shortest_duration(period) / 3
    widths = trial_widths(period, step)
    assert widths[0] == 3
    assert (widths[1:] > widths[:-1]).all()
    assert (widths[1:] <= 1.5 * widths[:-1]).all()
    assert widths[-1] * step <= longest_duration(period) + step
    assert widths[-1] * step > longest_duration(period) / 1.5


def test_a_given_duration_is_the_only_one() -> None:
    for octave in octaves(27.0, 1.0, 5.0, 0.1):
        np.testing.assert_array_equal(octave.widths * octave.step, [0.1])


def test_bins_are_whole_multiples_of_a_part_of_the_finest_and_resolve_the_shortest_eclipse() -> None:
    found = octaves(27.0, 0.1, 13.0)
    part = min(octave.step for octave in found) / PARTS_OF_BIN
    for octave in found:
        multiple = octave.step / part
        assert multiple == pytest.approx(round(multiple), rel=1e-12)
        shortest = shortest_duration(1 / octave.frequency[-1])
        assert 3 * (1 - 1e-3) <= shortest / octave.step < 4


def test_no_duration_is_tried_twice() -> None:
    widths = fine_widths(3.0, shortest_duration(3.0) / 16, 16, ratio=1.02)
    assert (np.diff(widths) > 0).all()


def test_short_eclipses_are_sought_at_all_periods_that_a_sector_shows_twice() -> None:
    for period in np.geomspace(0.5, 10, 20):
        assert shortest_duration(period) < 0.05


def test_the_spacing_scales_as_ofir_says() -> None:
    assert frequency_spacing(100.0, 2.0, 0.1) == pytest.approx(0.1 / 2.0 / 100.0 / 2.5)


def test_too_many_trials_are_refused_before_memory_is_taken() -> None:
    with pytest.raises(BadLightCurve, match=f"at most {MOST_TRIALS}"):
        octaves(2457000.0, 0.1, 50.0)
