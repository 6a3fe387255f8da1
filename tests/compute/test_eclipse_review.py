import numpy as np
import pytest

from tessebs_core.compute.eclipse_numbers import EclipseNumber
from tessebs_core.compute.eclipse_review import review_of
from tessebs_core.compute.eclipses import Eclipses, measure_eclipses
from tessebs_core.errors import InputError
from tessebs_core.records import Ephemeris
from tests.support.eclipses import BJD0, gaussians, one_sector


def one_eclipse(depth: float = 0.3) -> Eclipses:
    time = one_sector(120.0)
    flux = gaussians(time, 2.3, (0.0, depth, 0.08)) + np.random.default_rng(1).normal(0, 0.002, time.size)
    return measure_eclipses(time, flux, Ephemeris(BJD0, 2.3))


def test_a_person_rejects_and_accepts_single_numbers() -> None:
    found = one_eclipse()
    review = review_of(found)
    assert review.accepted(EclipseNumber.PRIM_WIDTH_PF) is not None
    assert review.accepted(EclipseNumber.SEC_WIDTH_PF) is None
    rejected = review.reject(EclipseNumber.PRIM_WIDTH_PF, "a reviewer", "spots")
    assert rejected.accepted(EclipseNumber.PRIM_WIDTH_PF) is None
    assert rejected.of(EclipseNumber.PRIM_WIDTH_PF).reason == "spots"
    assert review.accepted(EclipseNumber.PRIM_WIDTH_PF) is not None
    again = rejected.accept(EclipseNumber.PRIM_WIDTH_PF, "a reviewer")
    assert again.accepted(EclipseNumber.PRIM_WIDTH_PF) == found.value(EclipseNumber.PRIM_WIDTH_PF)
    with pytest.raises(InputError):
        review.accept(EclipseNumber.SEC_WIDTH_PF, "a reviewer")


def test_doubtful_numbers_begin_rejected_with_the_reason_and_a_person_may_take_them() -> None:
    review = review_of(one_eclipse(depth=1.3))
    doubtful = review.of(EclipseNumber.PRIM_DEPTH_2G)
    assert not doubtful.accepted
    assert doubtful.reviewer is None
    assert "all light" in doubtful.reason
    taken = review.accept(EclipseNumber.PRIM_DEPTH_2G, "a reviewer", "normalised by hand")
    assert taken.accepted(EclipseNumber.PRIM_DEPTH_2G) == doubtful.value
    assert taken.of(EclipseNumber.PRIM_DEPTH_2G).reviewer == "a reviewer"
