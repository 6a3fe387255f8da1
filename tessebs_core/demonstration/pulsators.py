"""Pulsating stars as sums of modes, or as one non-sinusoidal mode."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tessebs_core.demonstration.phase_curves import PhaseCurve
from tessebs_core.records import Ephemeris, FloatArray

__all__ = ["Mode", "Pulsator", "cepheid", "delta_scuti", "gamma_doradus", "rr_lyrae"]

# Cosine series of I-band light curves in the sense of Simon & Lee (1981, ApJ 248, 291), typical of
# their classes: amplitude ratios R_k1 and phases phi_k1 = phi_k - k phi_1 from k = 2 on, in magnitudes.
_RR_AB = ((0.48, 4.1), (0.34, 2.1), (0.22, 0.3), (0.14, 4.7), (0.08, 2.9), (0.05, 1.2))
_RR_C = ((0.18, 4.6), (0.07, 3.2))
_CEPHEID = ((0.38, 4.6), (0.18, 2.6), (0.09, 0.8), (0.04, 5.2))


@dataclass(frozen=True)
class Mode:
    """One sinusoid: frequency in 1/d, relative amplitude, phase in cycles at ``BTJD = 0``."""

    frequency: float
    amplitude: float
    phase: float


@dataclass(frozen=True)
class Pulsator:
    """A star that pulsates in several sinusoidal modes at once."""

    modes: Sequence[Mode]

    def observed(self, time: FloatArray, exposure: float) -> FloatArray:
        """Return the mean relative flux over exposures; each mode is damped by its own sinc."""
        flux = np.ones_like(time)
        for mode in self.modes:
            amplitude = mode.amplitude * np.sinc(mode.frequency * exposure)
            flux += amplitude * np.cos(2 * np.pi * (mode.frequency * time + mode.phase))
        return flux


def delta_scuti(rng: np.random.Generator, amplitude: float) -> Pulsator:
    """Pressure modes of an A star; the strongest, of ``amplitude``, has 5.5 to 9.5 cycles per day."""
    strongest = float(rng.uniform(5.5, 9.5))
    others = _many_modes(rng, 0.7 * amplitude, count=int(rng.integers(5, 10)), lowest=6.0, highest=30.0)
    return Pulsator((Mode(strongest, amplitude, float(rng.uniform(0, 1))), *others.modes))


def gamma_doradus(rng: np.random.Generator, amplitude: float) -> Pulsator:
    """Gravity modes of an F star, a dense group below 3 per day."""
    centre = float(rng.uniform(0.9, 1.8))
    return _many_modes(rng, amplitude, count=8, lowest=0.85 * centre, highest=1.2 * centre)


def rr_lyrae(rng: np.random.Generator, bjd0: float, *, overtone: bool) -> PhaseCurve:
    """An RR Lyrae star; ``overtone`` makes it the nearly sinusoidal RRc kind. Phase 0 is minimum."""
    if overtone:
        return _saw_tooth(bjd0, float(rng.uniform(0.25, 0.38)), 0.16, _RR_C)
    return _saw_tooth(bjd0, float(rng.uniform(0.48, 0.66)), 0.25, _RR_AB)


def cepheid(rng: np.random.Generator, bjd0: float) -> PhaseCurve:
    """A short-period classical Cepheid. Phase 0 is minimum."""
    return _saw_tooth(bjd0, float(rng.uniform(3.2, 4.8)), 0.17, _CEPHEID)


def _many_modes(
    rng: np.random.Generator, amplitude: float, *, count: int, lowest: float, highest: float
) -> Pulsator:
    frequencies = rng.uniform(lowest, highest, count)
    amplitudes = amplitude * np.append(1.0, rng.uniform(0.08, 0.7, count - 1))
    phases = rng.uniform(0, 1, count)
    return Pulsator(
        tuple(
            Mode(float(f), float(a), float(p))
            for f, a, p in zip(frequencies, amplitudes, phases, strict=True)
        )
    )


def _saw_tooth(
    bjd0: float, period: float, amplitude: float, harmonics: Sequence[tuple[float, float]]
) -> PhaseCurve:
    """A light curve from its Fourier parameters, ``amplitude`` (mag) that of the fundamental."""

    def model(phase: FloatArray) -> FloatArray:
        magnitude = np.cos(2 * np.pi * phase)
        for order, (ratio, shift) in enumerate(harmonics, start=2):
            magnitude = magnitude + ratio * np.cos(2 * np.pi * order * phase + shift)
        flux = 10 ** (-0.4 * amplitude * magnitude)
        return np.asarray(flux / flux.mean())

    curve = PhaseCurve.of(Ephemeris(bjd0, period), model)
    return PhaseCurve(curve.ephemeris, np.roll(curve.flux, -int(np.argmin(curve.flux))))
