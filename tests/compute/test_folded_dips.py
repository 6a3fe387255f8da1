import numpy as np
import pytest

from tessebs_core.compute.folded_dips import dip_at, fold, harmonics, main_dip, second_dip
from tessebs_core.compute.search_points import SearchPoints, binned, search_points
from tessebs_core.records import Ephemeris
from tests.support.folded import START, light_curve

PERIOD = 3.1
EPHEMERIS = Ephemeris(START + 1.24, PERIOD)


def points_of(*dips: tuple[float, float, float], **how: float) -> SearchPoints:
    return binned(search_points(light_curve(EPHEMERIS, dips, **how)))  # type: ignore[arg-type]


def test_the_main_dip_has_its_phase_depth_and_width() -> None:
    dip = main_dip(fold(points_of((0.0, 0.2, 0.25), (0.4, 0.05, 0.25)), PERIOD, 0.02))
    assert dip.phase == pytest.approx(1.24 / PERIOD, abs=0.003)
    assert dip.depth == pytest.approx(0.2, rel=0.03)
    # Half depth of these trapezoids is 0.65 of their full width.
    assert dip.width * PERIOD == pytest.approx(0.65 * 0.25, abs=0.03)


@pytest.mark.parametrize("phase", [0.25, 0.4, 0.5, 0.77])
def test_a_secondary_is_found_anywhere_in_phase(phase: float) -> None:
    curve = fold(points_of((0.0, 0.2, 0.25), (phase, 0.02, 0.25)), PERIOD, 0.02)
    first = main_dip(curve)
    second = second_dip(curve, first)
    assert second is not None
    assert (second.phase - first.phase) % 1 == pytest.approx(phase, abs=0.02)
    assert second.depth == pytest.approx(0.02, rel=0.4)  # of a box in a trapezoid
    assert second.significance > 10


def test_noise_has_no_significant_second_dip() -> None:
    found = []
    for seed in range(20):
        curve = fold(points_of((0.0, 0.2, 0.25), seed=seed), PERIOD, 0.02)
        second = second_dip(curve, main_dip(curve))
        found.append(0.0 if second is None else second.significance)
    assert np.mean(np.array(found) > 4.1) <= 0.05


def test_a_weak_dip_at_half_phase_is_measured_there() -> None:
    curve = fold(points_of((0.0, 0.2, 0.25), (0.5, 0.004, 0.25)), PERIOD, 0.02)
    assert dip_at(curve, main_dip(curve), 0.5) > 5
    assert abs(dip_at(curve, main_dip(curve), 0.3)) < 3.5


def test_tides_are_twice_a_cycle_and_faintest_at_the_dip() -> None:
    curve = fold(points_of((0.0, 0.2, 0.25), wave=0.01), PERIOD, 0.02)
    first = main_dip(curve)
    waves = harmonics(curve, first, second_dip(curve, first))
    assert waves is not None
    assert waves.twice == pytest.approx(-0.01, rel=0.1)
    assert abs(waves.once) < 5 * waves.once_unc


def test_empty_phases_are_interpolated_and_counted() -> None:
    points = points_of((0.0, 0.2, 0.25))
    kept = (points.time / PERIOD) % 1 < 0.75
    holed = SearchPoints(points.origin, points.time[kept], points.flux[kept], points.weight[kept])
    curve = fold(holed, PERIOD, 0.05)
    assert curve.coverage == pytest.approx(0.75, abs=0.03)
    assert np.isfinite(curve.mean).all()
