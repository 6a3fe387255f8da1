from dataclasses import replace

import numpy as np
import pytest

from tessebs_core.compute.product_folds import LEAST_FRACTION, compare_folds, fold_product
from tessebs_core.records import Ephemeris, LightCurve
from tests.support.folded import START, light_curve

TRUE = Ephemeris(START + 0.9, 3.07)
CURVE = light_curve(TRUE, [(0.0, 0.2, 0.2), (0.5, 0.1, 0.2)], noise=1e-3)


def product(name: str, dilution: float = 0.0) -> LightCurve:
    """The same star with a part of a steady neighbour's light in the aperture."""
    return replace(CURVE, provenance=name, flux=(1 - dilution) * CURVE.flux + dilution)


def test_depth_width_and_scatter_are_those_of_the_light_curve() -> None:
    found = fold_product(product("SPOC"), TRUE)
    assert found.depth == pytest.approx(0.2, rel=0.15)  # a Gaussian is pointed where the eclipse is flat
    assert found.secondary == pytest.approx(0.1, rel=0.15)
    assert found.scatter == pytest.approx(1e-3, rel=0.2)
    assert found.depth_unc is not None
    assert 0 < found.depth_unc < 0.01
    assert found.width is not None
    assert found.curve.size == 120
    assert np.nanargmin(found.curve) in range(56, 64)


def test_products_that_agree_give_no_warning() -> None:
    comparison = compare_folds(TRUE, [fold_product(product(name), TRUE) for name in ("SPOC", "QLP")])
    assert comparison.warnings == ()
    assert [each.provenance for each in comparison.folds] == ["SPOC", "QLP"]


def test_a_neighbours_light_in_one_aperture_is_told_for_both_eclipses() -> None:
    folds = [fold_product(product("SPOC"), TRUE), fold_product(product("QLP", 0.3), TRUE)]
    primary, secondary = compare_folds(TRUE, folds).warnings
    assert "primary" in primary
    assert "deep in SPOC" in primary
    assert "30 % less" in primary
    assert "secondary" in secondary


def test_less_than_the_stated_fraction_is_no_warning_however_sure() -> None:
    folds = [fold_product(product("SPOC"), TRUE), fold_product(product("QLP", LEAST_FRACTION / 2), TRUE)]
    assert compare_folds(TRUE, folds).warnings == ()


def test_less_than_the_errors_is_no_warning_however_large() -> None:
    first, second = (fold_product(product(name, part), TRUE) for name, part in (("SPOC", 0.0), ("QLP", 0.3)))
    unsure = replace(second, depth_unc=0.05, secondary_unc=0.05)
    assert compare_folds(TRUE, [first, unsure]).warnings == ()


def test_exposures_longer_than_the_eclipse_are_not_compared() -> None:
    long = replace(product("QLP", 0.3), cadence=np.full(len(CURVE), 20_000.0))
    folds = [fold_product(product("SPOC"), TRUE), fold_product(long, TRUE)]
    assert "too long" in folds[1].remark
    assert compare_folds(TRUE, folds).warnings == ()


def test_noise_alone_shows_no_eclipse() -> None:
    quiet = light_curve(TRUE, [], noise=1e-3)
    found = fold_product(quiet, TRUE)
    assert found.depth is None
    assert found.remark == "shows no eclipse"


def test_too_few_points_come_back_with_the_reason() -> None:
    columns = ("time", "flux", "flux_err", "sector", "cadence", "quality")
    short = replace(CURVE, **{name: getattr(CURVE, name)[:12] for name in columns})
    found = fold_product(short, TRUE)
    assert found.depth is None
    assert found.points == 12
    assert found.remark
