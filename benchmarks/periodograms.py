"""How fast the period searches are, beside the libraries that the group's scripts used before.

Run it with ``python benchmarks/periodograms.py``; it takes less than a minute. The old searches are far too
slow (or need too much memory) to run whole: they are timed on a slice of their trial frequencies, on the
same points, and scaled.
"""

import math
import time as clock
from collections.abc import Callable

import numpy as np
from astropy.timeseries import BoxLeastSquares
from scipy.signal import lombscargle

from tessebs_core.compute.box_least_squares import box_least_squares
from tessebs_core.compute.decimation import decimate
from tessebs_core.compute.folding import binned_mean, phase_raster
from tessebs_core.compute.lomb_scargle import lomb_scargle
from tessebs_core.records import Ephemeris

NOISE = 2e-3
OLD_FREQUENCIES = 14_900  # the grid of the old site: 0.1 to 15 d, whatever the baseline
OLD_DURATION = 0.05  # days


def observed(sectors: int, cadence: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """An eclipsing binary of 2.345 d in consecutive sectors."""
    step = cadence / 86400
    orbits = [np.arange(0, 12.5, step), np.arange(13.5, 26, step)]
    time = np.concatenate([1325 + 27.4 * each + orbit for each in range(sectors) for orbit in orbits])
    inside = np.abs((time - 1326.3) % 2.345 - 1.1725) < 0.06
    flux = 1 - 0.01 * inside + np.random.default_rng(1).normal(0, NOISE, time.size)
    return time, flux, np.full(time.size, NOISE)


def seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """Shortest of several times."""
    taken = []
    for _ in range(repeats):
        begin = clock.perf_counter()
        work()
        taken.append(clock.perf_counter() - begin)
    return min(taken)


def old_lomb_scargle(time: np.ndarray, flux: np.ndarray) -> float:
    """Scipy on the old grid, from a slice of it that fits into memory."""
    trials = max(2, min(100, 2_000_000 // time.size))
    angular_frequency = 2 * np.pi * np.linspace(1 / 15, 10, OLD_FREQUENCIES)[:trials]
    taken = seconds(lambda: lombscargle(time, flux - flux.mean(), angular_frequency), 1)
    return taken * OLD_FREQUENCIES / trials


def old_box_search(time: np.ndarray, flux: np.ndarray, errors: np.ndarray) -> float:
    """Astropy on the grid of its ``autopower``, 0.1 d to half the baseline, from a slice of it."""
    model = BoxLeastSquares(time, flux, errors)
    baseline = time[-1] - time[0]
    step = OLD_DURATION / baseline**2
    trials = math.ceil((1 / 0.1 - 2 / baseline) / step)
    some = 1 / (1 / 2.345 + step * np.arange(max(20, 10_000_000 // time.size)))
    return seconds(lambda: model.power(some, OLD_DURATION), 1) * trials / some.size


def main() -> None:
    """Print the table."""
    box_least_squares(*observed(1, 1800.0))  # compile, once in the life of an installation
    print(
        f"{'data':24}{'points':>9}{'LS':>10}{'scipy*':>11}{'ratio':>9}{'BLS':>10}{'astropy*':>12}{'ratio':>10}"
    )
    for sectors, cadence in ((1, 1800.0), (1, 600.0), (1, 120.0), (5, 120.0)):
        time, flux, errors = observed(sectors, cadence)
        quick = seconds(lambda: lomb_scargle(time, flux, errors))  # noqa: B023 -- called at once
        old = old_lomb_scargle(time, flux)
        box = seconds(lambda: box_least_squares(time, flux, errors), 2)  # noqa: B023
        old_box = old_box_search(time, flux, errors)
        name = f"{sectors} sector{'s' * (sectors > 1)}, {cadence:g} s"
        print(
            f"{name:24}{time.size:9}{quick:9.4f}s{old:10.1f}s{old / quick:9.0f}{box:9.3f}s{old_box:11.0f}s"
            f"{old_box / box:10.0f}"
        )
    time, flux, errors = observed(1, 20.0)
    time = np.linspace(time[0], time[-1], 1_000_000)
    flux = np.resize(flux, time.size)
    ephemeris = Ephemeris(1326.3, 2.345)
    print(f"\nDrawing {time.size} points:")
    for name, work in (
        ("decimate to 4000", lambda: decimate(time, flux)),
        ("mean in 200 phase bins", lambda: binned_mean(time, flux, ephemeris)),
        ("density 600 x 300", lambda: phase_raster(time, flux, ephemeris, limits=(0.9, 1.1))),
    ):
        work()
        print(f"  {name:24}{1e3 * seconds(work):8.1f} ms")
    print("\n* from a slice of the trial frequencies, scaled; one core.")


if __name__ == "__main__":
    main()
