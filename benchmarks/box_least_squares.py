"""How fast and how sensitive the period searches are, beside the libraries that scripts used before.

Run it with ``python benchmarks/box_least_squares.py``; it takes some minutes, most of them astropy's. Every
pair of times is taken by turns in this one run, on the same points and machine, and the medians are compared:
by the clock, where the new search has all cores and the old ones have no way to use more than one, and by
processor time of all threads. Where an old search is far too slow, or needs too much memory, to run whole,
"slice" says which part of its own trial frequencies was timed and scaled by their number.
"""

import argparse
import math
import time as clock
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from astropy.timeseries import BoxLeastSquares
from scipy.signal import lombscargle

from tessebs_core.compute.box_least_squares import box_least_squares
from tessebs_core.compute.lomb_scargle import lomb_scargle

Columns = tuple[np.ndarray, np.ndarray, np.ndarray]

NOISE = 2e-3
OLD_STEP = 1e-3 / (0.1 * 15)  # 1/d; the old site's grid from 0.1 to 15 d, whatever the baseline
OLD_DURATION = 0.05  # days
SHORTEST = 0.1  # days
LARGEST = (
    4_000_000_000  # points times trials that astropy is given whole; of more, a slice of a tenth of that
)


def observed(sectors: int, cadence: float) -> Columns:
    """An eclipsing binary of 2.345 d in consecutive sectors."""
    step = cadence / 86400
    orbits = [np.arange(0, 12.5, step), np.arange(13.5, 26, step)]
    time = np.concatenate([1325 + 27.4 * each + orbit for each in range(sectors) for orbit in orbits])
    inside = np.abs((time - 1326.3) % 2.345 - 1.1725) < 0.06
    flux = 1 - 0.01 * inside + np.random.default_rng(1).normal(0, NOISE, time.size)
    return time, flux, np.full(time.size, NOISE)


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of all threads' processor time."""
    begin, used = clock.perf_counter(), clock.process_time()
    work()
    return clock.perf_counter() - begin, clock.process_time() - used


def medians(
    new: Callable[[], object], old: Callable[[], object], turns: int = 3
) -> tuple[np.ndarray, np.ndarray]:
    """Median seconds of both, taken by turns; the new one five times a turn."""
    new()  # compiled code and buffers, once in the life of a process
    quick, slow = [], []
    for _ in range(turns):
        quick += [seconds(new) for _ in range(5)]
        slow.append(seconds(old))
    return np.median(quick, axis=0), np.median(slow, axis=0)


def boxes_beside_astropy(sectors: int, cadence: float) -> None:
    """One row: our whole search, with its best boxes measured, and astropy on the grid of ``autopower``."""
    time, flux, errors = observed(sectors, cadence)
    model = BoxLeastSquares(time, flux, errors)
    baseline = float(time[-1] - time[0])
    step = OLD_DURATION / baseline**2  # its step in frequency, whatever the frequency
    trials = 1 + round((1 / SHORTEST - 1 / baseline) / step)
    stride = 10 * (trials * time.size // LARGEST) or 1
    if stride == 1:
        quick, slow = medians(
            lambda: box_least_squares(time, flux, errors),
            lambda: model.autopower(OLD_DURATION, minimum_period=SHORTEST, minimum_n_transit=2),
        )
    else:
        some = 1 / (1 / SHORTEST - step * np.arange(0, trials, stride))
        quick, slow = medians(
            lambda: box_least_squares(time, flux, errors), lambda: model.power(some, OLD_DURATION)
        )
    how = f"slice: every {stride}th trial of {trials}" if stride > 1 else f"all {trials} trials"
    row(f"{sectors} sectors, {cadence:g} s", time.size, quick, slow * stride, how)


def sinusoids_beside_scipy(sectors: int, cadence: float) -> None:
    """One row: Lomb-Scargle on exactly the old site's grid, and how far it is from direct sums."""
    time, flux, errors = observed(sectors, cadence)
    oversampling = 1 / (OLD_STEP * (time[-1] - time[0]))
    whole = lomb_scargle(time, flux, errors, maximum_period=15.0, oversampling=oversampling)
    count = max(2, 4_000_000 // time.size)
    some = whole.frequency[5000 : 5000 + count]
    quick, slow = medians(
        lambda: lomb_scargle(time, flux, errors, maximum_period=15.0, oversampling=oversampling),
        lambda: lombscargle(time, flux - flux.mean(), 2 * np.pi * some),
    )
    slow *= whole.frequency.size / count
    row(
        f"{sectors} sectors, {cadence:g} s",
        time.size,
        quick,
        slow,
        f"slice: {count} of {whole.frequency.size} trials",
    )
    picked = np.linspace(0, whole.frequency.size - 1, 40).astype(int)
    direct = [direct_power(time, flux, errors, whole.frequency[k]) for k in picked]
    print(f"{'':26}largest difference from direct sums: {np.abs(whole.power[picked] - direct).max():.1e}")


def direct_power(time: np.ndarray, flux: np.ndarray, errors: np.ndarray, frequency: float) -> float:
    """Generalised Lomb-Scargle power at one frequency by linear least squares."""
    angle = 2 * np.pi * frequency * (time - time.mean())
    columns = np.stack([np.ones_like(time), np.sin(angle), np.cos(angle)]) / errors
    level = (flux - np.average(flux, weights=errors**-2)) / errors
    solution = np.linalg.solve(columns @ columns.T, columns @ level)
    return float(solution @ (columns @ level) / (level @ level))


def row(name: str, points: int, quick: np.ndarray, slow: np.ndarray, how: str) -> None:
    """Print one line of a table."""
    by_clock, by_processor = slow / quick
    print(
        f"  {name:20}{points:8}{1e3 * quick[0]:10.2f} ms{slow[0]:12.1f} s{by_clock:10.0f}"
        f"{by_processor:11.0f}   ({how})"
    )


@dataclass(frozen=True)
class Injection:
    """A box in white noise, faint in all."""

    columns: Columns
    period: float
    duration: float
    signal_to_noise: float

    def is_found(self, period: float | None) -> bool:
        """Within 1 % and half an eclipse's drift from one end of the data to the other."""
        if period is None:
            return False
        time = self.columns[0]
        off = abs(period / self.period - 1)
        return off < 0.01 and off * (time[-1] - time[0]) < 0.5 * self.duration


def injection(rng: np.random.Generator) -> Injection:
    """One sector at 1800 s; 0.4 to 10 d, eclipses of dwarfs to giants, total signal to noise 5 to 11."""
    time = observed(1, 1800.0)[0]
    period = 10 ** rng.uniform(math.log10(0.4), 1)
    duration = min(0.12 * period ** (1 / 3) * rng.uniform(0.5, 1.7), 0.15 * period)
    middle = rng.uniform(0, period)
    inside = np.abs((time - 1325 - middle + period / 2) % period - period / 2) < duration / 2
    signal_to_noise = rng.uniform(5, 11)
    depth = signal_to_noise * NOISE / math.sqrt(inside.sum() * (1 - inside.mean()))
    flux = 1 - depth * inside + rng.normal(0, NOISE, time.size)
    return Injection((time, flux, np.full(time.size, NOISE)), period, duration, signal_to_noise)


def recovery(count: int) -> None:
    """How many faint eclipses each search finds on the same light curves."""
    rng = np.random.default_rng(2024)
    found = np.zeros((count, 2), dtype=bool)
    short = np.zeros(2, dtype=int)
    faint = np.zeros(count, dtype=bool)
    for k in range(count):
        given = injection(rng)
        ours = box_least_squares(*given.columns)
        theirs = BoxLeastSquares(*given.columns).autopower(
            OLD_DURATION, minimum_period=SHORTEST, minimum_n_transit=2, objective="likelihood"
        )
        periods = (ours.period, float(theirs.period[np.argmax(theirs.power)]))
        found[k] = [given.is_found(each) for each in periods]
        short += [each is not None and each < 1.1 * SHORTEST for each in periods]
        faint[k] = given.signal_to_noise < 8
    print(f"\nRecovery of {count} boxes of total signal to noise 5 to 11 (one sector at 1800 s):")
    for name, column, edge in (
        ("this search", found[:, 0], short[0]),
        ("astropy, 0.05 d", found[:, 1], short[1]),
    ):
        print(
            f"  {name:18}{100 * column.mean():6.1f} %   below 8: {100 * column[faint].mean():5.1f} %"
            f"   above 8: {100 * column[~faint].mean():5.1f} %   peaks at the short end: {edge}"
        )
    only = found[:, 0] & ~found[:, 1], found[:, 1] & ~found[:, 0]
    print(f"  found by this search alone: {only[0].sum()}, by astropy alone: {only[1].sum()}")


def noise_alone(count: int) -> None:
    """Where the highest peak lies when there is nothing to find."""
    time, _, errors = observed(1, 1800.0)
    rng = np.random.default_rng(7)
    short = 0
    for _ in range(count):
        search = box_least_squares(time, 1 + rng.normal(0, NOISE, time.size), errors)
        short += search.period is not None and search.period < 1.1 * SHORTEST
    trials = search.periodogram.period
    share = np.mean(trials < 1.1 * SHORTEST)
    print(f"\nWhite noise alone, {count} times: highest peak below {1.1 * SHORTEST:g} d {short} times; "
          f"{100 * share:.0f} % of the trials are there")  # fmt: skip


def long_baseline() -> None:
    """Whole and quick search of forty sectors in seven years."""
    time, flux, errors = observed(10, 120.0)
    time = np.concatenate([time + 730 * year for year in range(4)])
    flux, errors = np.resize(flux, time.size), np.resize(errors, time.size)
    print(f"\nForty sectors in {(time[-1] - time[0]) / 365.25:.1f} years, {time.size} points:")
    for name, quick in (("whole search", False), ("quick search", True)):
        box_least_squares(time, flux, errors, quick=quick)
        taken = [seconds(lambda: box_least_squares(time, flux, errors, quick=quick))[0] for _ in range(3)]  # noqa: B023
        print(f"  {name:22}{np.median(taken):8.2f} s")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--injections", type=int, default=100, help="light curves of the recovery test")
    asked = parser.parse_args()
    head = f"  {'data':20}{'points':>8}{'new':>13}{'old':>14}{'by clock':>10}{'processor':>11}"
    print("Box least squares: this search (with its best boxes measured) and astropy's autopower")
    print(f"(duration {OLD_DURATION} d, from {SHORTEST} d, two transits):\n{head}")
    for sectors, cadence in ((1, 1800.0), (1, 600.0), (1, 120.0), (10, 120.0)):
        boxes_beside_astropy(sectors, cadence)
    print(f"\nLomb-Scargle on the old grid, 0.1 to 15 d: this and scipy.signal.lombscargle:\n{head}")
    for sectors in (1, 10):
        sinusoids_beside_scipy(sectors, 120.0)
    long_baseline()
    noise_alone(200)
    recovery(asked.injections)


if __name__ == "__main__":
    main()
