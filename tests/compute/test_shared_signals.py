"""Signals put on two stars on purpose are found; those that only happen to be alike are not."""

import numpy as np
import pytest

from tessebs_core.compute.neighbours import neighbour_pairs, reach_of
from tessebs_core.compute.shared_signals import SignalTable, match_signals

PIXEL = 21.0


def table(*rows: dict[str, float], background: int = 2000) -> SignalTable:
    """Signals by row, and others all over the sky that belong to nobody."""
    rng = np.random.default_rng(5)
    known = [
        {"magnitude": 12.0, "bjd0_uncert": 0.002, "period_uncert": 2e-5, "secondary": np.nan} | row
        for row in rows
    ]
    for number in range(background):
        period = float(np.exp(rng.normal(0.5, 1.2)))
        known.append({
            "tess_id": 1_000_000 + number, "ra": float(rng.uniform(0, 360)),
            "dec": float(np.degrees(np.arcsin(rng.uniform(-1, 1)))), "magnitude": float(rng.uniform(8, 14)),
            "bjd0": 1500 + float(rng.uniform(0, period)), "period": period, "bjd0_uncert": 0.002,
            "period_uncert": 2e-5 * period, "secondary": np.nan,
        })  # fmt: skip
    known.sort(key=lambda each: each["tess_id"])
    names = ("ra", "dec", "magnitude", "bjd0", "bjd0_uncert", "period", "period_uncert", "secondary")
    columns = {name: np.array([each[name] for each in known], dtype=float) for name in names}
    return SignalTable(np.array([each["tess_id"] for each in known], dtype=np.int64), **columns)


def found(signals: SignalTable, **options: float) -> list[tuple[int, int, str, bool]]:
    matches = match_signals(signals, **options)  # type: ignore[arg-type]
    return [
        (int(signals.tess_id[one]), int(signals.tess_id[two]), str(matches.ratios[ratio]), bool(same))
        for one, two, ratio, same in zip(
            matches.first, matches.second, matches.ratio, matches.same_minimum, strict=True
        )
    ]


@pytest.mark.parametrize(("ratio", "named"), [(1, "1"), (0.5, "1/2"), (2, "2"), (1 / 3, "1/3"), (3, "3")])
def test_one_signal_at_a_small_multiple_of_its_period_is_found(ratio: float, named: str) -> None:
    one = {"tess_id": 1, "ra": 80.0, "dec": -65.0, "bjd0": 1410.0, "period": 2.3456}
    later = 1410.0 + 2.3456 * 300 + 0.003
    other = {
        "tess_id": 2,
        "ra": 80.0,
        "dec": -65.0 + 2 * PIXEL / 3600,
        "bjd0": later,
        "period": 2.3456 * ratio,
    }
    assert found(table(one, other)) == [(1, 2, named, True)]


def test_a_signal_that_counts_from_the_known_secondary_is_found() -> None:
    one = {"tess_id": 1, "ra": 80.0, "dec": 0.0, "bjd0": 1410.0, "period": 3.0, "secondary": 0.37}
    other = {"tess_id": 2, "ra": 80.004, "dec": 0.0, "bjd0": 1410.0 + 3.0 * 10.37, "period": 3.0}
    assert found(table(one, other)) == [(1, 2, "1", False)]


@pytest.mark.parametrize(("ra", "dec"), [(0.0, 0.0), (123.0, 90.0), (10.0, -90.0), (359.9999, 60.0)])
def test_poles_and_the_meridian_are_places_like_any_other(ra: float, dec: float) -> None:
    step = 2 * PIXEL / 3600
    beside = (
        (ra + 180.0, dec - np.sign(dec) * step)
        if abs(dec) == 90
        else ((ra + step / np.cos(np.radians(dec))) % 360, dec)
    )
    first, second, separation = neighbour_pairs(
        np.array([ra, beside[0]]), np.array([dec, beside[1]]), np.full(2, 4 * PIXEL)
    )
    assert (first.tolist(), second.tolist()) == ([0], [1])
    assert separation[0] == pytest.approx(2 * PIXEL, abs=1e-6)


def test_a_different_time_of_minimum_is_another_signal() -> None:
    one = {"tess_id": 1, "ra": 80.0, "dec": -65.0, "bjd0": 1410.0, "period": 2.3456}
    other = one | {"tess_id": 2, "ra": 80.005, "bjd0": 1410.7}
    assert found(table(one, other)) == []


def test_a_different_period_is_another_signal() -> None:
    one = {"tess_id": 1, "ra": 80.0, "dec": -65.0, "bjd0": 1410.0, "period": 2.3456}
    other = one | {"tess_id": 2, "ra": 80.005, "period": 2.3456 * 1.002}
    assert found(table(one, other)) == []


def test_stars_too_far_apart_are_not_compared_unless_one_is_bright() -> None:
    one = {"tess_id": 1, "ra": 80.0, "dec": 0.0, "bjd0": 1410.0, "period": 2.3456}
    other = one | {"tess_id": 2, "dec": 7 * PIXEL / 3600}
    assert found(table(one, other)) == []
    assert found(table(one, other | {"magnitude": 8.5})) == [(1, 2, "1", True)]
    assert found(table(one, other), reach=8.0) == [(1, 2, "1", True)]
    assert reach_of(np.array([99.0, 2.0, np.nan])) / PIXEL == pytest.approx([4.0, 10.0, 4.0])


def test_uncertainties_that_cover_every_time_prove_nothing() -> None:
    one = {"tess_id": 1, "ra": 80.0, "dec": -65.0, "bjd0": 1410.0, "period": 0.31, "period_uncert": 0.002}
    other = one | {"tess_id": 2, "ra": 80.005, "bjd0": 3410.0, "period": 0.3105}
    assert found(table(one, other)) == []


def test_one_target_may_be_asked_for_alone() -> None:
    one = {"tess_id": 1, "ra": 80.0, "dec": 0.0, "bjd0": 1410.0, "period": 2.3456}
    pairs = [
        one,
        one | {"tess_id": 2, "dec": 0.005},
        one | {"tess_id": 3, "ra": 99.0},
        one | {"tess_id": 4, "ra": 99.005},
    ]
    assert len(found(table(*pairs))) == 2
    assert found(table(*pairs), tess_id=4) == [(3, 4, "1", True)]


def test_unrelated_neighbours_agree_no_more_often_than_is_said() -> None:
    rng = np.random.default_rng(8)
    count = 3000  # pairs two pixels apart, nothing else in common
    period = np.exp(rng.normal(0.5, 1.2, 2 * count))
    ra = np.repeat(np.linspace(0.0, 359.0, count), 2)
    dec = np.tile([0.0, 2 * PIXEL / 3600], count)
    unknown = np.full(2 * count, np.nan)
    signals = SignalTable(
        np.arange(2 * count), ra, dec, np.full(2 * count, 12.0), 1500 + rng.uniform(0, 700, 2 * count),
        np.full(2 * count, 0.003), period, 3e-4 * period, unknown,
    )  # fmt: skip
    matches = match_signals(signals, most_chance=0.02)
    assert matches.tested == count
    # At most 60 expected; agreeing within five sigma is asked besides, so that fewer pass.
    assert 3 <= matches.first.size <= 80
    assert match_signals(signals, most_chance=1e-5).first.size == 0
