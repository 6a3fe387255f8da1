"""Stars of which one is known to be the binary, in apertures that share their light."""

import pytest

from tessebs_core.compute.blend_owners import likely_owner, spilled
from tessebs_core.records import Ephemeris
from tessebs_core.records.blends import SignalSide

EPHEMERIS = Ephemeris(1410.0, 2.0)


def seen(tess_id: int, magnitude: float | None, depth: float | None) -> SignalSide:
    return SignalSide(tess_id, EPHEMERIS, tess_id, None, magnitude, depth)


def diluted(true_depth: float, source: float, other: float, spill: float, back: float) -> tuple[float, float]:
    """Depths that two apertures show: each holds its own star and a part of the other's light."""
    light, beside = 10 ** (-0.4 * source), 10 ** (-0.4 * other)
    return true_depth * light / (light + back * beside), true_depth * spill * light / (beside + spill * light)


@pytest.mark.parametrize(
    ("source", "other", "spill", "back"),
    [(10.0, 12.0, 0.1, 0.05), (12.0, 10.0, 0.6, 0.05), (11.0, 11.0, 0.2, 0.2), (9.0, 13.0, 0.05, 0.02)],
)
def test_the_binary_is_named_whether_it_is_the_brighter_star_or_not(
    source: float, other: float, spill: float, back: float
) -> None:
    own, shallow = diluted(0.4, source, other, spill, back)
    owner, reasons = likely_owner(seen(1, source, own), seen(2, other, shallow), 2.0 * 21)
    assert owner == 1, reasons
    assert likely_owner(seen(2, other, shallow), seen(1, source, own), 2.0 * 21)[0] == 1
    assert any("deeper on TIC 1" in each for each in reasons)


def test_a_star_cannot_lose_more_light_than_it_has() -> None:
    owner, reasons = likely_owner(seen(1, 9.0, 0.3), seen(2, 14.0, 0.35), 30.0)
    assert owner == 1
    assert any("TIC 2 cannot be the source" in each for each in reasons)


def test_the_same_light_in_two_apertures_is_undecided() -> None:
    owner, reasons = likely_owner(seen(1, 12.0, 0.20), seen(2, 12.1, 0.21), 8.0)
    assert owner is None
    assert reasons[0] == "undecided"


def test_too_much_light_too_far_away_points_to_a_third_star() -> None:
    owner, reasons = likely_owner(seen(1, 12.0, 0.30), seen(2, 12.0, 0.15), 5.5 * 21)
    assert owner is None
    assert any("third star" in each for each in reasons)


@pytest.mark.parametrize(("depth", "magnitude"), [(None, 12.0), (0.1, None)])
def test_what_is_not_known_is_said(depth: float | None, magnitude: float | None) -> None:
    owner, reasons = likely_owner(seen(1, magnitude, depth), seen(2, 12.0, 0.09), 30.0)
    assert owner is None
    assert any("not known" in each for each in reasons)


def test_less_light_spills_farther_away() -> None:
    parts = [spilled(pixels, 12.0) for pixels in (0.0, 2.0, 4.0, 6.0, 9.0)]
    assert parts == sorted(parts, reverse=True)
    assert parts[0] == 1.0
    assert parts[-1] < 0.03
