import numpy as np
import pytest

from tessebs_core.demonstration.light import Constant
from tessebs_core.demonstration.observing import SCATTERED_LIGHT
from tessebs_core.demonstration.phase_curves import PhaseCurve
from tessebs_core.demonstration.pipelines import PIPELINES, observe, white_noise
from tessebs_core.provenances.registry import known_provenances
from tessebs_core.records import Ephemeris


def test_there_is_a_pipeline_for_each_product_that_is_read() -> None:
    assert set(PIPELINES) == {each.name for each in known_provenances()}


@pytest.mark.parametrize(("magnitude", "sigma"), [(10.0, 1e-3), (13.0, 6e-3), (15.0, 30e-3)])
def test_two_minute_noise_is_that_of_real_light_curves(magnitude: float, sigma: float) -> None:
    """Typical values of TESS; they spread by a factor of two with aperture and sky."""
    assert sigma / 2 < white_noise(magnitude, 120.0) < sigma * 2


def test_noise_averages_down_with_time() -> None:
    assert white_noise(12.0, 1800.0) == pytest.approx(white_noise(12.0, 120.0) / np.sqrt(15), rel=0.01)


def test_stated_errors_are_the_scatter() -> None:
    segment = observe(
        Constant(), "TESS-SPOC", 40, 600.0, magnitude=12.0, contamination=0.0, rng=np.random.default_rng(4)
    )
    good = segment.quality == 0
    differences = np.diff(segment.flux[good])
    scatter = np.median(np.abs(differences)) / 0.6745 / np.sqrt(2)
    assert scatter == pytest.approx(np.median(segment.flux_err), rel=0.1)


def test_products_that_correct_for_neighbours_show_deeper_eclipses() -> None:
    eclipsing = PhaseCurve.of(
        Ephemeris(1684.0, 2.0), lambda phase: np.where(np.abs(phase - np.round(phase)) < 0.1, 0.5, 1.0)
    )

    def depth(product: str) -> float:
        segment = observe(
            eclipsing, product, 14, 1800.0, magnitude=9.0, contamination=0.3, rng=np.random.default_rng(5)
        )
        return float(1 - np.quantile(segment.flux[segment.quality == 0], 0.05))

    assert depth("TESS-SPOC") == pytest.approx(0.5, abs=0.02)
    assert depth("QLP") == pytest.approx(0.5 / 1.33, abs=0.02)


def test_scattered_light_is_flagged_at_the_ends_of_orbits_only() -> None:
    segment = observe(
        Constant(), "QLP", 14, 1800.0, magnitude=12.0, contamination=0.0, rng=np.random.default_rng(6)
    )
    flagged = segment.quality & SCATTERED_LIGHT > 0
    assert 0 < flagged.mean() < 0.1


def test_the_same_seed_gives_the_same_numbers() -> None:
    one, two = (
        observe(Constant(), "QLP", 1, 1800.0, magnitude=12.0, contamination=0.0, rng=np.random.default_rng(7))
        for _ in range(2)
    )
    np.testing.assert_array_equal(one.flux, two.flux)
