"""How often the truth lies within one sigma of a refined ephemeris: 68 % is right.

    python -m benchmarks.ephemeris_coverage [TRIALS [SEED]]

Trapezoidal eclipses and tides of known ephemeris in white noise; the start is off by up to a tenth of an
eclipse. ``later`` is the predicted time of a minimum 300 cycles after t0.
"""

import sys

import numpy as np

from tessebs_core.compute.refinement import predicted_time, refine
from tessebs_core.records import Ephemeris
from tests.support.folded import START, light_curve

CASES = {
    "2.3 d, 10 % deep, 120 s": (2.3, [(0.0, 0.1, 0.15), (0.5, 0.04, 0.15)], 4e-3, 0.0, 1, 120.0),
    "2.3 d, 2 % deep, 120 s": (2.3, [(0.0, 0.02, 0.15)], 1e-2, 0.0, 1, 120.0),
    "5.1 d, 30 % deep, 30 min": (5.1, [(0.0, 0.3, 0.25)], 5e-3, 0.0, 1, 1800.0),
    "9.1 d, 2 sectors": (9.1, [(0.0, 0.1, 0.25)], 3e-3, 0.0, 2, 600.0),
    "1.1 d, 1 % deep, faint": (1.1, [(0.0, 0.01, 0.12)], 6e-3, 0.0, 1, 1200.0),
    "0.35 d, tides only": (0.35, [], 5e-3, 0.1, 1, 1200.0),
    "3.3 d, 5 sectors, faint": (3.3, [(0.0, 0.05, 0.2)], 2e-2, 0.0, 5, 600.0),
}


def main() -> None:
    """Print the fractions."""
    trials = int(sys.argv[1]) if sys.argv[1:] else 300
    first = int(sys.argv[2]) if sys.argv[2:] else 2026
    rng = np.random.default_rng(first)
    print(f"{'':28}{'t0':>8}{'period':>8}{'later':>8}   (each +- {0.466 / trials**0.5:.3f})")
    for name, (period, dips, noise, wave, sectors, cadence) in CASES.items():
        inside = []
        for seed in range(trials):
            t0 = START + float(rng.uniform(0, period))
            curve = light_curve(
                Ephemeris(t0, period), dips, noise=noise, wave=wave, sectors=sectors, cadence=cadence,
                seed=100_000 * first + seed,
            )  # fmt: skip
            drift = 0.004 / curve.baseline
            found = refine(curve, Ephemeris(t0 + rng.normal(0, 0.004), period * (1 + rng.normal(0, drift))))
            if found is None:
                inside.append([False] * 3)
                continue
            ephemeris = found.ephemeris
            cycle = round((ephemeris.bjd0 - t0) / period)
            later, later_unc = predicted_time(ephemeris, 300)
            inside.append([
                abs(ephemeris.bjd0 - t0 - cycle * period) < (ephemeris.bjd0_uncert or 0.0),
                abs(ephemeris.period - period) < (ephemeris.period_uncert or 0.0),
                abs(later - t0 - (cycle + 300) * period) < later_unc,
            ])  # fmt: skip
        print(f"{name:28}" + "".join(f"{each:>8.3f}" for each in np.mean(inside, axis=0)), flush=True)


if __name__ == "__main__":
    main()
