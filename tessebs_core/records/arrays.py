"""The array types that records and compute share."""

from typing import Any

import numpy as np
import numpy.typing as npt

from tessebs_core.errors import BadLightCurve

__all__ = ["FloatArray", "IntArray", "check_same_length", "frozen"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def frozen(values: npt.ArrayLike, dtype: type[np.generic]) -> npt.NDArray[Any]:
    """Return ``values`` as a native-endian, contiguous array that cannot be written to."""
    array = np.ascontiguousarray(values, dtype=dtype)
    if array.flags.writeable:
        array = array.view()
        array.flags.writeable = False
    return array


def check_same_length(**columns: npt.NDArray[Any]) -> None:
    """Refuse columns that are not one-dimensional and equally long.

    Raises
    ------
    BadLightCurve
        The columns cannot belong to one table.
    """
    shapes = {name: column.shape for name, column in columns.items()}
    if len(set(shapes.values())) > 1 or any(len(shape) != 1 for shape in shapes.values()):
        raise BadLightCurve(f"Columns of unequal shape: {shapes}.")
