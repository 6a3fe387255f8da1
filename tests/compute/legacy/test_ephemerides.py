"""Legacy numbers become an ephemeris to the last bit, or a reason why they are none."""

from typing import Any

import pytest

from tessebs_core.compute.legacy.ephemerides import read_ephemeris
from tessebs_core.errors import BadLegacyRow


def values(**given: Any) -> dict[str, Any]:
    return {"bjd0": 1325.5, "period": 2.5, "bjd0_uncert": None, "period_uncert": None} | given


def test_numbers_keep_every_bit() -> None:
    found = read_ephemeris(
        values(bjd0=1411.8800000001, period=0.1 + 0.2, bjd0_uncert=1e-17, period_uncert=3.4e-06)
    )
    assert (found.ephemeris.bjd0, found.ephemeris.period) == (1411.8800000001, 0.30000000000000004)
    assert (found.ephemeris.bjd0_uncert, found.ephemeris.period_uncert) == (1e-17, 3.4e-06)
    assert (found.doubts, found.beside) == ((), {})


def test_a_full_bjd_becomes_btjd_and_is_said() -> None:
    found = read_ephemeris(values(bjd0=2458325.5))
    assert (found.ephemeris.bjd0, found.beside) == (1325.5, {"bjd0": 2458325.5})
    assert "2458325.5 was a full BJD" in found.doubts[0]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"bjd0": None}, "bjd0 is missing"),
        ({"period": None}, "period is missing"),
        ({"bjd0": 5e-324}, "nothing that was measured"),
        ({"period": 5e-324}, "nothing that was measured"),
        ({"period": 1e308}, "longer than any"),
        ({"period": 0.0}, "period = 0.0 d"),
        ({"period": -2.0}, "period = -2.0 d"),
        ({"bjd0": float("inf")}, "not a finite number"),
        ({"bjd0": "1325.5"}, "not a finite number"),
        ({"bjd0": 60000.0}, "no BTJD"),
        ({"period": 2**60}, "does not fit into a float"),
    ],
)
def test_what_no_binary_can_do_is_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(BadLegacyRow, match=words):
        read_ephemeris(values(**given))


def test_an_uncertainty_that_is_none_is_left_out_and_kept_beside() -> None:
    found = read_ephemeris(values(bjd0_uncert=-1.0, period_uncert=float("nan")))
    assert (found.ephemeris.bjd0_uncert, found.ephemeris.period_uncert) == (None, None)
    assert found.beside == {"bjd0_uncert": -1.0, "period_uncert": "nan"}


def test_placeholders_and_wide_uncertainties_are_doubted_and_kept() -> None:
    assert "filled in where nobody gave numbers" in read_ephemeris(values(bjd0=0.0, period=1.0)).doubts[0]
    found = read_ephemeris(values(period_uncert=1e17))
    assert (found.ephemeris.period_uncert, len(found.doubts)) == (1e17, 1)
