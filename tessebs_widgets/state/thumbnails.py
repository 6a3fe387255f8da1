"""A folded light curve as a small raster."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Thumbnail"]


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """Density of a folded light curve, 0 (no point) to 255 (the densest cell), brightest row first.

    ``raster`` is of shape (height, width); columns go over phases -0.25 to 1.25.
    """

    raster: npt.NDArray[np.uint8]

    @property
    def width(self) -> int:
        """Number of columns."""
        return int(self.raster.shape[1])

    @property
    def height(self) -> int:
        """Number of rows."""
        return int(self.raster.shape[0])
