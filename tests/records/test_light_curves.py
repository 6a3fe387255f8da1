from typing import Any

import numpy as np
import pytest

from tessebs_core.errors import BadLightCurve
from tessebs_core.records import LightCurve, Periodogram
from tessebs_core.vocabulary import PeriodogramMethod


def _light_curve(**changes: Any) -> LightCurve:
    n = 4
    columns: dict[str, Any] = {
        "time": 1325.0 + np.arange(n),
        "flux": np.ones(n),
        "flux_err": np.full(n, np.nan),
        "sector": [1, 1, 2, 2],
        "cadence": np.full(n, 120.0),
        "quality": np.zeros(n, int),
    }
    return LightCurve(tess_id=1, provenance="SPOC", **(columns | changes))


def test_big_endian_columns_of_a_fits_file_become_native() -> None:
    time = (1325.0 + np.arange(4)).astype(">f8")
    assert _light_curve(time=time).time.dtype == np.dtype("=f8")


def test_nobody_can_write_to_a_light_curve() -> None:
    with pytest.raises(ValueError, match="read-only"):
        _light_curve().flux[0] = 2.0


@pytest.mark.parametrize(
    "changes",
    [
        {"flux": np.ones(3)},
        {"flux": [1, 1, np.nan, 1]},
        {"time": [1325.0, np.inf, 1326.0, 1327.0]},
        {"time": [1325.0, 1324.0, 1326.0, 1327.0]},
        {"time": np.ones((2, 2))},
    ],
    ids=["unequal lengths", "NaN flux", "infinite time", "disorder", "two dimensions"],
)
def test_columns_that_cannot_be_a_light_curve_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BadLightCurve):
        _light_curve(**changes)


def test_sectors_and_baseline_come_from_the_points() -> None:
    light_curve = _light_curve()
    assert (light_curve.sectors, light_curve.baseline, len(light_curve)) == ((1, 2), 3.0, 4)


def test_a_periodogram_has_periods_of_one_over_ordinary_frequency() -> None:
    found = Periodogram(PeriodogramMethod.LOMB_SCARGLE, np.array([0.5, 2.0]), np.zeros(2))
    np.testing.assert_array_equal(found.period, [2.0, 0.5])


def test_frequencies_must_ascend() -> None:
    with pytest.raises(BadLightCurve, match="ascending"):
        Periodogram(PeriodogramMethod.LOMB_SCARGLE, np.array([2.0, 0.5]), np.zeros(2))
