"""The ephemerides that codes would propose for a target: right ones, wrong factors, and plain errors."""

import math
from collections.abc import Sequence

import numpy as np

from tessebs_core.demonstration.drawing import eclipses_seen
from tessebs_core.demonstration.population import Target, generator
from tessebs_core.demonstration.programmes import Programme
from tessebs_core.demonstration.systems import Kind, Signal
from tessebs_core.records import Ephemeris, Source

__all__ = ["accepted_ephemeris", "proposed_for"]

_AUTHOR = "demonstration"
QATS = Source("QATS", "1.0", _AUTHOR, "simulated")
ECLIPSR = Source("ECLIPSR", "1.1", _AUTHOR, "simulated")
BLS = Source("BLS", "1.0", _AUTHOR, "simulated")
LOMB_SCARGLE = Source("LS", "1.0", _AUTHOR, "simulated")
VISUAL = Source("visual", None, _AUTHOR, None)

_Proposal = tuple[Ephemeris, Source]
_HALF, _RIGHT, _DOUBLE = 0.5, 1.0, 2.0
_ORBIT_OF_TESS = 13.7  # days; what a search finds in scattered light


def proposed_for(target: Target) -> tuple[_Proposal, ...]:
    """Return what was proposed for a candidate, in no telling order; nothing for a settled one."""
    if target.settled:
        return ()
    rng = generator(target.number, 2)
    kind = target.system.kind
    if kind is Kind.NOISE:
        proposals = _of_noise(rng, target.programme)
    elif kind is Kind.SINGLE_ECLIPSE:
        proposals = _of_single_eclipse(rng, target)
    elif kind is Kind.TWO_SIGNALS:
        first, second = target.system.signals
        proposals = [
            _near(rng, first, target, _RIGHT, QATS),
            _near(rng, first, target, _HALF if rng.uniform() < 0.5 else _DOUBLE, BLS),
            _near(rng, second, target, _RIGHT, ECLIPSR),
            _near(rng, second, target, _HALF, LOMB_SCARGLE),
        ]
    else:
        proposals = _of_one_signal(rng, target)
    return tuple(proposals[index] for index in rng.permutation(len(proposals)))


def accepted_ephemeris(target: Target) -> _Proposal:
    """Return the ephemeris with which a settled binary stands in the catalogue."""
    return _near(generator(target.number, 2), target.system.signals[0], target, _RIGHT, QATS)


def _of_one_signal(rng: np.random.Generator, target: Target) -> list[_Proposal]:
    signal, kind = target.system.signals[0], target.system.kind
    factors: Sequence[tuple[float, Source]]
    if kind is Kind.CONTACT:
        factors = ((_HALF, LOMB_SCARGLE), (_RIGHT, QATS), (_HALF, BLS))
    elif kind is Kind.EQUAL_DEPTH:
        factors = ((_HALF, BLS), (_HALF, QATS), (_RIGHT, ECLIPSR))
    elif kind is Kind.PULSATOR:
        factors = ((_RIGHT, LOMB_SCARGLE), (_DOUBLE, BLS))
    elif kind is Kind.SPOTS:
        factors = ((_RIGHT, LOMB_SCARGLE), (_HALF if rng.uniform() < 0.5 else _DOUBLE, BLS))
    else:
        factors = ((_RIGHT, QATS), (_HALF if rng.uniform() < 0.4 else _DOUBLE, BLS))
        if rng.uniform() < 0.6:
            factors = (*factors, (_RIGHT, ECLIPSR))
    proposals = [_near(rng, signal, target, factor, source) for factor, source in factors]
    if kind.is_binary and signal.secondary_phase is not None and rng.uniform() < 0.35:
        proposals.append(_near(rng, signal, target, _RIGHT, VISUAL, offset=signal.secondary_phase))
    if rng.uniform() < 0.3:
        proposals.append(_wrong(rng, signal, target.programme))
    return proposals


def _near(
    rng: np.random.Generator,
    signal: Signal,
    target: Target,
    factor: float,
    source: Source,
    *,
    offset: float = 0.0,
) -> _Proposal:
    """A measurement of a signal with ``factor`` times its period, errors drawn from its uncertainties.

    ``offset`` (cycles) moves the zero point, to the secondary minimum for example.
    """
    truth = signal.ephemeris
    span = target.programme.sectors
    cycles = max((span[-1].last - span[0].first) / truth.period, 1.0)
    width = signal.duration or truth.period / 4
    bjd0_error = max(3e-4, float(rng.uniform(0.01, 0.03)) * width)
    period_error = 1.2 * bjd0_error / cycles
    start = math.ceil((span[0].first - truth.bjd0) / truth.period - offset) + offset
    states = rng.uniform() < 0.8
    return (
        Ephemeris(
            round(truth.bjd0 + start * truth.period + float(rng.normal(0, bjd0_error)), 6),
            round(factor * (truth.period + float(rng.normal(0, period_error))), 9),
            round(bjd0_error, 6) if states else None,
            float(f"{factor * period_error:.3g}") if states else None,
        ),
        source,
    )


def _wrong(rng: np.random.Generator, signal: Signal, programme: Programme) -> _Proposal:
    """A period that has nothing to do with the true one."""
    first = programme.sectors[0].first
    while True:
        period = float(np.exp(rng.uniform(math.log(0.3), math.log(12))))
        ratio = period / signal.ephemeris.period
        if all(abs(ratio / factor - 1) > 0.03 for factor in (1 / 3, 1 / 2, 2 / 3, 1, 3 / 2, 2, 3)):
            return Ephemeris(round(first + float(rng.uniform(0, period)), 4), round(period, 5)), BLS


def _of_noise(rng: np.random.Generator, programme: Programme) -> list[_Proposal]:
    """What searches find where nothing is: the spacecraft's orbit, and a short period by chance."""
    first = programme.sectors[0].first
    orbit = _ORBIT_OF_TESS * float(rng.uniform(0.97, 1.0))
    chance = float(rng.uniform(0.3, 3))
    return [
        (Ephemeris(round(first + float(rng.uniform(0, orbit)), 4), round(orbit, 4)), BLS),
        (Ephemeris(round(first + float(rng.uniform(0, chance)), 4), round(chance, 5), 0.01, 1e-4), QATS),
    ]


def _of_single_eclipse(rng: np.random.Generator, target: Target) -> list[_Proposal]:
    """The one eclipse with periods that nobody can know."""
    signal, programme = target.system.signals[0], target.programme
    seen = signal.ephemeris
    cycles = round((programme.sectors[-1].last - seen.bjd0) / seen.period)
    times = [seen.bjd0 + n * seen.period for n in range(-abs(cycles) - 1, abs(cycles) + 2)]
    eclipse = next(each for each in times if programme.is_observed(each))
    error = max(1e-3, 0.02 * signal.duration)
    guesses = [float(rng.uniform(15, 27)), float(rng.uniform(6, 14))]
    while eclipses_seen(Ephemeris(eclipse, guesses[0]), programme) > 3:
        guesses[0] += 5.0
    return [
        (
            Ephemeris(
                round(eclipse + float(rng.normal(0, error)), 5), round(guess, 3), round(error, 5), None
            ),
            source,
        )
        for guess, source in zip(guesses, (QATS, BLS), strict=True)
    ]
