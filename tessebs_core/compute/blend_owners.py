"""Whose a signal is that two neighbouring stars show: by depth, by the light that is lost, by distance."""

import math

from tessebs_core.records.blends import PIXEL, SignalSide

__all__ = ["likely_owner", "spilled"]

_DEEPER, _MUCH_DEEPER = 1.3, 3.0
"""Ratios of depth that speak, and speak clearly; corrections for crowding move depths by some 20 %."""
_MORE, _MUCH_MORE = 1.5, 3.0
"""Ratios of light lost; magnitudes come in, so that they must be larger."""
_DECIDED = 2
_APERTURE = 1.5  # pixels, radius of a faint star's aperture
_BRIGHT = 12.0  # TESS magnitude from which apertures grow, half a pixel for each magnitude
_HALO = 0.02  # part of the light that falls far beyond


def spilled(pixels: float, magnitude: float) -> float:
    """The largest part of a star's light that may fall into the aperture of another so many pixels away.

    A generous limit, not a measurement: a Gaussian of 1.5 pixels (the point response function, and the
    wander of apertures) beyond the radius of the other's aperture, doubled, and a halo of 2 %.

    Parameters
    ----------
    pixels : float
        Separation.
    magnitude : float
        Of the star whose aperture it is.
    """
    radius = _APERTURE + 0.5 * max(0.0, _BRIGHT - magnitude)
    beyond = max(0.0, pixels - radius)
    return min(1.0, 2.0 * math.exp(-0.5 * (beyond / 1.5) ** 2) + _HALO)


def likely_owner(one: SignalSide, other: SignalSide, separation: float) -> tuple[int | None, tuple[str, ...]]:
    """Say which of two stars the eclipses are of, with reasons.

    Parameters
    ----------
    one, other : SignalSide
        The same signal on two targets.
    separation : float
        Arc seconds.

    Returns
    -------
    int or None
        The TIC number; None is "undecided".
    tuple of str
        What speaks for it, and what against.

    Notes
    -----
    Steady light of another star in the aperture makes eclipses shallower, never deeper, so that the true
    source has the deepest (Coughlin et al. 2014 choose it so); where a product takes the neighbour's light
    off again, a faint star's depth may come out too large. Of the light that is lost, depth times flux,
    others show a part at most: the source loses more than anybody else, and never more than it has. Each of
    these speaks with one voice or with two; two without a contrary one, or three more than those, decide.
    Pictures of the difference in and out of eclipse are the better judge where this is undecided (Higgins &
    Bell 2023, AJ 165, 141, reach a fifth of a pixel).
    """
    if one.depth is None or other.depth is None or min(one.depth, other.depth) <= 0:
        return None, ("undecided: the depth is not known on both targets",)
    voices, reasons = {one.tess_id: 0, other.tess_id: 0}, []
    deep, shallow = (one, other) if one.depth >= other.depth else (other, one)
    ratio = _ratio(deep.depth, shallow.depth)
    if ratio >= _DEEPER:
        voices[deep.tess_id] += 2 if ratio >= _MUCH_DEEPER else 1
        reasons.append(f"eclipses are {ratio:.1f} times deeper on TIC {deep.tess_id}")
    else:
        reasons.append("eclipses are about equally deep on both")
    if one.magnitude is None or other.magnitude is None:
        reasons.append("magnitudes are not known, so the light lost cannot be compared")
    else:
        reasons += _by_light(one, other, separation / PIXEL, voices)
    return _decided(voices, reasons)


def _by_light(one: SignalSide, other: SignalSide, pixels: float, voices: dict[int, int]) -> list[str]:
    """Compare the light lost; adds to ``voices``."""
    reasons = []
    lost = {each.tess_id: (each.depth or 0.0) * _flux(each) for each in (one, other)}
    more, less = (one, other) if lost[one.tess_id] >= lost[other.tess_id] else (other, one)
    ratio = _ratio(lost[more.tess_id], lost[less.tess_id])
    if ratio >= _MORE:
        voices[more.tess_id] += 2 if ratio >= _MUCH_MORE else 1
        reasons.append(f"{ratio:.1f} times as much light is lost in TIC {more.tess_id}")
    else:
        reasons.append("both lose about the same light")
    for source, seen in ((one, other), (other, one)):
        part = lost[seen.tess_id] / _flux(source)
        if part > 1.0:
            voices[seen.tess_id] += 2
            reasons.append(
                f"TIC {source.tess_id} cannot be the source: "
                f"TIC {seen.tess_id} loses {part:.1f} times its light"
            )
    limit = spilled(pixels, less.magnitude or 0.0)
    if 1 / ratio > limit:
        voices[more.tess_id] -= 2
        reasons.append(
            f"{100 / ratio:.0f} % of the light lost shows {pixels:.1f} pixels away, where at most "
            f"{100 * limit:.0f} % would be expected: a third star, perhaps"
        )
    elif ratio >= _MORE:
        reasons.append(f"{100 / ratio:.0f} % of it spilled {pixels:.1f} pixels away, which is possible")
    return reasons


def _decided(voices: dict[int, int], reasons: list[str]) -> tuple[int | None, tuple[str, ...]]:
    (owner, most), (_, least) = sorted(voices.items(), key=lambda each: -each[1])
    if most >= _DECIDED and (least <= 0 or most - least > _DECIDED):
        return owner, tuple(reasons)
    return None, ("undecided", *reasons)


def _flux(side: SignalSide) -> float:
    return float(10.0 ** (-0.4 * (side.magnitude or 0.0)))


def _ratio(larger: float | None, smaller: float | None) -> float:
    return (larger or 0.0) / max(smaller or 0.0, 1e-12)
