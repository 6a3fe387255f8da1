"""How fast and how sensitive the period searches are, beside the libraries that scripts used before.

Run it with ``python -m benchmarks.box_least_squares``; it takes half an hour, most of it astropy's. Every
pair of times is taken by turns in this one run, on the same points and machine; the medians are compared:
by the clock, where the new search has all cores and the old ones have no way to use more than one, and by
processor time of all threads. Where an old search is far too slow, or needs too much memory, to run whole,
"slice" says which part of its own trial frequencies was timed and scaled by their number.
"""

import argparse
import itertools
import resource
import time as clock
from collections.abc import Callable

import numpy as np
from astropy.timeseries import BoxLeastSquares
from scipy.signal import lombscargle

from benchmarks.injected_boxes import NOISE, SETS, Columns, InjectionSet
from tessebs_core.compute.box_least_squares import box_least_squares
from tessebs_core.compute.full_report import full_report
from tessebs_core.compute.lomb_scargle import lomb_scargle
from tessebs_core.records import LightCurve

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
    """One row: our whole search, with its best boxes measured, and astropy on the grid of ``autopower``.

    Both go up to half the baseline, as ``autopower`` does for two transits.
    """
    time, flux, errors = observed(sectors, cadence)
    model = BoxLeastSquares(time, flux, errors)
    baseline = float(time[-1] - time[0])
    step = OLD_DURATION / baseline**2  # its step in frequency, whatever the frequency
    trials = 1 + round((1 / SHORTEST - 2 / baseline) / step)
    stride = 10 * (trials * time.size // LARGEST) or 1
    if stride == 1:
        quick, slow = medians(
            lambda: box_least_squares(time, flux, errors, maximum_period=baseline / 2),
            lambda: model.autopower(OLD_DURATION, minimum_period=SHORTEST, minimum_n_transit=2),
        )
    else:
        some = 1 / (1 / SHORTEST - step * np.arange(0, trials, stride))
        quick, slow = medians(
            lambda: box_least_squares(time, flux, errors, maximum_period=baseline / 2),
            lambda: model.power(some, OLD_DURATION),
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


def recovery(given: InjectionSet, count: int) -> None:
    """One table: how many faint boxes of a set each search finds on the same light curves of one sector."""
    time = observed(1, 1800.0)[0]
    names = ("this search", "this search, to half the baseline", f"astropy, {OLD_DURATION} d, to half of it")
    found = np.zeros((count, len(names)), dtype=bool)
    short = np.zeros(len(names), dtype=int)
    signal = np.zeros(count)
    for k, each in enumerate(itertools.islice(given.draw(time), count)):
        theirs = BoxLeastSquares(*each.columns).autopower(
            OLD_DURATION, minimum_period=SHORTEST, minimum_n_transit=2, objective="likelihood"
        )
        periods = (
            box_least_squares(*each.columns).period,
            box_least_squares(*each.columns, maximum_period=(time[-1] - time[0]) / 2).period,
            float(theirs.period[np.argmax(theirs.power)]),
        )
        found[k] = [each.is_found(period) for period in periods]
        short += [period is not None and period < 1.1 * SHORTEST for period in periods]
        signal[k] = each.signal_to_noise
    print(f"\n{given.name}, {count} boxes, one sector at 1800 s; percentage found by total signal to noise:")
    print(f"  {'':36}{'5 to 11':>9}{'5 to 7':>9}{'7 to 9':>9}{'9 to 11':>9}   peaks at the short end")
    for name, column, edge in zip(names, found.T, short, strict=True):
        shares = [100 * column.mean()]
        shares += [100 * column[np.abs(signal - middle) <= 1].mean() for middle in (6, 8, 10)]
        print(f"  {name:36}" + "".join(f"{share:9.1f}" for share in shares) + f"{edge:8}")
    only = [int((found[:, i] & ~found[:, j]).sum()) for i, j in ((1, 2), (2, 1))]
    print(f"  to half the baseline, found by this search alone: {only[0]}, by astropy alone: {only[1]}")


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


def forty_sectors() -> Columns:
    """Four times ten sectors within 5.5 years."""
    time, flux, errors = observed(10, 120.0)
    time = np.concatenate([time + 580 * visit for visit in range(4)])
    return time, np.resize(flux, time.size), np.resize(errors, time.size)


def long_baseline() -> None:
    """Whole and quick search of forty sectors."""
    time, flux, errors = forty_sectors()
    print(f"\nForty sectors in {(time[-1] - time[0]) / 365.25:.1f} years, {time.size} points:")
    for name, quick in (("whole search", False), ("quick search", True)):
        box_least_squares(time, flux, errors, quick=quick)
        taken = [seconds(lambda: box_least_squares(time, flux, errors, quick=quick)) for _ in range(3)]  # noqa: B023
        print("  {:22}{:8.2f} s by the clock,{:7.2f} s of processors".format(name, *np.median(taken, axis=0)))


def whole_reports() -> None:
    """The full report of one sector and of forty, and the most memory that this process has had."""
    print("\nWhole report (periods with evidence, ephemeris, eclipses, times), 120 s:")
    for name, columns in (("one sector", observed(1, 120.0)), ("forty sectors", forty_sectors())):
        time, flux, errors = columns
        sector = np.floor((time - 1325) / 27.4).astype(np.int64)
        light_curve = LightCurve(
            1, "SPOC", time, flux, errors, sector, np.full(time.size, 120.0), np.zeros(time.size, np.int64)
        )
        full_report(light_curve)
        taken = np.median([seconds(lambda: full_report(light_curve)) for _ in range(3)], axis=0)  # noqa: B023
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3  # kB on Linux
        print(
            f"  {name:16}{time.size:8} points{taken[0]:8.2f} s by the clock,{taken[1]:7.2f} s of processors; "
            f"at most {most:.0f} MB until now"
        )


def speed() -> None:
    """Both searches beside their old counterparts."""
    head = f"  {'data':20}{'points':>8}{'new':>13}{'old':>14}{'by clock':>10}{'processor':>11}"
    print("\nBox least squares: this search (with its best boxes measured) and astropy's autopower")
    print(f"(duration {OLD_DURATION} d, two transits), both from {SHORTEST} d to half the baseline:\n{head}")
    for sectors, cadence in ((1, 1800.0), (1, 600.0), (1, 120.0), (10, 120.0)):
        boxes_beside_astropy(sectors, cadence)
    print(f"\nLomb-Scargle on the old grid, 0.1 to 15 d: this and scipy.signal.lombscargle:\n{head}")
    for sectors in (1, 10):
        sinusoids_beside_scipy(sectors, 120.0)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--injections", type=int, default=200, help="light curves of each recovery table")
    parser.add_argument("--only", choices=("speed", "reports", "recovery"), help="print these tables alone")
    asked = parser.parse_args()
    if asked.only in (None, "reports"):
        whole_reports()
        long_baseline()
    if asked.only in (None, "speed"):
        speed()
    if asked.only in (None, "recovery"):
        noise_alone(200)
        for each in SETS:
            recovery(each, asked.injections)


if __name__ == "__main__":
    main()
