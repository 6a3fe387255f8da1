"""Where the table in ``tessebs_core.compute.morphology`` comes from, and how well it does.

Run it with ``python benchmarks/morphology.py TABLE [SEED]``, where TABLE is a file of the TESS catalogue
(VizieR J/ApJS/258/16) with columns Morph, Wp-pf, Dp-pf, Wp-2g and Dp-2g. It takes a few minutes.
"""

import csv
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np

from tessebs_core.compute.morphology import AMPLITUDE_RATIOS, WIDTHS, amplitude_ratio, morphology
from tessebs_core.compute.phase_profiles import phase_profile
from tessebs_core.compute.polyfit import PolyfitFit, fit_polyfit
from tessebs_core.compute.two_gaussian import TwoGaussianFit, fit_two_gaussian
from tessebs_core.demonstration.binaries import DetachedBinary
from tessebs_core.demonstration.close_binaries import contact, semi_detached
from tessebs_core.demonstration.kepler import Orbit, semi_major_axis
from tessebs_core.demonstration.stars import Star
from tessebs_core.records import Ephemeris, FloatArray

Row = dict[str, str]
Model = Callable[[FloatArray], FloatArray]
DEPTH_RATIOS = np.array([1.0, 1.15, 1.35, 1.6, 2.0, 2.6, 3.5])
"""Two-Gaussian over polyfit depth at the table's columns; the catalogue has no phase curves to measure."""

OF_COSINE = 1.5


def catalogue(path: Path) -> tuple[FloatArray, FloatArray, FloatArray, list[Row]]:
    """Log width, log depth ratio and morphology of the rows with sensible numbers, and these rows.

    A row with a wide polyfit eclipse and no two-Gaussian one is a light curve that a cosine describes; at
    the amplitude ratio of a cosine, 2, the depth ratio of simulated curves is 1.5.
    """
    with path.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    names = ("Morph", "Wp-pf", "Dp-pf", "Wp-2g", "Dp-2g")
    columns = np.array(
        [[float(row[each]) if row[each].strip() else np.nan for each in names] for row in rows]
    )
    smooth = np.isnan(columns[:, 3]) & (columns[:, 1] > 0.1)
    columns[smooth, 3] = 2 * columns[smooth, 1]
    columns[smooth, 4] = OF_COSINE * columns[smooth, 2]
    usable = np.isfinite(columns).all(axis=1) & (columns[:, 2] > 0.003) & (columns[:, 2] < 1.2)
    columns, rows = columns[usable], [row for row, is_usable in zip(rows, usable, strict=True) if is_usable]
    value, width, depth, width_2g, depth_2g = columns.T
    ratio, widths = depth_2g / depth, width_2g / width
    good = (value > 0) & (ratio > 0.7) & (ratio < 6) & (widths > 0.7) & (widths < 5) & (width < 0.33)
    rows = [row for row, is_good in zip(rows, good, strict=True) if is_good]
    return np.log(width[good]), np.log(np.clip(ratio[good], 1, 5)), value[good], rows


def medians(width: FloatArray, ratio: FloatArray, value: FloatArray, nearest: int = 25) -> FloatArray:
    """Median morphology of the nearest rows at each node, made to rise with width."""
    table = np.empty((len(WIDTHS), DEPTH_RATIOS.size))
    for i, each in enumerate(np.log(WIDTHS)):
        for j, other in enumerate(np.log(DEPTH_RATIOS)):
            distance = ((width - each) / 0.25) ** 2 + ((ratio - other) / 0.15) ** 2
            table[i, j] = np.median(value[np.argsort(distance)[:nearest]])
    rising = np.maximum.accumulate(table, axis=0)
    falling = np.minimum.accumulate(table[::-1], axis=0)[::-1]
    return (rising + falling) / 2


def looked_up(table: FloatArray, width: FloatArray, ratio: FloatArray) -> FloatArray:
    """Bilinear interpolation in the logarithms."""
    row = np.clip(np.interp(width, np.log(WIDTHS), np.arange(table.shape[0])), 0, table.shape[0] - 1.001)
    column = np.clip(
        np.interp(ratio, np.log(DEPTH_RATIOS), np.arange(table.shape[1])), 0, table.shape[1] - 1.001
    )
    i, j = row.astype(int), column.astype(int)
    u, v = row - i, column - j
    upper = table[i, j] * (1 - v) + table[i, j + 1] * v
    lower = table[i + 1, j] * (1 - v) + table[i + 1, j + 1] * v
    return upper * (1 - u) + lower * u


def print_table(path: Path) -> None:
    """Print the table and what it does on the half of the rows that it was not made from."""
    width, ratio, value, _ = catalogue(path)
    half = np.random.default_rng(0).integers(0, 2, value.size)
    guess = np.empty(value.size)
    for each in (0, 1):
        made = medians(width[half != each], ratio[half != each], value[half != each])
        guess[half == each] = looked_up(made, width[half == each], ratio[half == each])
    error = np.abs(guess - value)
    print(f"{value.size} rows, each from the table of the other half:")
    print("  |error| at 50, 68, 90, 95 %:", np.round(np.percentile(error, [50, 68, 90, 95]), 3))
    print(f"  above 0.1: {np.mean(error > 0.1):.3f}; correlation {np.corrcoef(guess, value)[0, 1]:.3f}")
    for low in np.arange(0, 1, 0.1):
        here = (value >= low) & (value < low + 0.1)
        print(
            f"  {low:.1f}-{low + 0.1:.1f}: {here.sum():4d} rows, median |error| {np.median(error[here]):.3f}"
        )
    print(np.array2string(np.round(medians(width, ratio, value), 2), separator=", "))


def of_row(row: Row, amplitude: float) -> Model:
    """Light of a row: its polyfit eclipses as parabolas, and arcs between them of a given height."""

    def number(name: str) -> float:
        return float(row[name]) if row[name].strip() else np.nan

    eclipses = [(0.0, number("Wp-pf"), number("Dp-pf"))]
    second = (number("Phis-pf") - number("Phip-pf"), number("Ws-pf"), number("Ds-pf"))
    room = 0.5 * (eclipses[0][1] + second[1])
    if np.isfinite(second).all() and abs((second[0] + 0.5) % 1 - 0.5) > room:
        eclipses.append((second[0] % 1.0, *second[1:]))
    else:
        eclipses.append((0.5, 0.02, 0.0))

    def light(cycles: FloatArray) -> FloatArray:
        flux = np.ones_like(cycles)
        for (middle, width, depth), (following, other, _) in (eclipses, eclipses[::-1]):
            away = (cycles - middle + 0.5) % 1.0 - 0.5
            flux -= depth * np.clip(1 - (2 * away / width) ** 2, 0, None)
            begin = middle + 0.5 * width
            x = (cycles - begin) % 1.0 / ((following - 0.5 * other - begin) % 1.0)
            flux += np.clip(amplitude * 4 * x * (1 - x), 0, None)
        return flux

    return light


def print_held_out(path: Path, seed: int, count: int = 400) -> None:
    """Print how well rows are met from light curves, with a table made from other rows."""
    rng = np.random.default_rng(seed)
    width, ratio, value, rows = catalogue(path)
    design = rng.random(value.size) < 0.5
    table = medians(width[design], ratio[design], value[design])
    error, true = [], []
    for index in rng.permutation(np.flatnonzero(~design))[:count]:
        row = rows[index]
        swell = float(np.interp(ratio[index], np.log(DEPTH_RATIOS), AMPLITUDE_RATIOS)) - 1
        light = of_row(row, swell * float(row["Dp-pf"]))
        _, chain = fitted(light, min(float(row["Per"]), 13.0), rng)
        if chain.primary is None or not chain.primary.width:
            continue
        depth_ratio = np.interp(amplitude_ratio(chain), AMPLITUDE_RATIOS, np.log(DEPTH_RATIOS))
        found = looked_up(table, np.log([chain.primary.width]), np.array([depth_ratio]))
        error.append(float(found[0] - value[index]))
        true.append(value[index])
    print(f"{len(error)} of {count} light curves from rows that the table was not made from:")
    print("  range      rows  median error  |error|  above 0.1")
    for low, high in pairwise((0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 1.01)):
        print_errors(np.array(error), np.array(true), low, high)
    print_errors(np.array(error), np.array(true), 0.0, 1.01)


def print_errors(error: FloatArray, true: FloatArray, low: float, high: float) -> None:
    """Print one line for the rows with a coefficient in a range."""
    here = error[(true >= low) & (true < high)]
    if here.size:
        middle = f"{np.median(here):14.3f}{np.median(np.abs(here)):9.3f}"
        print(f"  {low:.1f}-{min(high, 1):.1f}{here.size:9}{middle}{np.mean(np.abs(here) > 0.1):11.3f}")


def fitted(model: Model, period: float, rng: np.random.Generator) -> tuple[TwoGaussianFit, PolyfitFit]:
    """Both models of one sector at 600 s with 1 mmag of noise."""
    time = np.arange(0, 26, 600 / 86400)
    flux = model((time - 0.3) / period)
    flux = flux / np.median(flux) + rng.normal(0, 1e-3, time.size)
    profile = phase_profile(time, flux, Ephemeris(0.3, period))
    gaussian = fit_two_gaussian(profile)
    return gaussian, fit_polyfit(profile, gaussian)


def draw(kind: str, rng: np.random.Generator) -> tuple[Model, float, float]:
    """A light curve, its period and, for detached pairs, the sum of the relative radii."""
    if kind == "contact":
        inclination = np.arccos(rng.uniform(0, 0.6))
        teff = rng.uniform(4800, 7000)
        pair = contact(
            rng.uniform(0.2, 1), rng.uniform(0.05, 0.6), inclination, teff, teff * rng.uniform(0.93, 1.02)
        )
        return pair.flux, float(rng.uniform(0.25, 0.6)), np.nan
    if kind == "semi-detached":
        inclination = np.arccos(rng.uniform(0, 0.35))
        algol = semi_detached(
            rng.uniform(0.15, 0.5),
            rng.uniform(0.15, 0.3),
            inclination,
            rng.uniform(7000, 9000),
            rng.uniform(4300, 5500),
        )
        return algol.flux, float(rng.uniform(1, 4)), np.nan
    mass = rng.uniform(0.8, 2)
    stars = Star.of_mass(mass, age=rng.uniform(0, 0.8)), Star.of_mass(mass * rng.uniform(0.5, 1), age=0.1)
    period = float(np.exp(rng.uniform(np.log(0.6), np.log(9))))
    radii = (stars[0].radius + stars[1].radius) / semi_major_axis(stars[0].mass + stars[1].mass, period)
    orbit = Orbit(period, 0.0, 0.0, float(np.arccos(rng.uniform(0, 0.6 * radii))))
    return DetachedBinary(*stars, orbit).flux, period, radii


def print_simulated(seed: int, count: int = 60) -> None:
    """Print how depth and amplitude ratios go together, and the coefficient of each class."""
    rng = np.random.default_rng(seed)
    ratios = []
    for kind in ("detached", "semi-detached", "contact"):
        found, sums = [], []
        for _ in range(count):
            model, period, radii = draw(kind, rng)
            gaussian, chain = fitted(model, period, rng)
            result = morphology(chain)
            if result is None or chain.primary is None or not chain.primary.depth:
                continue
            found.append(result.value)
            sums.append(radii)
            if gaussian.primary is not None and gaussian.primary.depth:
                ratios.append((gaussian.primary.depth / chain.primary.depth, amplitude_ratio(chain)))
        share = np.percentile(found, [5, 25, 50, 75, 95])
        print(f"{kind:14} {len(found)} of {count}: 5, 25, 50, 75, 95 %:", np.round(share, 2))
        if kind == "detached":
            order = [np.argsort(np.argsort(each)) for each in (found, sums)]
            print(f"  rank correlation with the sum of radii: {np.corrcoef(*order)[0, 1]:.3f}")
    pairs = np.array(ratios)
    for each in DEPTH_RATIOS:
        near = np.abs(np.log(pairs[:, 0] / each)) < 0.1
        typical = np.median(pairs[near, 1]) if near.sum() > 2 else np.nan
        print(f"  depth ratio {each:.2f}: amplitude ratio {typical:.2f} ({near.sum()} curves)")
    print("  columns of the table:", AMPLITUDE_RATIOS)


if __name__ == "__main__":
    print_table(Path(sys.argv[1]))
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    print_held_out(Path(sys.argv[1]), seed)
    print_simulated(seed)
