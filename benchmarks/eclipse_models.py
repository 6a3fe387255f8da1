"""How well widths, depths and positions of eclipses are found again, column by column.

Run it with ``python benchmarks/eclipse_models.py TABLE [ROWS]``, where TABLE is a file of the TESS catalogue
(VizieR J/ApJS/258/16). Light curves are made from its rows in four shapes: Gaussians with the numbers of the
``-2g`` columns; parabolas with those of the ``-pf`` columns; the same with tides (close binaries: arcs in
between as high as the ``-2g`` depths exceed the ``-pf`` ones, where both are there); and eclipses of
limb-darkened spheres that last as long as the ``-2g`` widths say. They are seen for one or two sectors at
120 s with the noise of a TESS magnitude between 8 and 13. Errors of widths and depths are relative, those of
positions in units of the width.
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

SEED = 18
OUTLIER = {Quantity.WIDTH: 0.2, Quantity.DEPTH: 0.2, Quantity.POSITION: 0.1}
LAW = LimbDarkening(0.3, 0.25)
_LEAST_SWELL = 0.005  # relative flux; smaller arcs are no tides

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


def tidal_rows(path: Path) -> list[tuple[float, dict[Which, Eclipse], float]]:
    """Period, ``-pf`` eclipses and height of the arcs between them, where there are two and such arcs."""
    found = []
    with path.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            columns = [
                f"{each}{letter}-{model}" for letter in "ps" for model in ("pf", "2g") for each in "WD"
            ]
            columns += ["Phip-pf", "Phis-pf", "Per"]
            if not all(row[each].strip() for each in columns):
                continue
            number = {each: float(row[each]) for each in columns}
            eclipses = {
                which: (number[f"W{letter}-pf"], number[f"D{letter}-pf"], number[f"Phi{letter}-pf"] % 1.0)
                for which, letter in ((Which.PRIMARY, "p"), (Which.SECONDARY, "s"))
            }
            swell = 0.5 * sum(number[f"D{letter}-2g"] - number[f"D{letter}-pf"] for letter in "ps")
            shallow = min(eclipse[1] for eclipse in eclipses.values())
            if swell > _LEAST_SWELL and shallow > _LEAST_SWELL and not _overlap(eclipses):
                found.append((number["Per"], eclipses, swell))
    return found


def arcs(phase: FloatArray, eclipses: dict[Which, Eclipse], height: float) -> FloatArray:
    """Parabolas from the end of each eclipse to the begin of the next."""
    light = np.zeros_like(phase)
    first, second = sorted(eclipses.values(), key=lambda each: each[2])
    for before, after in ((first, second), (second, first)):
        begin = before[2] + 0.5 * before[0]
        length = (after[2] - 0.5 * after[0] - begin) % 1.0
        x = (phase - begin) % 1.0 / length
        light += np.where(x < 1, height * 4 * x * (1 - x), 0.0)
    return light


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
    shape = {"Gaussians": gaussian, "spheres": spheres}.get(name, parabola)
    rng = np.random.default_rng(SEED)
    if name == "tides":
        source = tidal_rows(path)
    else:
        plain = rows(path, EclipseModel.TWO_GAUSSIAN if name == "spheres" else model)
        source = [(*each, 0.0) for each in plain]
    picked = rng.choice(len(source), min(count, len(source)), replace=False)
    errors, trusted, missed, taken = defaultdict(list), defaultdict(list), defaultdict(int), []
    alone = invented = 0
    for index in picked:
        period, eclipses, swell = source[index]
        time, noise = observed(rng, period)
        ephemeris = Ephemeris(time[0] + float(rng.uniform(0, min(period, 13))), period)
        phase = (time - ephemeris.bjd0) / period
        flux = 1 + rng.normal(0, noise, time.size)
        if swell:
            flux += arcs(phase, eclipses, swell)
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
    print_columns(path, EclipseModel.POLYFIT, "tides", count)
    print_columns(path, EclipseModel.TWO_GAUSSIAN, "spheres", count)
    print_columns(path, EclipseModel.POLYFIT, "spheres", count)


if __name__ == "__main__":
    main()
