"""What a simulated target is: its light, its true signals, its stars."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from tessebs_core.demonstration.light import Light
from tessebs_core.demonstration.phase_curves import PhaseCurve
from tessebs_core.demonstration.stars import Star
from tessebs_core.records import Ephemeris, FloatArray

__all__ = ["Kind", "Signal", "System", "signal_of"]


class Kind(StrEnum):
    """The classes of the demonstration; the last four are no binaries."""

    DETACHED = "detached"
    SEMI_DETACHED = "semi-detached"
    CONTACT = "contact"
    ECCENTRIC = "eccentric"
    HEARTBEAT = "heartbeat"
    EQUAL_DEPTH = "equal-depth"
    TWO_SIGNALS = "two-signals"
    SINGLE_ECLIPSE = "single-eclipse"
    PULSATOR = "pulsator"
    SPOTS = "spots"
    NOISE = "noise"
    BLEND = "blend"

    @property
    def is_binary(self) -> bool:
        """Whether it is an eclipsing or heartbeat binary."""
        return self not in (Kind.PULSATOR, Kind.SPOTS, Kind.NOISE, Kind.BLEND)


@dataclass(frozen=True)
class Signal:
    """One periodic signal as it truly is.

    ``primary_depth`` and ``secondary_depth`` are relative to the light just outside (for smooth curves:
    to the maximum); a secondary that is not there has depth 0 and phase None. ``duration`` is that of
    the primary minimum at half depth, days.
    """

    ephemeris: Ephemeris
    primary_depth: float
    secondary_depth: float
    secondary_phase: float | None
    duration: float


@dataclass(frozen=True)
class System:
    """A target as it truly is.

    ``stars`` are those that give the light; ``amplitude`` is the signal that must stand out of the
    noise, relative to the system's light; ``parameters`` are those of the model, by name.
    """

    kind: Kind
    light: Light
    stars: tuple[Star, ...]
    signals: tuple[Signal, ...] = ()
    amplitude: float = 0.0
    pulsating_component: bool = False
    parameters: dict[str, float] = field(default_factory=dict)

    @property
    def teff(self) -> float:
        """Temperature that the mixed light shows, K."""
        weights = np.array([star.band_luminosity for star in self.stars])
        return float(np.average([star.teff for star in self.stars], weights=weights))

    @property
    def logg(self) -> float:
        """Surface gravity of the brightest star, dex."""
        return max(self.stars, key=lambda star: star.band_luminosity).logg


def signal_of(curve: PhaseCurve, secondary: float | None, *, share: float = 1.0) -> Signal:
    """Measure a noiseless light curve whose primary minimum is at phase 0.

    Parameters
    ----------
    curve : PhaseCurve
        One cycle of the binary's own light.
    secondary : float or None
        Phase of the other minimum; None when there is none.
    share : float
        The binary's share of the light in the aperture.
    """
    primary_depth, width = _dip(curve.flux, 0.0)
    secondary_depth = 0.0 if secondary is None else _dip(curve.flux, secondary)[0]
    return Signal(
        curve.ephemeris,
        primary_depth=share * primary_depth,
        secondary_depth=share * secondary_depth,
        secondary_phase=None if secondary is None else float((secondary + 0.5) % 1 - 0.5),
        duration=width * curve.ephemeris.period,
    )


def _dip(flux: FloatArray, phase: float) -> tuple[float, float]:
    """Depth of the minimum at ``phase`` below the light around it, and its width at half depth in cycles."""
    around = np.roll(flux, len(flux) // 2 - round(phase * len(flux)))
    middle = len(around) // 2
    quarter = len(around) // 4
    outside = float(around[middle - quarter : middle + quarter].max())
    bottom = float(around[middle])
    below = around < (outside + bottom) / 2
    left = int(np.argmin(below[middle::-1])) if below[middle] else 0
    right = int(np.argmin(below[middle:])) if below[middle] else 0
    return 1 - bottom / outside, (left + right) / len(around)
