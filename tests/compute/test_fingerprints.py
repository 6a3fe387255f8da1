from typing import Any

import numpy as np
import pytest

from tessebs_core.compute.fingerprints import light_curve_hash
from tessebs_core.records import LightCurve


def light_curve(**changes: Any) -> LightCurve:
    columns: dict[str, Any] = {
        "tess_id": 1,
        "provenance": "SPOC",
        "time": [1325.0, 1326.0],
        "flux": [1.0, 0.5],
        "flux_err": [np.nan, 0.1],
        "sector": [1, 1],
        "cadence": [120.0, 120.0],
        "quality": [0, 512],
    }
    return LightCurve(**(columns | changes))


def test_the_hash_is_the_same_on_every_machine() -> None:
    expected = "8f3de55c62b21598d8cc1ee40bde903e51152016b650461ebefa407aa438b46c"
    assert light_curve_hash(light_curve()) == expected


def test_byte_order_and_the_bits_of_a_nan_do_not_matter() -> None:
    other = np.array([0x7FF8000000000001, 0], dtype=np.uint64).view(np.float64)
    other[1] = 0.1
    same = light_curve(time=np.array([1325.0, 1326.0], dtype=">f8"), flux_err=other)
    assert light_curve_hash(same) == light_curve_hash(light_curve())


@pytest.mark.parametrize(
    "changes",
    [
        {"time": [1325.0, 1326.0000000001]},
        {"flux": [1.0, 0.5000001]},
        {"flux_err": [0.1, np.nan]},
        {"sector": [1, 2]},
        {"cadence": [120.0, 20.0]},
        {"quality": [512, 0]},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_any_change_of_a_column_changes_it(changes: dict[str, Any]) -> None:
    assert light_curve_hash(light_curve(**changes)) != light_curve_hash(light_curve())
