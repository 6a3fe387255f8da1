"""The period decision on simulated binaries, beside box least squares alone and Lomb-Scargle alone.

    python -m benchmarks.period_decision SEED [REPEATS] [--hard]

REPEATS binaries of each of six classes in 1, 2, 5 and 13 sectors; 26 make 624. Seeds 101 and 102 were used to
design the rules; any other seed tests them. A period is right when it is within 1 % and drifts by less than
half a cycle over the baseline.
"""

import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from benchmarks.simulated_binaries import Simulated, binaries, hard_cases
from tessebs_core.compute.period_candidates import search_candidates
from tessebs_core.compute.period_report import period_report
from tessebs_core.compute.search_points import binned, search_points
from tessebs_core.records.periods import PeriodReport
from tessebs_core.vocabulary import PeriodGrade


@dataclass(frozen=True)
class Answer:
    """What was said of one light curve."""

    truth: Simulated
    report: PeriodReport
    box: float | None
    sinusoid: float
    seconds: float


def kind_of_answer(period: float | None, true: float | None, baseline: float) -> str:
    """Right, half, double, other, none; for a star without eclipses none is right."""
    if period is None or true is None:
        return "right" if period is true else "none" if period is None else "false alarm"
    for name, multiple in (("right", 1.0), ("half", 0.5), ("double", 2.0)):
        expected = multiple * true
        is_near = abs(period / expected - 1) < 0.01
        if is_near and abs(period - expected) / expected**2 * baseline < 0.5:
            return name
    return "other"


def answer(case: Simulated) -> Answer:
    """Report on one light curve, and look at the highest peaks alone."""
    begin = time.perf_counter()
    report = period_report(case.light_curve)
    seconds = time.perf_counter() - begin
    search = search_candidates(binned(search_points(case.light_curve)))
    sinusoid = float(search.lomb_scargle.period[int(np.argmax(search.lomb_scargle.power))])
    return Answer(case, report, search.box.period, sinusoid, seconds)


def main() -> None:
    """Print the tables."""
    seed, repeats = int(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:3] else 2
    is_hard = "--hard" in sys.argv
    tables: dict[str, Counter[str]] = defaultdict(Counter)
    alone: dict[str, Counter[str]] = defaultdict(Counter)
    seconds: dict[int, list[float]] = defaultdict(list)
    for case in (hard_cases if is_hard else binaries)(seed, repeats):
        given = answer(case)
        baseline = case.light_curve.baseline
        word = kind_of_answer(given.report.period, case.period, baseline)
        seconds[case.sectors].append(given.seconds)
        for row in ("all", case.name, f"{case.sectors} sectors", f"graded {given.report.grade.value}"):
            tables[row][word] += 1
            alone[row]["box"] += kind_of_answer(given.box, case.period, baseline) == "right"
            alone[row]["sinusoid"] += kind_of_answer(given.sinusoid, case.period, baseline) == "right"
            alone[row]["2 x sinusoid"] += kind_of_answer(2 * given.sinusoid, case.period, baseline) == "right"
        if word != "right":
            print(
                f"# {case.name}, {case.sectors} sectors, Tmag {case.magnitude:.1f}: true {case.period}, got "
                f"{given.report.period} ({given.report.grade.value}: {'; '.join(given.report.reasons)})"
            )
    print_tables(tables, alone, seconds)


def print_tables(
    tables: dict[str, Counter[str]], alone: dict[str, Counter[str]], seconds: dict[int, list[float]]
) -> None:
    """Percentages by class, sectors and grade."""
    words = ("right", "half", "double", "other", "none", "false alarm")
    others = ("box", "sinusoid", "2 x sinusoid")
    print(f"{'':22}{'n':>5}" + "".join(f"{each:>12}" for each in words) + "   alone:" + "".join(
        f"{each:>14}" for each in others
    ))  # fmt: skip
    for row, counts in tables.items():
        total = counts.total()
        print(
            f"{row:22}{total:>5}"
            + "".join(f"{100 * counts[each] / total:>12.1f}" for each in words)
            + "         "
            + "".join(f"{100 * alone[row][each] / total:>14.1f}" for each in others)
        )
    certain = tables[f"graded {PeriodGrade.CERTAIN.value}"].total()
    print(f"graded certain: {100 * certain / tables['all'].total():.1f} %")
    for sectors, each in seconds.items():
        print(f"{sectors} sectors: {np.median(each):.3f} s for a report (median)")


if __name__ == "__main__":
    main()
