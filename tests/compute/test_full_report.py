import numpy as np
import pytest

from tessebs_core.compute.full_report import full_report
from tessebs_core.errors import Cancelled
from tessebs_core.records import LightCurve
from tessebs_core.records.reporting import Step
from tessebs_core.vocabulary import PeriodGrade

PERIOD, ZERO = 2.7, 1326.4  # days, BTJD


def _light_curve(primary: float, secondary: float) -> LightCurve:
    """25 days at 600 s with Gaussian eclipses of these depths at phases 0 and 0.5, and noise of 0.05 %."""
    time = np.arange(1325.3, 1350.3, 600 / 86400)
    phase = (time - ZERO) / PERIOD
    flux = np.ones(time.size)
    for depth, place in ((primary, 0.0), (secondary, 0.5)):
        away = phase - place - np.floor(phase - place + 0.5)
        flux -= depth * np.exp(-0.5 * (away / 0.015) ** 2)
    flux += np.random.default_rng(3).normal(0, 5e-4, time.size)
    return LightCurve(
        1, "SPOC", time, flux, np.full(time.size, 5e-4), np.ones(time.size), np.full(time.size, 600.0),
        np.zeros(time.size),
    )  # fmt: skip


def test_period_eclipses_and_times_come_together() -> None:
    found = full_report(_light_curve(0.2, 0.08))
    assert found.decision.period == pytest.approx(PERIOD, rel=1e-4)
    assert found.eclipses is not None
    primary, secondary = found.eclipses.two_gaussian.primary, found.eclipses.two_gaussian.secondary
    assert primary is not None
    assert secondary is not None
    assert (primary.depth, secondary.depth) == (pytest.approx(0.2, rel=0.02), pytest.approx(0.08, rel=0.03))
    assert secondary.position == pytest.approx(0.5, abs=1e-3)
    assert [len(each.times) for each in found.times] == [9, 9]
    assert found.further is None


def test_noise_alone_has_no_eclipses_to_measure() -> None:
    found = full_report(_light_curve(0.0, 0.0))
    assert found.decision.grade is PeriodGrade.NO_ECLIPSES
    assert (found.eclipses, found.times) == (None, ())


def test_a_further_signal_is_looked_for_when_asked() -> None:
    found = full_report(_light_curve(0.2, 0.08), further=True)
    assert found.further is not None
    assert not found.further.significant


def test_the_steps_of_a_report_never_go_back() -> None:
    steps: list[Step] = []
    full_report(_light_curve(0.2, 0.08), report=steps.append)
    assert [step.done for step in steps] == list(range(steps[0].total))


def test_a_report_stops_when_told() -> None:
    steps: list[Step] = []
    with pytest.raises(Cancelled):
        full_report(_light_curve(0.2, 0.08), report=steps.append, cancelled=lambda: len(steps) > 2)
    assert len(steps) == 3
