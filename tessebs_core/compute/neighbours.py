"""Which stars stand so near each other that one's light falls into the other's aperture."""

import numpy as np

from tessebs_core.records import FloatArray, IntArray
from tessebs_core.records.blends import PIXEL

__all__ = ["REACH", "farthest", "neighbour_pairs", "reach_of"]

REACH = 4.0
"""Pixels that the light of a faint star reaches."""

_FARTHEST = 10.0  # pixels, of the brightest
_KNEE = 10.0  # TESS magnitude from which on brighter stars reach farther
_ARCSEC = np.pi / 648000.0


def reach_of(magnitude: FloatArray, reach: float = REACH) -> FloatArray:
    """How far the light of stars reaches into other apertures.

    Parameters
    ----------
    magnitude : ndarray
        In the TESS band; NaN where unknown, taken as faint.
    reach : float
        Pixels for a faint star.

    Returns
    -------
    ndarray
        Arc seconds.

    Notes
    -----
    The shape is that of Coughlin et al. (2014, AJ 147, 119), who found that direct contamination in Kepler's
    images reaches as far as the root of one plus a star's flux in units of that at a certain magnitude. The
    numbers are ours: four pixels (84") cover the point response function, nine tenths of which fall into four
    by four pixels, plus an aperture beside it; from magnitude 10 on apertures grow. The farthest is ten
    pixels.
    """
    known = np.where(np.isfinite(magnitude), magnitude, 99.0)
    pixels = reach * np.sqrt(1.0 + 10.0 ** (-0.4 * (known - _KNEE)))
    return np.asarray(np.minimum(pixels * PIXEL, farthest(reach)))


def farthest(reach: float = REACH) -> float:
    """How far the light of any star reaches, arc seconds; ``reach`` is that of a faint one, pixels."""
    return max(_FARTHEST, reach) * PIXEL


def neighbour_pairs(
    ra: FloatArray, dec: FloatArray, reach: FloatArray
) -> tuple[IntArray, IntArray, FloatArray]:
    """Pairs of stars of which at least one reaches the other.

    Parameters
    ----------
    ra, dec : ndarray of shape (n,)
        Degrees, finite.
    reach : ndarray of shape (n,)
        Arc seconds.

    Returns
    -------
    first, second : ndarray of int
        Places in the arrays, ``first < second``.
    separation : ndarray
        Arc seconds.

    Notes
    -----
    A k-d tree of unit vectors: poles and RA 0 are places like any other.
    """
    if ra.size < 2:
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing, np.empty(0)
    from scipy.spatial import cKDTree

    a, d = np.radians(ra), np.radians(dec)
    vectors = np.stack([np.cos(d) * np.cos(a), np.cos(d) * np.sin(a), np.sin(d)], axis=1)
    farthest = 2 * np.sin(0.5 * float(reach.max()) * _ARCSEC)
    pairs = cKDTree(vectors).query_pairs(farthest, output_type="ndarray")
    first, second = pairs.min(axis=1), pairs.max(axis=1)
    chord = np.linalg.norm(vectors[first] - vectors[second], axis=1)
    separation = 2 * np.arcsin(np.minimum(0.5 * chord, 1.0)) / _ARCSEC
    near = separation <= np.maximum(reach[first], reach[second])
    return first[near], second[near], separation[near]
