import numpy as np

from tessebs_core.compute.false_alarms import false_alarm_probability
from tessebs_core.compute.lomb_scargle import lomb_scargle

TIME = np.linspace(0, 27, 200)


def test_it_is_baluevs_formula_as_astropy_has_it() -> None:
    from astropy.timeseries.periodograms.lombscargle._statistics import false_alarm_probability as reference

    power = np.array([1e-3, 0.02, 0.08, 0.15, 0.3])
    expected = reference(power, 10.0, TIME, np.ones(200), np.ones(200), "standard", method="baluev")
    np.testing.assert_allclose(false_alarm_probability(power, TIME, 10.0), expected, rtol=1e-9)


def test_white_noise_peaks_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(5)
    highest = [
        float(lomb_scargle(TIME, rng.normal(size=200), minimum_period=0.5).power.max()) for _ in range(400)
    ]
    said = false_alarm_probability(np.array(highest), TIME, 2.0)
    # An upper limit, close for small values: 40 of 400 expected below 0.1, with counting noise of 6.
    assert 20 <= int((said < 0.1).sum()) <= 58


def test_its_ends_are_one_and_zero() -> None:
    np.testing.assert_array_equal(false_alarm_probability(np.array([0.0, 1.0]), TIME, 10.0), [1, 0])
    np.testing.assert_array_equal(false_alarm_probability(np.array([0.9]), TIME[:4], 10.0), [1])
