import numpy as np
import pytest

from tessebs_core.compute.search_points import binned, flattened, search_points, stretches
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris, LightCurve
from tests.support.folded import light_curve

FLAT = Ephemeris(1326.0, 2.0)


def test_weights_are_those_of_the_true_noise() -> None:
    points = search_points(light_curve(FLAT, (), noise=2e-3, cadence=120.0))
    assert points.weight[0] ** -0.5 == pytest.approx(2e-3, rel=0.03)


def test_a_sector_of_more_noise_weighs_less() -> None:
    quiet, loud = (light_curve(FLAT, (), noise=each, sectors=2) for each in (1e-3, 4e-3))
    mixed = LightCurve(
        1, "SPOC", quiet.time, np.where(quiet.sector == 1, quiet.flux, loud.flux),
        np.full(len(quiet), np.nan), quiet.sector, quiet.cadence, quiet.quality,
    )  # fmt: skip
    points = search_points(mixed)
    assert points.weight[0] / points.weight[-1] == pytest.approx(16, rel=0.2)


def test_a_single_spike_is_left_out_and_an_eclipse_is_not() -> None:
    curve = light_curve(FLAT, [(0.0, 0.3, 0.1)])
    flux = curve.flux.copy()
    flux[190] += 0.1
    spiked = LightCurve(
        1, "SPOC", curve.time, flux, curve.flux_err, curve.sector, curve.cadence, curve.quality
    )
    points = search_points(spiked)
    assert len(curve) - points.time.size == 1
    assert points.flux.min() < -0.25


def test_bins_keep_the_sums() -> None:
    points = search_points(light_curve(FLAT, [(0.0, 0.1, 0.2)], cadence=120.0))
    coarse = binned(points)
    assert coarse.time.size == pytest.approx(points.time.size / 5, rel=0.02)
    assert coarse.weight.sum() == pytest.approx(points.weight.sum())
    assert (coarse.weight * coarse.flux).sum() == pytest.approx((points.weight * points.flux).sum(), abs=1e-6)


def test_flattening_takes_a_slow_wave_and_leaves_a_narrow_dip() -> None:
    points = search_points(light_curve(Ephemeris(1326.0, 6.0), [(0.0, 0.1, 0.15)], wave=0.02))
    flat = flattened(points, 0.9)
    assert flat.flux.min() == pytest.approx(-0.1, abs=0.01)
    assert np.percentile(flat.flux, 80) - np.percentile(flat.flux, 20) < 0.006
    assert np.percentile(points.flux, 80) - np.percentile(points.flux, 20) > 0.025


def test_stretches_end_at_gaps() -> None:
    time = np.array([0.0, 0.1, 0.2, 5.0, 5.1])
    assert stretches(time).tolist() == [[0, 3], [3, 5]]


def test_a_handful_of_points_is_refused() -> None:
    curve = light_curve(FLAT, ())
    few = LightCurve(1, "SPOC", *(getattr(curve, name)[:5] for name in (
        "time", "flux", "flux_err", "sector", "cadence", "quality")))  # fmt: skip
    with pytest.raises(BadLightCurve, match="too few"):
        search_points(few)
