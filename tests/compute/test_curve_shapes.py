from dataclasses import replace

from tessebs_core.compute.curve_shapes import Shape, may_be_rotation, shape_of, why_no_eclipses
from tessebs_core.compute.fold_study import FoldStudy
from tessebs_core.compute.search_points import binned, search_points
from tessebs_core.records import Ephemeris
from tests.support.folded import START, Dip, light_curve


def shape(period: float, *dips: Dip, wave: float = 0.0) -> Shape:
    curve = light_curve(Ephemeris(START + 0.7, period), dips, noise=1e-3, wave=wave)
    study = FoldStudy(binned(search_points(curve)), 0.15, period)
    return shape_of(study, study.look(period))


ECLIPSES = shape(2.7, (0.0, 0.1, 0.2), (0.5, 0.05, 0.2))


def test_eclipses_are_narrow_steady_and_may_be_a_binary() -> None:
    assert ECLIPSES.is_narrow
    assert ECLIPSES.coherence > 0.97
    assert ECLIPSES.asymmetry < 0.02
    assert ECLIPSES.eclipses >= 8
    assert why_no_eclipses(ECLIPSES) is None


def test_tides_are_broad_and_have_two_humps() -> None:
    tides = shape(0.4, wave=0.1)
    assert (tides.is_narrow, tides.humps) == (False, 2)
    assert tides.sharpness < 0.01
    assert why_no_eclipses(tides) is None


def test_what_predicts_nothing_is_no_eclipse() -> None:
    assert why_no_eclipses(replace(ECLIPSES, gain=3.0)) is not None
    assert why_no_eclipses(replace(ECLIPSES, significance=2.0)) is not None


def test_a_smooth_wave_that_changes_is_no_eclipse() -> None:
    tides = shape(0.4, wave=0.1)
    assert why_no_eclipses(replace(tides, coherence=0.7)) is not None
    assert why_no_eclipses(replace(tides, coherence=0.7, sharpness=0.4)) is None


def test_dips_on_a_slope_in_half_a_day_may_be_a_spotted_star_and_close_binaries_are_not() -> None:
    rotator = shape(0.486, (0.0, 0.05, 0.1), (0.24, 0.045, 0.14))
    assert may_be_rotation(rotator)
    assert not may_be_rotation(shape(0.486, (0.0, 0.05, 0.1), (0.5, 0.03, 0.1), wave=0.01))
    assert not may_be_rotation(shape(0.35, wave=0.1))
    assert not may_be_rotation(shape(2.7, (0.0, 0.1, 0.3), (0.24, 0.06, 0.4)))
