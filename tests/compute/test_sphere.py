"""Against astropy's own spherical trigonometry, and where it is known by heart."""

import numpy as np
import pytest
from astropy import units
from astropy.coordinates import SkyCoord

from tessebs_core.compute.sphere import box_around, position_angle, separation

ARCSEC = 1 / 3600


@pytest.mark.parametrize("dec", [-90.0, -89.9999, -45.0, 0.0, 60.0, 89.9995, 90.0])
@pytest.mark.parametrize("ra", [0.0, 0.0003, 180.0, 359.9998])
def test_distance_and_direction_are_astropys(ra, dec):
    here = SkyCoord(ra, dec, unit="deg")
    for angle in (0.0, 37.0, 180.0, 301.5):
        there = here.directional_offset_by(angle * units.deg, 80 * units.arcsec)
        found = separation(ra, dec, there.ra.deg, there.dec.deg)
        assert found == pytest.approx(80 * ARCSEC, rel=1e-8)
        wanted = here.position_angle(there).deg
        turn = position_angle(ra, dec, there.ra.deg, there.dec.deg) - wanted
        assert (turn + 180) % 360 - 180 == pytest.approx(0.0, abs=1e-6)


def test_a_circle_lies_in_its_box_even_over_a_pole_and_over_zero():
    random = np.random.default_rng(5)
    for ra, dec, radius in [
        (0.001, 10.0, 0.05),
        (359.99, -60.0, 0.05),
        (120.0, 89.98, 0.05),
        (5.0, -90.0, 0.1),
    ]:
        box = box_around(ra, dec, radius)
        edge = SkyCoord(ra, dec, unit="deg").directional_offset_by(
            random.uniform(0, 360, 300) * units.deg, random.uniform(0, radius * 0.9999, 300) * units.deg
        )
        for east, north in zip(edge.ra.deg, edge.dec.deg, strict=True):
            assert box.declinations[0] <= north <= box.declinations[1]
            assert any(low <= east <= high for low, high in box.right_ascensions)


def test_the_direction_to_itself_and_straight_north_is_zero():
    assert position_angle(10.0, 5.0, 10.0, 5.0) == 0.0
    assert position_angle(10.0, 5.0, 10.0, 6.0) == 0.0
