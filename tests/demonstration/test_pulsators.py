import numpy as np
import pytest

from tessebs_core.demonstration.pulsators import (
    Mode,
    Pulsator,
    cepheid,
    delta_scuti,
    gamma_doradus,
    rr_lyrae,
)


def test_an_exposure_damps_a_mode_by_its_sinc() -> None:
    mode = Pulsator((Mode(frequency=20.0, amplitude=0.01, phase=0.3),))
    exposure = 1800 / 86400
    time = np.linspace(1325, 1326, 400)
    instants = time[:, None] + exposure * ((np.arange(500) + 0.5) / 500 - 0.5)
    np.testing.assert_allclose(
        mode.observed(time, exposure),
        mode.observed(instants.ravel(), 1e-9).reshape(400, 500).mean(1),
        atol=1e-7,
    )


def test_the_modes_of_a_class_lie_where_it_pulsates() -> None:
    rng = np.random.default_rng(1)
    assert all(5 < mode.frequency < 31 for mode in delta_scuti(rng, 0.01).modes)
    assert all(0.5 < mode.frequency < 3 for mode in gamma_doradus(rng, 0.01).modes)


def test_the_first_mode_is_the_strongest() -> None:
    for seed in range(20):
        modes = delta_scuti(np.random.default_rng(seed), 0.01).modes
        assert max(mode.amplitude for mode in modes) == modes[0].amplitude == 0.01


@pytest.mark.parametrize("star", ["RRab", "RRc", "Cepheid"])
def test_radial_pulsators_rise_faster_than_they_fall(star: str) -> None:
    rng = np.random.default_rng(2)
    curve = cepheid(rng, 1325.0) if star == "Cepheid" else rr_lyrae(rng, 1325.0, overtone=star == "RRc")
    rise = np.argmax(curve.flux) / len(curve.flux)  # from the minimum at phase 0
    assert np.argmin(curve.flux) == 0
    assert 0.1 < rise < 0.45
    assert 0.15 < np.ptp(curve.flux) < 1.0
