import numpy as np
import pytest

from tessebs_core.compute.timing_templates import TimingTemplate, folded_template
from tessebs_core.records import Ephemeris
from tests.support.eclipses import BJD0, box_shaped, one_sector, trapezoid


def template(phase: float, noise: float = 0.001) -> TimingTemplate:
    time, ephemeris = one_sector(120.0), Ephemeris(BJD0, 1.7)
    flux = box_shaped(time, ephemeris, 0.08, 0.2) + np.random.default_rng(1).normal(0, noise, time.size)
    found = folded_template(time, flux, np.ones(time.size), ephemeris, phase=phase, width=0.09)
    assert found is not None
    return found


def test_the_template_is_the_eclipse() -> None:
    away = np.linspace(-0.06, 0.06, 101)
    light, _ = template(0.0).at(away)
    assert np.max(np.abs(light - (1 - trapezoid(away, 0.08, 0.2)))) < 0.01


def test_its_slope_is_the_derivative() -> None:
    found, away = template(0.0), np.linspace(-0.05, 0.05, 51)
    numeric = (found.at(away + 1e-6)[0] - found.at(away - 1e-6)[0]) / 2e-6
    np.testing.assert_allclose(found.at(away)[1], numeric, atol=1e-3)


@pytest.mark.parametrize("offset", [-0.004, 0.0, 0.003])
def test_its_middle_is_where_it_mirrors_itself(offset: float) -> None:
    assert template(offset).centre == pytest.approx(-offset, abs=2e-4)


def test_cycles_that_moved_are_aligned_and_others_left_out() -> None:
    time, ephemeris = one_sector(120.0), Ephemeris(BJD0, 1.7)
    cycle = np.rint((time - BJD0) / 1.7).astype(int)
    moved = {int(each): 0.02 * (-1) ** int(each) for each in np.unique(cycle) if each < 10}
    shift = np.array([moved.get(int(each), 0.5) for each in cycle])
    flux = 1 - trapezoid((time - BJD0) / 1.7 - cycle - shift, 0.08, 0.2)
    flux += np.random.default_rng(2).normal(0, 0.001, time.size)
    found = folded_template(time, flux, np.ones(time.size), ephemeris, phase=0.0, width=0.09, moved=moved)
    assert found is not None
    assert found.depth == pytest.approx(0.2, abs=0.01)
    assert found.centre == pytest.approx(0.0, abs=5e-4)


def test_too_little_of_an_eclipse_makes_no_template() -> None:
    time = np.linspace(1325, 1326, 10)
    assert (
        folded_template(time, np.ones(10), np.ones(10), Ephemeris(BJD0, 9.0), phase=0.0, width=0.01) is None
    )
