"""Each rule of the decision on a light curve that it is for."""

from dataclasses import replace

import numpy as np
import pytest

from tessebs_core.compute.period_report import period_report
from tessebs_core.records import Ephemeris, LightCurve
from tessebs_core.records.periods import PeriodReport
from tessebs_core.vocabulary import PeriodGrade
from tests.support.folded import START, Dip, light_curve

PERIOD = 3.07


def report(*dips: Dip, period: float = PERIOD, **how: float) -> PeriodReport:
    ephemeris = Ephemeris(START + 0.9, period)
    return period_report(light_curve(ephemeris, dips, **{"noise": 2e-3, **how}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "dips",
    [
        [(0.0, 0.2, 0.2), (0.5, 0.12, 0.2)],  # unequal, circular
        [(0.0, 0.2, 0.2), (0.5, 0.17, 0.2)],  # nearly twins: odd and even
        [(0.0, 0.2, 0.2), (0.31, 0.1, 0.3)],  # eccentric
        [(0.0, 0.7, 0.3), (0.5, 0.02, 0.3)],  # Algol
    ],
)
def test_the_orbital_period_is_certain(dips: list[Dip]) -> None:
    found = report(*dips)
    assert found.period == pytest.approx(PERIOD, rel=1e-4)
    assert found.grade is PeriodGrade.CERTAIN
    assert found.alternative is None


def test_a_contact_binary_has_two_humps() -> None:
    found = report((0.0, 0.05, 0.12), period=0.37, wave=0.15)
    assert found.period == pytest.approx(0.37, rel=1e-4)
    assert found.grade is PeriodGrade.CERTAIN


def test_perfectly_equal_eclipses_are_doubled_and_called_ambiguous() -> None:
    curve = light_curve(Ephemeris(START + 0.9, PERIOD), (), noise=2e-3)
    away = 2 * (curve.time - START - 0.9) / PERIOD
    away = np.abs(away - np.floor(away + 0.5)) * PERIOD / 2
    found = period_report(replace(curve, flux=curve.flux - 0.2 * np.clip(1 - away / 0.1, 0.0, 1.0)))
    assert found.period == pytest.approx(PERIOD, rel=1e-4)
    assert found.grade is PeriodGrade.AMBIGUOUS
    assert found.alternative == pytest.approx(PERIOD / 2, rel=1e-4)


def test_equal_eclipses_at_uneven_intervals_are_an_eccentric_orbit() -> None:
    found = report((0.0, 0.2, 0.15), (0.508, 0.2, 0.15), noise=1e-3, cadence=120.0)
    assert found.period == pytest.approx(PERIOD, rel=1e-4)


def test_an_eclipse_too_deep_for_twins_is_the_only_one() -> None:
    found = report((0.0, 0.8, 0.25))
    assert found.period == pytest.approx(PERIOD, rel=1e-4)
    assert "deeper" in found.reasons[0]


def test_a_flat_bottom_is_no_twin() -> None:
    curve = light_curve(Ephemeris(START + 0.9, PERIOD), (), noise=5e-4, cadence=120.0)
    away = (curve.time - START - 0.9) / PERIOD
    away = np.abs(away - np.floor(away + 0.5)) * PERIOD
    transit = 0.03 * np.clip((0.12 - away) / 0.02, 0.0, 1.0)
    found = period_report(replace(curve, flux=curve.flux - transit))
    assert found.period == pytest.approx(PERIOD, rel=1e-4)
    assert found.grade is PeriodGrade.LIKELY


def test_noise_has_no_eclipses() -> None:
    found = report()
    assert (found.grade, found.ephemeris) == (PeriodGrade.NO_ECLIPSES, None)


def test_waves_that_beat_are_no_eclipses() -> None:
    curve = light_curve(Ephemeris(START, 2.0), (), noise=5e-4, sectors=2)
    waves = sum(
        each * np.cos(2 * np.pi * curve.time * frequency)
        for each, frequency in ((0.01, 1.31), (0.007, 1.43), (0.006, 1.57))
    )
    assert period_report(replace(curve, flux=curve.flux + waves)).grade is PeriodGrade.NO_ECLIPSES


def test_a_saw_tooth_is_a_pulsator() -> None:
    curve = light_curve(Ephemeris(START, 2.0), (), noise=1e-3)
    phase = (curve.time / 0.571) % 1.0
    rise = np.where(phase < 0.2, phase / 0.2, (1 - phase) / 0.8)
    found = period_report(replace(curve, flux=curve.flux + 0.3 * rise))
    assert found.grade is PeriodGrade.NO_ECLIPSES
    assert "pulsators" in found.reasons[0]


def test_spots_beside_narrow_eclipses_do_not_decide() -> None:
    curve = light_curve(Ephemeris(START + 0.9, PERIOD), [(0.0, 0.1, 0.2), (0.5, 0.05, 0.2)], noise=1e-3)
    spots = 0.01 * np.cos(2 * np.pi * curve.time / 4.4) * np.exp(-(((curve.time - START - 8) / 9) ** 2))
    found = period_report(replace(curve, flux=curve.flux + spots))
    assert found.period == pytest.approx(PERIOD, rel=1e-4)


def test_two_eclipses_alone_are_never_certain() -> None:
    curve = light_curve(Ephemeris(START + 4.0, 16.3), [(0.0, 0.2, 0.3), (0.35, 0.1, 0.3)])
    assert isinstance(curve, LightCurve)
    found = period_report(curve)
    assert found.grade is not PeriodGrade.CERTAIN
