"""Loops compiled by numba; imported when first needed, since numba takes half a second to load.

Each kernel is an ordinary Python function, the slow twin that tests run, and its compiled form.
"""

from collections.abc import Callable
from math import floor
from typing import Any, TypeVar, cast

import numba

from tessebs_core.records import FloatArray, IntArray

__all__ = ["compiled", "fold_counts", "fold_counts_slow", "fold_sums", "fold_sums_slow"]

_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled(*, fastmath: bool | set[str] = False) -> Callable[[_Function], _Function]:
    """Compile a function when it is first called; ``py_func`` of the result is the Python one.

    Parameters
    ----------
    fastmath : bool or set of str
        Relaxations of LLVM's arithmetic, for this function alone.

    Notes
    -----
    The interpreter lock is released, so that threads run side by side; a division by zero gives infinity,
    as in numpy. Compiled code is kept in the ``__pycache__`` beside the source or, where that cannot be
    written, in the user's cache folder or the one that the environment variable ``NUMBA_CACHE_DIR`` names,
    and is made anew for another processor, numba or source. Where nothing can be written, each process
    compiles for itself.
    """

    def compile_it(function: _Function) -> _Function:
        try:
            kept = numba.njit(function, cache=True, nogil=True, error_model="numpy", fastmath=fastmath)
        except RuntimeError:  # nowhere to keep compiled code
            kept = numba.njit(function, nogil=True, error_model="numpy", fastmath=fastmath)
        return cast(_Function, kept)

    return compile_it


def fold_sums_slow(  # noqa: PLR0917 -- compiled code takes its arrays by position
    time: FloatArray, flux: FloatArray, weight: FloatArray, zero: float, period: float, reference: float,
    sums: FloatArray, counts: IntArray,
) -> None:  # fmt: skip
    """Add weight, weight * (flux - reference) and its square to ``sums`` (3, bins), one to ``counts``."""
    bins = counts.size
    for i in range(time.size):
        cycles = (time[i] - zero) / period
        k = min(int((cycles - floor(cycles + 0.5) + 0.5) * bins), bins - 1)
        difference = flux[i] - reference
        sums[0, k] += weight[i]
        sums[1, k] += weight[i] * difference
        sums[2, k] += weight[i] * difference * difference
        counts[k] += 1


def fold_counts_slow(  # noqa: PLR0917 -- compiled code takes its arrays by position
    time: FloatArray, flux: FloatArray, zero: float, period: float, lowest: float, highest: float,
    counts: IntArray,
) -> None:  # fmt: skip
    """Count the points in each cell of ``counts`` (flux, phase), leaving out those beyond the fluxes."""
    rows, columns = counts.shape
    scale = rows / (highest - lowest)
    for i in range(time.size):
        if not lowest <= flux[i] <= highest:
            continue
        cycles = (time[i] - zero) / period
        column = min(int((cycles - floor(cycles + 0.5) + 0.5) * columns), columns - 1)
        row = min(int((flux[i] - lowest) * scale), rows - 1)
        counts[row, column] += 1


fold_sums = compiled()(fold_sums_slow)
fold_counts = compiled()(fold_counts_slow)
