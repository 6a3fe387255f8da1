import threading

import numpy as np
import pytest

from tessebs_core.compute import box_trials
from tessebs_core.compute.box_trials import BoxPoints, refine_box, search_all, search_stretch, side_by_side


def points(*starts: float, period: float = 2.345) -> BoxPoints:
    """Boxes of 0.13 d, 10 sigma a point, in stretches of 25 d."""
    time = np.concatenate([start + np.arange(0, 25, 0.02) for start in starts])
    inside = np.abs((time - 0.7 + period / 2) % period - period / 2) < 0.065
    flux = -1e-2 * inside + np.random.default_rng(3).normal(0, 1e-3, time.size)
    return BoxPoints(time, flux - flux.mean(), np.full(time.size, 1e6))


def test_a_period_is_refined_to_a_part_of_its_duration_over_all_data() -> None:
    found = points(0.0, 400.0)
    near = 1 / (1 / 2.345 + 0.3 * 0.06 / (2.345 * 2.5 * 425))  # a third of a trial off
    period, middle, width = refine_box(found, near, None)
    assert abs(period - 2.345) / 2.345 * 425 < 0.2 * 0.13
    assert middle == pytest.approx(0.7, abs=0.02)
    assert width == pytest.approx(0.13, rel=0.1)


def test_a_given_duration_stays_as_it_is_while_a_period_is_refined() -> None:
    assert refine_box(points(0.0), 2.345, 0.1)[2] == pytest.approx(0.1, rel=1e-12)


def test_a_quick_search_has_the_peak_of_the_whole_one() -> None:
    data = points(0.0, 30.0, 400.0, 800.0)
    whole, quick = search_all(data, 1.0, 20.0, None), search_stretch(data, 1.0, 20.0, None)
    assert quick.power.max() == pytest.approx(whole.power.max(), rel=0.05)
    at = [each.frequency[np.argmax(each.power)] for each in (whole, quick)]
    assert abs(at[0] - at[1]) * 825 * 2.345 < 0.13
    assert quick.frequency.size < 0.3 * whole.frequency.size


def test_work_side_by_side_keeps_its_order_and_its_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box_trials, "_cores", lambda: 4)
    assert side_by_side(lambda item: item**2, range(9)) == [item**2 for item in range(9)]
    assert side_by_side(abs, []) == []
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda item: 1 / item, [1, 0, 2])


def test_two_threads_may_search_at_once() -> None:
    data = points(0.0)
    alone = search_all(data, 0.5, 12.0, None).power
    together: list[np.ndarray] = []
    threads = [
        threading.Thread(target=lambda: together.append(search_all(data, 0.5, 12.0, None).power))
        for _ in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(together) == 4
    for power in together:
        np.testing.assert_array_equal(power, alone)
