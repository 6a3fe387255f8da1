"""How long it takes to make a million points fit for the screen.

Run it with ``python benchmarks/drawing.py``; it takes some seconds.
"""

import time as clock

import numpy as np

from tessebs_core.compute.decimation import decimate
from tessebs_core.compute.folding import binned_mean, phase_raster
from tessebs_core.records import Ephemeris


def main() -> None:
    """Print the table."""
    time = np.linspace(1325, 1351, 1_000_000)
    inside = np.abs((time - 1326.3) % 2.345 - 1.1725) < 0.06
    flux = 1 - 0.01 * inside + np.random.default_rng(1).normal(0, 2e-3, time.size)
    ephemeris = Ephemeris(1326.3, 2.345)
    print(f"Drawing {time.size} points:")
    for name, work in (
        ("decimate to 4000", lambda: decimate(time, flux)),
        ("mean in 200 phase bins", lambda: binned_mean(time, flux, ephemeris)),
        ("density 600 x 300", lambda: phase_raster(time, flux, ephemeris, limits=(0.9, 1.1))),
    ):
        work()  # compiled code, once in the life of a process
        taken = []
        for _ in range(7):
            begin = clock.perf_counter()
            work()
            taken.append(clock.perf_counter() - begin)
        print(f"  {name:24}{1e3 * np.median(taken):8.1f} ms")


if __name__ == "__main__":
    main()
