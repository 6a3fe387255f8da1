"""Fewer points that draw the same curve."""

import numpy as np
import numpy.typing as npt

from tessebs_core.errors import BadLightCurve
from tessebs_core.records import FloatArray

__all__ = ["decimate", "one_per_cell"]

_FEWEST = 12  # two ends and two bins of two extremes, twice where the curve is broken


def decimate(x: FloatArray, y: FloatArray, points: int = 4000) -> npt.NDArray[np.intp]:
    """Choose the points that show every extreme of a curve at the resolution of a screen.

    The x axis is cut into even bins, of which each keeps its lowest and its highest point. Empty
    stretches of x (gaps between sectors) take no bins from the rest.

    Parameters
    ----------
    x : ndarray of shape (n,)
        Finite and ascending: times, days, or any other.
    y : ndarray of shape (n,)
        Where it is NaN the curve is broken, and stays broken.
    points : int
        At most so many points are kept; fewer than 12 are taken for 12.

    Returns
    -------
    ndarray of intp, ascending
        Indices into ``x`` and ``y``: all of them for a short curve, otherwise with the first and last
        finite points, the extremes, and one NaN for each break between points kept.

    Raises
    ------
    BadLightCurve
        Unequal lengths, or ``x`` not finite or not ascending.

    Notes
    -----
    Extremes keep the depth of every eclipse and the height of every flare; they exaggerate the noise
    of a curve drawn without them. MinMax aggregation by tsdownsample (Van Der Donckt et al. 2022,
    SoftwareX 29, 102052).
    """
    if x.ndim != 1 or x.shape != y.shape:
        raise BadLightCurve(f"Curves of shape {x.shape} and {y.shape} do not belong together.")
    ends_finite = x.size == 0 or bool(np.isfinite(x[0]) and np.isfinite(x[-1]))
    if not (ends_finite and (x[:-1] <= x[1:]).all()):
        raise BadLightCurve("The x axis of a curve must be finite and ascending.")
    points = max(points, _FEWEST)
    if x.size <= points:
        return np.arange(x.size)
    is_finite = np.isfinite(y)
    if is_finite.all():
        return _extremes(x, y, points)
    finite = np.flatnonzero(is_finite)
    chosen = finite[_extremes(x[finite], y[finite], points // 2)]
    return np.sort(np.concatenate([chosen, _breaks(y, chosen)]))


def one_per_cell(
    x: FloatArray, y: FloatArray, limits: tuple[float, float], columns: int, rows: int
) -> npt.NDArray[np.intp]:
    """Choose one point for each cell of a picture: all that a cloud of dots can show.

    Parameters
    ----------
    x, y : ndarray of shape (n,)
        Finite, in any order; the columns span all of ``x``.
    limits : tuple of float
        Range of ``y`` that the rows span; points outside are left out.
    columns, rows : int
        Cells, each way.

    Returns
    -------
    ndarray of intp, ascending
        The first point of each cell that has one; at most ``columns * rows``.
    """
    inside = np.flatnonzero((y >= limits[0]) & (y <= limits[1]))
    if inside.size <= columns:
        return inside
    column = _cell(x[inside], float(x.min()), float(x.max()), columns)
    row = _cell(y[inside], *limits, rows)
    _, first = np.unique(column * rows + row, return_index=True)
    return np.sort(inside[first])


def _cell(values: FloatArray, low: float, high: float, cells: int) -> npt.NDArray[np.intp]:
    width = (high - low) / cells or 1.0
    return np.minimum((values - low) / width, cells - 1).astype(np.intp)


def _extremes(x: FloatArray, y: FloatArray, points: int) -> npt.NDArray[np.intp]:
    if x.size <= points:
        return np.arange(x.size)
    from tsdownsample import MinMaxDownsampler

    wanted = (points - 2) // 2 * 2
    position = _without_gaps(x, wanted // 2)
    downsampler = MinMaxDownsampler()  # type: ignore[no-untyped-call]
    chosen = downsampler.downsample(position, np.ascontiguousarray(y), n_out=wanted)
    ends = np.array([0, x.size - 1], dtype=np.intp)
    return np.unique(np.concatenate([ends, chosen.astype(np.intp)]))


def _without_gaps(x: FloatArray, bins: int) -> FloatArray:
    """Close up steps that would leave whole bins empty."""
    longest = (x[-1] - x[0]) / bins
    steps = np.diff(x)
    if steps.max() <= longest:
        return np.ascontiguousarray(x)
    position = np.zeros(x.size)
    np.cumsum(np.minimum(steps, longest, out=steps), out=position[1:])
    return position


def _breaks(y: FloatArray, chosen: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Return the first NaN behind each chosen point that has one before the next chosen point."""
    broken = np.flatnonzero(~np.isfinite(y))
    place = np.searchsorted(broken, chosen)  # first break behind each chosen point
    behind = place[:-1] < place[1:]
    return broken[place[:-1][behind]]
