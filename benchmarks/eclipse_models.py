"""How well widths, depths and positions of eclipses are found again, column by column.

Run it with ``python benchmarks/eclipse_models.py TABLE [ROWS]``, where TABLE is a file of the TESS catalogue
(VizieR J/ApJS/258/16). Light curves are made from its rows in three shapes: Gaussians with the numbers of the
``-2g`` columns, parabolas with those of the ``-pf`` columns, and eclipses of limb-darkened spheres that last
as long as the ``-2g`` widths say; seen for one or two sectors at 120 s with the noise of a TESS magnitude
between 8 and 13. Errors of widths and depths are relative, those of positions in units of the width.
"""

import csv
import sys
import time as clock
from collections import defaultdict
from pathlib import Path

import numpy as np

from tessebs_core.compute.eclipse_numbers import EclipseModel, EclipseNumber, Quantity, Which, number_of
from tessebs_core.compute.eclipses import measure_eclipses
from tessebs_core.demonstration.eclipses import LimbDarkening, hidden_fraction
from tessebs_core.demonstration.observing import exposures
from tessebs_core.demonstration.pipelines import white_noise
from tessebs_core.records import Ephemeris, FloatArray

OUTLIER = {Quantity.WIDTH: 0.2, Quantity.DEPTH: 0.2, Quantity.POSITION: 0.1}
LAW = LimbDarkening(0.3, 0.25)

Eclipse = tuple[float, float, float]
"""Width (phase), depth (relative flux), phase."""


def rows(path: Path, model: EclipseModel) -> list[tuple[float, dict[Which, Eclipse]]]:
    """Period and eclipses of the rows whose numbers are possible."""
    found = []
    with path.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            eclipses = {}
            for which, letter in ((Which.PRIMARY, "p"), (Which.SECONDARY, "s")):
                texts = [row[f"{each}{letter}-{model}"].strip() for each in ("W", "D", "Phi")]
                if all(texts):
                    width, depth, phase = (float(each) for each in texts)
                    if 0.002 < width < 0.4 and 0.0005 < depth < 0.98:
                        eclipses[which] = (width, depth, phase % 1.0)
            if Which.PRIMARY in eclipses and not _overlap(eclipses):
                found.append((float(row["Per"]), eclipses))
    return found


def _overlap(eclipses: dict[Which, Eclipse]) -> bool:
    if len(eclipses) < 2:
        return False
    first, second = eclipses[Which.PRIMARY], eclipses[Which.SECONDARY]
    apart = abs((first[2] - second[2] + 0.5) % 1 - 0.5)
    return apart < 0.5 * (first[0] + second[0]) or second[1] > first[1]


def gaussian(away: FloatArray, width: float, depth: float, rng: np.random.Generator) -> FloatArray:
    """Light lost, as the two-Gaussian model has it."""
    return np.asarray(depth * np.exp(-0.5 * (away / (width / 5.6)) ** 2))


def parabola(away: FloatArray, width: float, depth: float, rng: np.random.Generator) -> FloatArray:
    """Light lost, as the polyfit has it."""
    return np.asarray(depth * np.clip(1 - (2 * away / width) ** 2, 0, None))


def spheres(away: FloatArray, width: float, depth: float, rng: np.random.Generator) -> FloatArray:
    """Light lost when a dark sphere crosses a limb-darkened one; total, annular or partial at random."""
    ratio, impact = rng.uniform(0.3, 1.2), rng.uniform(0, 0.9)
    chord = np.sqrt((1 + ratio) ** 2 - impact**2)
    separation = np.hypot(impact, 2 * chord * away / width)
    deepest = float(hidden_fraction(np.array([impact]), ratio, LAW)[0])
    return np.asarray(depth / deepest * hidden_fraction(separation, ratio, LAW))


def observed(rng: np.random.Generator, period: float) -> tuple[FloatArray, float]:
    """Times of one sector, or of two for long periods, and the noise of a point."""
    sectors = (1, 2) if period > 12 else (1,)
    seen = [exposures(each, 120.0) for each in sectors]
    time = np.concatenate([each.time[each.quality == 0] for each in seen])
    return time, float(white_noise(float(rng.uniform(8, 13)), 120.0))


def print_columns(path: Path, model: EclipseModel, name: str, count: int) -> None:
    """Simulate, measure, and print median error and outliers of each column."""
    shape = {"Gaussians": gaussian, "parabolas": parabola, "spheres": spheres}[name]
    rng = np.random.default_rng(17)
    source = rows(path, EclipseModel.TWO_GAUSSIAN if name == "spheres" else model)
    picked = rng.choice(len(source), min(count, len(source)), replace=False)
    errors, trusted, missed, taken = defaultdict(list), defaultdict(list), defaultdict(int), []
    alone = invented = 0
    for index in picked:
        period, eclipses = source[index]
        time, noise = observed(rng, period)
        ephemeris = Ephemeris(time[0] + float(rng.uniform(0, min(period, 13))), period)
        phase = (time - ephemeris.bjd0) / period
        flux = 1 + rng.normal(0, noise, time.size)
        covered = {}
        for which, (width, depth, place) in eclipses.items():
            away = (phase - place + 0.5) % 1 - 0.5
            flux -= shape(away, width, depth, rng)
            inside = int((np.abs(away) < 0.3 * width).sum())
            covered[which] = inside > 10 and depth * np.sqrt(inside) / noise > 10
        begin = clock.process_time()
        found = measure_eclipses(time, flux, ephemeris)
        taken.append(clock.process_time() - begin)
        if Which.SECONDARY not in eclipses:
            depth_of_none = number_of(Which.SECONDARY, Quantity.DEPTH, model)
            alone += 1
            invented += found.value(depth_of_none) is not None and not found.doubts_on(depth_of_none)
        for which, (width, depth, place) in eclipses.items():
            if not covered[which]:
                continue
            for quantity, truth in zip(Quantity, (width, depth, place), strict=True):
                number = number_of(which, quantity, model)
                value = found.value(number)
                if value is None:
                    missed[number] += 1
                    continue
                scale = width if quantity is Quantity.POSITION else truth
                error = value - truth
                error = (error + 0.5) % 1 - 0.5 if quantity is Quantity.POSITION else error
                errors[number].append(error / scale)
                if not found.doubts_on(number):
                    trusted[number].append(error / scale)
    print(f"\n{name} -> _{model}: {len(picked)} rows, median {1e3 * np.median(taken):.0f} ms each;")
    print(f"  secondaries invented and trusted: {invented} of {alone} rows that have none")
    print_table(errors, trusted, missed, about_median=name == "spheres")


def print_table(
    errors: dict[EclipseNumber, list[float]],
    trusted: dict[EclipseNumber, list[float]],
    missed: dict[EclipseNumber, int],
    *,
    about_median: bool,
) -> None:
    """Print one line for each column of the catalogue."""
    heads = ("n", "missed", "median", "|median|", "outl.", "trusted", "outl.")
    widths = (6, 8, 9, 9, 7, 9, 7)
    print("  column        " + "".join(f"{head:>{width}}" for head, width in zip(heads, widths, strict=True)))
    for number, values in errors.items():
        limit = OUTLIER[Quantity(number.split("_")[1])]
        offset = np.median(values) if about_median else 0.0
        away, sure = np.abs(np.array(values) - offset), np.abs(np.array(trusted[number]) - offset)
        middle = f"{np.median(values):9.4f}{np.median(away):9.4f}{np.mean(away > limit):7.3f}"
        kept = f"{len(sure) / len(values):9.2f}{np.mean(sure > limit):7.3f}"
        print(f"  {number.value:14}{len(values):6}{missed[number]:8}{middle}{kept}")


def main() -> None:
    """Print the tables."""
    path, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 400
    print(
        "Eclipses with ten points and a signal to noise of ten at least. The median is signed; outliers are"
    )
    print("off by 20 % (width, depth) or a tenth of the width (position), for spheres from the median.")
    print_columns(path, EclipseModel.TWO_GAUSSIAN, "Gaussians", count)
    print_columns(path, EclipseModel.POLYFIT, "parabolas", count)
    print_columns(path, EclipseModel.TWO_GAUSSIAN, "spheres", count)
    print_columns(path, EclipseModel.POLYFIT, "spheres", count)


if __name__ == "__main__":
    main()
