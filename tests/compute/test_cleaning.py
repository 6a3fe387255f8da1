import numpy as np
import pytest

from tessebs_core.compute.cleaning import (
    flux_difference_errors,
    flux_differences,
    within,
)
from tessebs_core.records import LightCurve


def test_differences_are_taken_between_true_neighbours_only() -> None:
    day = 120 / 86400
    light_curve = LightCurve(
        tess_id=1,
        provenance="SPOC",
        time=1325 + day * np.array([0, 1, 2, 5, 6, 7]),  # two points missing behind the third
        flux=np.array([1.0, 1.1, 1.3, 2.0, 2.1, 9.0]),
        flux_err=np.full(6, np.nan),
        sector=np.array([1, 1, 1, 1, 1, 2]),
        cadence=np.full(6, 120.0),
        quality=np.zeros(6, int),
    )
    time, difference = flux_differences(light_curve)
    np.testing.assert_allclose(difference, [0.1, 0.2, 0.1])
    np.testing.assert_allclose(time, 1325 + day * np.array([0.5, 1.5, 5.5]), rtol=0, atol=1e-9)


def short_light_curve() -> LightCurve:
    time = np.array([1.0, 1.02, 1.04, 1.2, 1.22])
    same = np.full(5, 1)
    return LightCurve(1, "QLP", time, time**2, 0.01 * time, same, 1728 * same, np.arange(5))


def test_errors_of_differences_are_those_of_both_points() -> None:
    light_curve = short_light_curve()
    expected = 0.01 * np.sqrt([1 + 1.02**2, 1.02**2 + 1.04**2, 1.2**2 + 1.22**2])
    np.testing.assert_allclose(flux_difference_errors(light_curve), expected)
    assert flux_differences(light_curve)[0].shape == expected.shape


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [
        (None, None, [0, 1, 2, 3, 4]),
        (1.02, 1.2, [1, 2, 3]),
        (1.21, None, [4]),
        (None, 0.9, []),
        (2.0, 1.0, []),
    ],
)
def test_a_range_of_time_holds_both_its_ends(start: float | None, end: float | None, kept: list[int]) -> None:
    found = within(short_light_curve(), start, end)
    np.testing.assert_array_equal(found.quality, kept)
    np.testing.assert_array_equal(found.time, short_light_curve().time[kept])
