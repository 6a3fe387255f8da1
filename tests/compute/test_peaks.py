import numpy as np
import pytest

from tessebs_core.compute.peaks import find_peaks, harmonics_among
from tessebs_core.records import Harmonic, Periodogram
from tessebs_core.vocabulary import PeriodogramMethod

FREQUENCY = np.linspace(0.1, 10, 991)  # steps of 0.01


def periodogram(
    power: np.ndarray,
    frequency: np.ndarray = FREQUENCY,
    method: PeriodogramMethod = PeriodogramMethod.LOMB_SCARGLE,
) -> Periodogram:
    return Periodogram(method, frequency, power)


def hump(centre: float, height: float, width: float = 0.1) -> np.ndarray:
    return height * np.maximum(1 - ((FREQUENCY - centre) / width) ** 2, 0)


def test_peaks_come_highest_first_with_their_parabolas_tops() -> None:
    found = find_peaks(periodogram(hump(2.003, 0.3) + hump(5.0071, 0.8)))
    assert [peak.period for peak in found] == pytest.approx([1 / 5.0071, 1 / 2.003], rel=1e-12)
    assert [peak.power for peak in found] == pytest.approx([0.8, 0.3])


def test_the_parabola_holds_on_an_uneven_grid() -> None:
    frequency = np.array([1.0, 1.3, 1.4, 1.9, 2.0])
    found = find_peaks(periodogram(1 - (frequency - 1.45) ** 2, frequency))
    assert found[0].period == pytest.approx(1 / 1.45)
    assert found[0].power == pytest.approx(1.0)


def test_no_two_peaks_are_closer_than_the_resolution() -> None:
    twins = hump(3.0, 0.9, 0.02) + hump(3.06, 0.7, 0.02) + hump(3.3, 0.5, 0.02)
    assert [round(1 / peak.period, 2) for peak in find_peaks(periodogram(twins))] == [3.0, 3.3]
    time = np.array([0.0, 1 / 0.05])  # a finer resolution, 0.05
    assert [round(1 / peak.period, 2) for peak in find_peaks(periodogram(twins), time=time)] == [
        3.0,
        3.06,
        3.3,
    ]


def test_a_power_that_rises_to_the_end_is_no_peak() -> None:
    assert find_peaks(periodogram(FREQUENCY)) == ()
    assert find_peaks(periodogram(FREQUENCY[::-1].copy())) == ()


@pytest.mark.parametrize("power", [np.zeros(991), np.full(991, 0.4)])
def test_a_flat_periodogram_has_no_peak(power: np.ndarray) -> None:
    assert find_peaks(periodogram(power)) == ()


def test_a_plateau_is_one_peak() -> None:
    assert len(find_peaks(periodogram(np.minimum(hump(4.0, 1.0), 0.5)))) == 1


def test_at_most_so_many_are_given() -> None:
    many = sum(hump(centre, 0.5, 0.03) for centre in np.arange(1, 9))
    assert len(find_peaks(periodogram(many), 3)) == 3
    assert find_peaks(periodogram(many), 0) == ()
    assert find_peaks(periodogram(np.array([0.2, 0.9]), np.array([1.0, 2.0]))) == ()


def test_only_lomb_scargle_peaks_with_times_have_a_false_alarm_probability() -> None:
    time = np.linspace(0, 27, 500)
    found = find_peaks(periodogram(hump(2.0, 0.05)), time=time)
    assert found[0].false_alarm_probability == pytest.approx(0.0, abs=0.1)
    assert find_peaks(periodogram(hump(2.0, 0.05)))[0].false_alarm_probability is None
    boxes = periodogram(hump(2.0, 9.0), method=PeriodogramMethod.BOX_LEAST_SQUARES)
    assert find_peaks(boxes, time=time)[0].false_alarm_probability is None


def test_a_peak_says_which_higher_one_it_is_a_multiple_of() -> None:
    spectrum = hump(3.0, 0.9, 0.05) + hump(6.0, 0.6, 0.05) + hump(1.5, 0.5, 0.05) + hump(4.5, 0.4, 0.05)
    found = find_peaks(periodogram(spectrum + hump(5.2, 0.3, 0.05)))
    ratios = [each.harmonic and (each.harmonic.numerator, each.harmonic.denominator, each.harmonic.of)
              for each in found]  # fmt: skip
    assert ratios == [None, (1, 2, 0), (2, 1, 0), (2, 3, 0), None]


def test_a_harmonic_is_one_only_within_half_a_resolution() -> None:
    marks = harmonics_among(np.array([3.0, 6.04, 6.06]), np.full(3, 0.1))
    assert marks == (None, Harmonic(1, 2, 0), None)


def test_peaks_may_be_sought_in_a_range_of_periods() -> None:
    three = periodogram(hump(1.0, 0.9) + hump(2.0, 0.5) + hump(5.0, 0.7))
    found = find_peaks(three, between=(0.15, 0.6))
    assert [round(1 / peak.period, 2) for peak in found] == [5.0, 2.0]
    assert find_peaks(three, between=(0.6, 0.9)) == ()
