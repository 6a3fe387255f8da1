import numpy as np

from tessebs_core.demonstration.spots import RotatingSpots, Spot, spotted

FOREVER = 1e9


def test_a_spot_takes_its_depth_when_it_faces_us_and_nothing_behind() -> None:
    star = RotatingSpots((Spot(4.0, 1325.0, 0.02, 1325.0, FOREVER),), inclination=np.pi / 2)
    flux = star.observed(np.array([1325.0, 1326.0, 1327.0, 1329.0]), 0.02)
    np.testing.assert_allclose(flux, [0.98, 1.0, 1.0, 0.98], atol=1e-9)


def test_a_spot_fades_within_its_life() -> None:
    star = RotatingSpots((Spot(4.0, 1325.0, 0.02, 1325.0, 8.0),), inclination=np.pi / 2)
    assert 1 - star.observed(np.array([1325.0 + 40.0]), 0.02)[0] < 1e-6


def test_each_stretch_of_data_gets_spots_of_its_own() -> None:
    star = spotted(np.random.default_rng(3), 2.0, 0.02, [(1325, 1353), (2036, 2060)])
    for begin, end in ((1325, 1353), (2036, 2060)):
        assert np.ptp(star.observed(np.linspace(begin, end, 1000), 0.02)) > 0.005


def test_locked_spots_all_turn_with_the_orbit() -> None:
    star = spotted(np.random.default_rng(3), 0.4, 0.02, [(1325, 1353)], shear=0.0)
    assert {spot.period for spot in star.spots} == {0.4}
