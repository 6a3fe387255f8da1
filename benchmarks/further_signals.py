"""False alarms and recoveries of the search for a second binary under the first.

    python -m benchmarks.further_signals SEED [REPEATS] [--injected]

REPEATS binaries of each of six classes in 1, 2, 5 and 13 sectors, each on the ephemeris found for it. All are
single: whatever is called a further signal is a false alarm. With ``--injected`` a second binary is put into
each light curve at each depth of a ladder: periods of 0.6 to 12 d, at most a third of the baseline, eclipses
that last 2 to 8 % of it (0.05 to 0.3 d), a secondary half as deep, and a signal to noise of all primaries
together (white and red noise of the product) of the ladder's steps. Seeds 301 and 302 were used to design it.
"""

import sys
import time
from collections import defaultdict
from dataclasses import replace

import numpy as np

from benchmarks.simulated_binaries import Simulated, binaries
from tessebs_core.compute.eclipses import Eclipses, measure_eclipses
from tessebs_core.compute.further_signals import (
    FEWEST_AFTER_SUBTRACTION,
    FurtherSignal,
    search_further_signal,
)
from tessebs_core.compute.period_report import period_report
from tessebs_core.compute.phase_profiles import wrapped
from tessebs_core.compute.signal_removal import Removal, share_in_eclipse
from tessebs_core.demonstration.pipelines import PIPELINES, white_noise
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris, FloatArray, LightCurve

THRESHOLDS = (5.0, 5.5, 6.0, 6.5, 7.0, 7.5, 8.0)
LADDER = (6.0, 8.0, 10.0, 14.0, 20.0, 30.0)
_NARROW = 0.4  # share of the cycle in eclipse up to which masking can be tried


def first_signal(case: Simulated) -> Eclipses | None:
    """Ephemeris and eclipses of the first signal, found as in a report; None where there are none."""
    light_curve = case.light_curve
    decision = period_report(light_curve)
    if decision.ephemeris is None:
        return None
    try:
        return measure_eclipses(light_curve.time, light_curve.flux, decision.ephemeris, light_curve.flux_err)
    except BadLightCurve:
        return None


def searched(light_curve: LightCurve, first: Eclipses, removal: Removal | None) -> FurtherSignal | None:
    """Search what is left; None where too little is."""
    try:
        return search_further_signal(
            light_curve.time, light_curve.flux, first.ephemeris, first.two_gaussian, light_curve.flux_err,
            removal=removal,
        )  # fmt: skip
    except BadLightCurve:
        return None


def injected(
    case: Simulated, total: float, rng: np.random.Generator
) -> tuple[LightCurve, Ephemeris, float] | None:
    """A light curve with a second binary, its ephemeris and depth; None where it would be too deep."""
    light_curve = case.light_curve
    longest = min(12.0, light_curve.baseline / 3)
    period = float(np.exp(rng.uniform(np.log(0.6), np.log(longest))))
    ephemeris = Ephemeris(light_curve.time[0] + float(rng.uniform(0, period)), period)
    duration = min(period * float(rng.uniform(0.02, 0.08)), 0.3)
    duration = max(duration, 0.05)
    away = _away(light_curve.time, ephemeris)
    inside = np.abs(away) < 0.5 * duration
    eclipses = np.unique(np.rint((light_curve.time[inside] - ephemeris.bjd0) / period)).size
    if eclipses < 2:
        return None
    hourly = white_noise(case.magnitude, 3600.0)
    pipeline = PIPELINES[light_curve.provenance]
    white = white_noise(case.magnitude, case.cadence or 1800.0) / max(inside.sum(), 1) ** 0.5
    noise = float(np.hypot(white, pipeline.red * hourly / eclipses**0.5))
    depth = total * noise
    if depth > 0.4:
        return None
    lost = depth * (_trapezoid(away, duration) + 0.5 * _trapezoid(_away(light_curve.time, Ephemeris(
        ephemeris.bjd0 + 0.5 * period, period)), duration))  # fmt: skip
    return replace(light_curve, flux=light_curve.flux - lost), ephemeris, depth


def _away(moments: FloatArray, ephemeris: Ephemeris) -> FloatArray:
    return np.asarray(wrapped((moments - ephemeris.bjd0) / ephemeris.period) * ephemeris.period)


def _trapezoid(away: FloatArray, duration: float) -> FloatArray:
    return np.clip((0.5 * duration - np.abs(away)) / (0.25 * duration), 0.0, 1.0)


def is_right(period: float, true: float, baseline: float) -> bool:
    """Whether a box has the true period or a small multiple or fraction of it."""
    return any(
        abs(period / (true * multiple) - 1) < min(0.01, 0.5 * true * multiple / baseline)
        for multiple in (0.5, 1.0, 2.0, 3.0, 1 / 3, 1.5)
    )


def false_alarms(seed: int, repeats: int) -> None:
    """Print how often single binaries seem to have a second signal."""
    values: dict[str, list[float]] = defaultdict(list)
    taken: dict[int, list[float]] = defaultdict(list)
    for case in binaries(seed, repeats):
        first = first_signal(case)
        if first is None:
            continue
        narrow = 0 < share_in_eclipse(first.two_gaussian) < _NARROW
        for removal in (None, Removal.MASK, Removal.SUBTRACT):
            if removal is Removal.MASK and not narrow:
                continue
            begin = time.perf_counter()
            found = searched(case.light_curve, first, removal)
            if found is None:
                continue
            value = alarm(found)
            rows = [removal.value if removal else "as chosen"]
            if removal is None:
                taken[case.sectors].append(time.perf_counter() - begin)
                rows += [case.name, f"{case.sectors} sectors"]
                if value > THRESHOLDS[1]:
                    tell(case, first, found)
            for row in rows:
                values[row].append(value)
    print("Single binaries with a false further signal, per cent, by threshold; and the largest")
    print(f"{'':16}{'n':>5}" + "".join(f"{each:>7.1f}" for each in THRESHOLDS) + f"{'99 %':>8}{'most':>7}")
    for row, each in values.items():
        rates = "".join(f"{100 * np.mean(np.array(each) >= limit):>7.1f}" for limit in THRESHOLDS)
        print(f"{row:16}{len(each):>5}{rates}{np.percentile(each, 99):>8.2f}{max(each):>7.2f}")
    for sectors, each in taken.items():
        print(f"{sectors} sectors: {np.median(each):.3f} s for a search (median)")


def tell(case: Simulated, first: Eclipses, found: FurtherSignal) -> None:
    """Print one line on what comes near the threshold."""
    eclipses = 0 if found.significance is None else found.significance.eclipses
    print(
        f"# {case.name}, {case.sectors} sectors, {case.light_curve.provenance}, Tmag {case.magnitude:.1f}, "
        f"P = {first.ephemeris.period:.5g} d, {found.removal.value}, {eclipses} eclipses: {found.remark}"
    )


def alarm(found: FurtherSignal) -> float:
    """Significance of what would be called a further signal at a low enough threshold."""
    if found.significance is None or found.ratio is not None or found.is_wave:
        return 0.0
    fewest = 2 if found.removal is Removal.MASK else FEWEST_AFTER_SUBTRACTION
    return found.significance.value if found.significance.eclipses >= fewest else 0.0


def recoveries(seed: int, repeats: int) -> None:
    """Print how many injected second binaries are found."""
    found_at: dict[tuple[str, float], list[bool]] = defaultdict(list)
    shown: dict[float, list[bool]] = defaultdict(list)
    for number, case in enumerate(binaries(seed, repeats)):
        rng = np.random.default_rng((seed, number))
        first = first_signal(case)
        if first is None:
            continue
        state = rng.bit_generator.state
        for total in LADDER:
            rng.bit_generator.state = state  # the same binary, deeper
            with_second = injected(case, total, rng)
            if with_second is None:
                continue
            light_curve, ephemeris, _ = with_second
            found = searched(light_curve, first, None)
            right = (
                found is not None
                and found.box is not None
                and is_right(found.box.period, ephemeris.period, light_curve.baseline)
            )
            significant = right and found is not None and found.significant
            for row in ("all", case.name, f"{case.sectors} sectors"):
                found_at[row, total].append(significant)
            shown[total].append(right)
    print("Second binaries found, per cent, by total signal to noise of their primary eclipses")
    print(f"{'':16}" + "".join(f"{total:>8.0f}" for total in LADDER))
    for row in dict.fromkeys(name for name, _ in found_at):
        shares = "".join(f"{100 * np.mean(found_at[row, total]):>8.0f}" for total in LADDER)
        print(f"{row:16}{shares}   ({len(found_at[row, LADDER[0]])} light curves)")
    rights = "".join(f"{100 * np.mean(shown[total]):>8.0f}" for total in LADDER)
    print(f"{'right period':16}{rights}   (significant or not)")


def main() -> None:
    """Print one of the two tables."""
    seed, repeats = int(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:3] else 4
    (recoveries if "--injected" in sys.argv else false_alarms)(seed, repeats)


if __name__ == "__main__":
    main()
