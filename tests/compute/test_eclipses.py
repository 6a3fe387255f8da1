import numpy as np
import pytest

from tessebs_core.compute.eclipse_numbers import EclipseModel, EclipseNumber, Which
from tessebs_core.compute.eclipse_review import review_of
from tessebs_core.compute.eclipses import Eclipses, measure_eclipses
from tessebs_core.compute.two_gaussian import TwoGaussianShape
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris
from tests.support.eclipses import BJD0, box_shaped, gaussians, one_sector

Dip = tuple[float, float, float]


def measured(
    period: float, *dips: Dip, noise: float = 0.002, ellipsoidal: float = 0.0, cadence: float = 600.0
) -> Eclipses:
    time = one_sector(cadence)
    flux = gaussians(time, period, *dips, ellipsoidal=ellipsoidal)
    flux += np.random.default_rng(1).normal(0, noise, time.size)
    return measure_eclipses(time, flux, Ephemeris(BJD0, period))


def test_a_clear_binary_has_all_thirteen_numbers_and_no_doubts() -> None:
    found = measured(2.3, (0.0, 0.3, 0.08), (0.5, 0.15, 0.08), cadence=120.0)
    assert found.doubts == ()
    assert found.remarks == ()
    for number in EclipseNumber:
        value = found.value(number)
        assert value is not None
        assert 0 <= value < 1


def test_names_are_the_columns_of_the_catalogue() -> None:
    found = measured(2.3, (0.0, 0.3, 0.08), (0.4, 0.15, 0.06))
    assert found.value(EclipseNumber.SEC_POS_2G) == pytest.approx(0.4, abs=0.002)
    assert found.value(EclipseNumber.PRIM_DEPTH_2G) == pytest.approx(0.3, rel=0.02)
    assert found.value(EclipseNumber.SEC_WIDTH_PF) == pytest.approx(0.06 / 1.44, rel=0.06)


def test_noise_gives_no_number_that_is_trusted() -> None:
    found = measured(1.0)
    assert found.two_gaussian.shape is TwoGaussianShape.C
    assert found.morphology is None
    assert all(review_of(found).accepted(number) is None for number in EclipseNumber)


def test_a_pure_wave_is_near_one_and_has_no_eclipse_in_two_gaussians() -> None:
    found = measured(1.0, ellipsoidal=0.03, noise=0.001)
    assert found.shape(Which.PRIMARY, EclipseModel.TWO_GAUSSIAN) is None
    assert found.morphology is not None
    assert found.morphology.value > 0.85
    assert "ellipsoidal" in found.remarks[0]


def test_a_primary_in_the_wrong_place_is_remarked() -> None:
    found = measured(2.3, (0.0, 0.1, 0.06), (0.5, 0.3, 0.06))
    assert any("not at bjd0" in remark for remark in found.remarks)


def test_a_gap_in_an_eclipse_is_a_reason_not_to_trust_its_numbers() -> None:
    time = one_sector(600.0)
    flux = gaussians(time, 2.3, (0.0, 0.3, 0.08)) + np.random.default_rng(2).normal(0, 0.002, time.size)
    phase = (time - BJD0) / 2.3
    phase -= np.floor(phase + 0.5)
    kept = ~((phase > 0.005) & (phase < 0.035))
    found = measure_eclipses(time[kept], flux[kept], Ephemeris(BJD0, 2.3))
    assert any("no points" in reason for reason in found.doubts_on(EclipseNumber.PRIM_DEPTH_2G))


def test_long_exposures_are_a_reason_not_to_trust_a_width() -> None:
    ephemeris = Ephemeris(BJD0, 1.1)
    time = one_sector(1800.0)
    flux = box_shaped(time, ephemeris, 0.05, 0.2, exposure=1800 / 86400)
    flux += np.random.default_rng(3).normal(0, 0.001, time.size)
    found = measure_eclipses(time, flux, ephemeris)
    assert any("three points" in reason for reason in found.doubts_on(EclipseNumber.PRIM_WIDTH_PF))


def test_a_box_shaped_eclipse_is_better_described_by_the_chain_or_doubted() -> None:
    ephemeris = Ephemeris(BJD0, 3.0)
    time = one_sector(120.0)
    flux = box_shaped(time, ephemeris, 0.08, 0.3) + np.random.default_rng(4).normal(0, 0.001, time.size)
    found = measure_eclipses(time, flux, ephemeris)
    primary = found.shape(Which.PRIMARY, EclipseModel.POLYFIT)
    assert primary is not None
    assert primary.width == pytest.approx(0.065, abs=0.015)  # trapezoid 0.08 at the top, 0.016 at the bottom
    assert primary.depth == pytest.approx(0.3, rel=0.15)


def test_more_than_all_light_lost_is_doubted() -> None:
    found = measured(2.3, (0.0, 1.4, 0.08))
    assert any("all light" in reason for reason in found.doubts_on(EclipseNumber.PRIM_DEPTH_2G))


@pytest.mark.parametrize("seed", range(4))
def test_flares_and_gaps_do_not_move_the_numbers(seed: int) -> None:
    rng = np.random.default_rng(seed)
    time = one_sector(120.0)
    flux = gaussians(time, 1.7, (0.0, 0.2, 0.07), (0.5, 0.1, 0.07)) + rng.normal(0, 0.002, time.size)
    for begin in rng.choice(time.size - 30, 15):
        flux[begin : begin + 15] += 0.1 * np.exp(-np.arange(15) / 4)
    kept = rng.random(time.size) > 0.2
    kept &= ~((time > 1330) & (time < 1333))
    found = measure_eclipses(time[kept], flux[kept], Ephemeris(BJD0, 1.7))
    assert found.value(EclipseNumber.PRIM_WIDTH_2G) == pytest.approx(0.07, rel=0.03)
    assert found.value(EclipseNumber.SEC_DEPTH_2G) == pytest.approx(0.1, rel=0.03)


def test_points_that_are_not_finite_are_refused() -> None:
    time = one_sector(1800.0)
    with pytest.raises(BadLightCurve):
        measure_eclipses(time, np.full(time.size, np.nan), Ephemeris(BJD0, 1.0))


def test_a_flat_line_without_noise_has_no_eclipse() -> None:
    time = one_sector(1800.0)
    found = measure_eclipses(time, np.ones(time.size), Ephemeris(BJD0, 1.0))
    assert found.two_gaussian.primary is None


@pytest.mark.parametrize("seed", range(40))
def test_strange_light_curves_give_numbers_or_one_of_our_errors(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = int(rng.choice([30, 200, 1000]))
    time = np.sort(rng.uniform(1325, 1325 + rng.choice([1, 27, 300]), size))
    period = float(np.exp(rng.uniform(np.log(0.05), np.log(400))))
    flux = (
        1 + rng.normal(0, 0.01, size),
        1 + rng.standard_cauchy(size),
        np.zeros(size),
        -1e6 * rng.random(size),
        np.round(1 + 0.1 * np.sin(2 * np.pi * time / period), 1),
    )[seed % 5]
    try:
        found = measure_eclipses(time, flux, Ephemeris(1330.0, period))
    except BadLightCurve:
        return
    for number in EclipseNumber:
        value = found.value(number)
        assert value is None or np.isfinite(value)
