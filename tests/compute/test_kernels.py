"""The compiled loops against the same Python run uncompiled, and against definitions."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from tessebs_core.compute import kernels


def curve() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    time = np.sort(rng.uniform(1325, 1350, 2000))
    return time, 1 + rng.normal(0, 0.01, 2000), rng.uniform(0.5, 2, 2000)


def test_compiled_sums_are_those_of_python() -> None:
    time, flux, weight = curve()
    fast, slow = ((np.zeros((3, 50)), np.zeros(50, np.int64)) for _ in range(2))
    kernels.fold_sums(time, flux, weight, 1325.3, 1.7, 1.0, *fast)
    kernels.fold_sums_slow(time, flux, weight, 1325.3, 1.7, 1.0, *slow)
    np.testing.assert_allclose(fast[0], slow[0], rtol=1e-13)
    np.testing.assert_array_equal(fast[1], slow[1])


def test_compiled_counts_are_those_of_python_and_leave_out_what_is_beyond() -> None:
    time, flux, _ = curve()
    fast, slow = (np.zeros((20, 30), np.int64) for _ in range(2))
    kernels.fold_counts(time, flux, 1325.3, 1.7, 0.99, 1.01, fast)
    kernels.fold_counts_slow(time, flux, 1325.3, 1.7, 0.99, 1.01, slow)
    np.testing.assert_array_equal(fast, slow)
    assert fast.sum() == ((flux >= 0.99) & (flux <= 1.01)).sum()


def test_compiled_code_is_kept_where_the_environment_says(tmp_path: Path) -> None:
    code = (
        "import numpy as np\n"
        "from tessebs_core.compute.box_kernels import group_leaves\n"
        "group_leaves(np.array([[0, 5, 0], [5, 9, 5]]), 3.0)"
    )
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=100)
    assert list(tmp_path.rglob("box_kernels.group_leaves*.nbi"))


def test_without_a_place_to_keep_it_code_is_compiled_anew() -> None:
    scope: dict[str, object] = {}
    exec("def double(x):\n    return 2 * x", scope)  # no file: numba finds no place beside it
    double = scope["double"]
    assert callable(double)
    assert kernels.compiled()(double)(4) == 8
