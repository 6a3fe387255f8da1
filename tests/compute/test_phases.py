import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tessebs_core.compute.phases import cycle_number, orbital_phase
from tessebs_core.records import Ephemeris


def test_the_primary_minimum_has_phase_zero_and_the_middle_between_two_is_minus_a_half() -> None:
    ephemeris = Ephemeris(1325.0, 2.0)
    time = np.array([1325.0, 1325.5, 1326.0, 1326.5, 1327.0, 1324.5])
    np.testing.assert_array_equal(orbital_phase(time, ephemeris), [0, 0.25, -0.5, -0.25, 0, -0.25])
    np.testing.assert_array_equal(cycle_number(time, ephemeris), [0, 0, 1, 1, 1, 0])


@given(
    time=st.floats(-5000, 10000),
    bjd0=st.floats(-5000, 10000),
    period=st.floats(1e-3, 1e4),
)
def test_phase_and_cycle_give_the_time_back_and_the_phase_keeps_its_range(
    time: float, bjd0: float, period: float
) -> None:
    times, ephemeris = np.array([time]), Ephemeris(bjd0, period)
    phase, cycle = orbital_phase(times, ephemeris)[0], cycle_number(times, ephemeris)[0]
    assert -0.5 <= phase < 0.5
    # One part in 10^16 of the largest number that takes part, a few times over.
    np.testing.assert_allclose(bjd0 + (cycle + phase) * period, time, atol=1e-11)
