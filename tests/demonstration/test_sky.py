import math

import numpy as np
import pytest

from tessebs_core.archive.sectors import sector_pointings
from tessebs_core.demonstration.observing import sector_span
from tessebs_core.demonstration.programmes import FAST_AND_NORMAL, FAST_ONLY, ROUND
from tessebs_core.demonstration.sky import FIELD_RADIUS, FIELDS, galactic, scattered


def degrees_between(ra1: float, dec1: float, ra2: float, dec2: float) -> float:
    a, b, c, d = map(math.radians, (ra1, dec1, ra2, dec2))
    cosine = math.sin(b) * math.sin(d) + math.cos(b) * math.cos(d) * math.cos(a - c)
    return math.degrees(math.acos(min(1.0, cosine)))


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_a_field_lies_in_the_camera_that_is_said_to_see_it(name: str) -> None:
    field = FIELDS[name]
    pointings = {each.sector_id: each for each in sector_pointings()}
    for seen in field.seen:
        cameras = pointings[seen.sector].cameras
        distances = [degrees_between(field.ra, field.dec, each.ra, each.dec) for each in cameras]
        assert int(np.argmin(distances)) + 1 == seen.camera
        assert min(distances) < 17.0  # a camera is 24 degrees square


def test_programmes_observe_only_sectors_that_see_their_field() -> None:
    for programme in (*ROUND, FAST_AND_NORMAL, FAST_ONLY):
        seen = {each.sector for each in programme.place.seen}
        used = {sector for sectors in programme.products.values() for sector in sectors}
        assert used <= seen
        assert all(sector_span(each) for each in used)
        assert 2 <= len(programme.products) <= 4


def test_targets_stay_near_the_centre_of_their_field() -> None:
    rng = np.random.default_rng(8)
    for field in FIELDS.values():
        ra, dec = scattered(field, rng)
        assert degrees_between(ra, dec, field.ra, field.dec) < 1.1 * FIELD_RADIUS


def test_the_galactic_centre_and_pole_come_out() -> None:
    assert galactic(266.40499, -28.93617) == pytest.approx((0.0, 0.0), abs=1e-3) or galactic(
        266.40499, -28.93617
    )[0] == pytest.approx(360.0, abs=1e-3)
    assert galactic(192.85948, 27.12825)[1] == pytest.approx(90.0, abs=1e-3)
