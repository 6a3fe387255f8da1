import numpy as np
import pytest

from tessebs_core.errors import NoLightCurve
from tessebs_core.provenances.segments import Points, light_curve, sampling


def points(time, flux, *, sector=1, cadence=120.0, error=1e-3):
    size = len(time)
    return Points(
        np.asarray(time, dtype=float),
        np.asarray(flux, dtype=float),
        np.broadcast_to(np.asarray(error, dtype=float), (size,)),
        np.broadcast_to(np.asarray(sector), (size,)),
        np.broadcast_to(np.asarray(cadence, dtype=float), (size,)),
        np.arange(size),
    )


def made(*args, scatter_is_error=False, **options):
    return light_curve(1, "QLP", points(*args, **options), scatter_is_error=scatter_is_error)


def test_points_are_put_in_order_of_time_with_all_that_belongs_to_them():
    result = made([3.0, 1.0, 2.0], [1.3, 1.1, 1.2])
    assert result.time.tolist() == [1.0, 2.0, 3.0]
    assert result.flux == pytest.approx(np.array([1.1, 1.2, 1.3]) / 1.2)
    assert result.quality.tolist() == [1, 2, 0]


def test_each_sector_is_divided_by_its_own_median_and_its_errors_too():
    result = made([1, 2, 3, 30, 31, 32], [9, 10, 11, 190, 200, 210], sector=[1, 1, 1, 2, 2, 2], error=1.0)
    assert result.flux == pytest.approx([0.9, 1.0, 1.1, 0.95, 1.0, 1.05])
    assert result.flux_err == pytest.approx([0.1] * 3 + [0.005] * 3)


def test_a_sector_at_two_cadences_has_two_medians():
    result = made([1, 2, 3, 4], [10, 20, 10, 20], cadence=[120, 1800, 120, 1800])
    assert result.flux.tolist() == [1.0] * 4


def test_points_of_equal_time_are_taken_once_the_first_of_them():
    result = made([1.0, 2.0, 2.0 + 1e-9, 3.0], [1.0, 1.0, 5.0, 1.0])
    assert result.time.tolist() == [1.0, 2.0, 3.0]
    assert result.flux.tolist() == [1.0] * 3


def test_points_20_s_apart_are_two_points():
    assert len(made([1.0, 1.0 + 20 / 86_400], [1.0, 1.0])) == 2


@pytest.mark.parametrize("flux", [[-1.0, -2.0, -3.0], [0.0, 0.0, 0.0]])
def test_a_flux_that_is_not_positive_has_no_relative_flux(flux):
    with pytest.raises(NoLightCurve, match="not positive"):
        made([1, 2, 3], flux)


def test_one_sector_below_zero_does_not_take_the_others_with_it():
    result = made([1, 2, 3, 30], [1, 1, 1, -5], sector=[1, 1, 1, 2])
    assert result.sectors == (1,)


def test_no_points_are_no_light_curve():
    with pytest.raises(NoLightCurve, match="TIC 1 has no usable QLP point"):
        made([], [])


def test_a_flux_beyond_all_floats_is_left_out_quietly():
    assert made([1, 2, 3, 4, 5], [1e-300, 1e-300, 1e-300, 1e14, 1e-300]).time.tolist() == [1, 2, 3, 5]


@pytest.mark.parametrize("exposure", [20.0, 120.0, 200.0, 600.0, 1800.0])
def test_the_sampling_is_the_median_step_as_an_exposure_time(exposure):
    time = 1500.0 + np.arange(200) * exposure * (1 + 2e-5) / 86_400
    time[50:] += 3.0
    time[10:20] = np.nan
    assert set(sampling(time, np.ones(200), None)) == {exposure}


def test_each_sector_has_its_own_sampling():
    time = np.concatenate([1500 + np.arange(50) / 48, 1530 + np.arange(50) / 144])
    sector = np.repeat([7, 8], 50)
    assert sampling(time, sector, None).tolist() == [1800.0] * 50 + [600.0] * 50


def test_a_sampling_of_no_exposure_time_is_what_mast_lists_or_itself():
    time = 1500.0 + np.arange(20) * 0.25
    assert set(sampling(time, np.ones(20), 600.0)) == {600.0}
    assert set(sampling(time, np.ones(20), None)) == {21_600.0}


def test_a_single_point_has_the_sampling_that_mast_lists():
    assert sampling(np.array([1500.0]), np.ones(1), 120.0).tolist() == [120.0]
    assert np.isnan(sampling(np.array([1500.0]), np.ones(1), None)).all()


def test_without_a_sampling_points_are_normalised_all_the_same():
    assert made([1.0, 2.0, 3.0], [2.0, 2.0, 4.0], cadence=np.nan).flux.tolist() == [1.0, 1.0, 2.0]
