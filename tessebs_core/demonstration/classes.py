"""Make a system of each class: a binary with its surroundings, or one of the stars that are none."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from tessebs_core.demonstration.drawing import (
    Pair,
    draw_contact,
    draw_detached,
    draw_eccentric,
    draw_equal,
    draw_heartbeat,
    draw_semi_detached,
    draw_single,
)
from tessebs_core.demonstration.light import Blend, Constant, Light, Product
from tessebs_core.demonstration.programmes import Programme
from tessebs_core.demonstration.pulsators import cepheid, delta_scuti, gamma_doradus, rr_lyrae
from tessebs_core.demonstration.spots import spotted
from tessebs_core.demonstration.stars import Star
from tessebs_core.demonstration.systems import Kind, Signal, System, signal_of
from tessebs_core.records import Ephemeris

__all__ = ["blended", "make_system"]

_Maker = Callable[[np.random.Generator, Programme, int], System]


def make_system(kind: Kind, rng: np.random.Generator, programme: Programme, number: int) -> System:
    """Make the ``number``-th system of a class (from 0), as ``programme`` will see it."""
    return _MAKERS[kind](rng, programme, number)


def blended(owner: System, share: float) -> System:
    """A constant star whose aperture has ``share`` of its light from a binary beside it."""
    signals = tuple(
        replace(each, primary_depth=share * each.primary_depth, secondary_depth=share * each.secondary_depth)
        for each in owner.signals
    )
    light = Blend(((owner.light, share), (Constant(), 1 - share)))
    return System(Kind.BLEND, light, (Star.of_mass(0.9),), signals, share * owner.amplitude)


def _detached(rng: np.random.Generator, programme: Programme, number: int) -> System:
    pair = draw_detached(rng, programme)
    if number == 0:
        return _with_pulsation(Kind.DETACHED, rng, pair)
    cool = pair.stars[0].teff < 6200
    return _binary(Kind.DETACHED, pair, _locked_spots(rng, programme, pair, 0.012) if cool else None)


def _semi_detached(rng: np.random.Generator, programme: Programme, number: int) -> System:
    pair = draw_semi_detached(rng, programme)
    return (
        _with_pulsation(Kind.SEMI_DETACHED, rng, pair) if number == 0 else _binary(Kind.SEMI_DETACHED, pair)
    )


def _contact(rng: np.random.Generator, programme: Programme, number: int) -> System:
    pair = draw_contact(rng, programme)
    return _binary(Kind.CONTACT, pair, _locked_spots(rng, programme, pair, 0.02) if number % 2 else None)


def _eccentric(rng: np.random.Generator, programme: Programme, number: int) -> System:
    return _binary(Kind.ECCENTRIC, draw_eccentric(rng, programme))


def _heartbeat(rng: np.random.Generator, programme: Programme, number: int) -> System:
    """Heartbeats without and with eclipses in turn; the first kind's signal is its whole swing."""
    pair = draw_heartbeat(rng, programme, eclipsing=bool(number % 2))
    swing = float(np.ptp(pair.curve.flux))
    signal = signal_of(pair.curve, pair.secondary)
    if number % 2 == 0:
        period = signal.ephemeris.period
        passage = period * (1 - pair.parameters["eccentricity"]) ** 1.5 / 2
        signal = Signal(signal.ephemeris, swing, 0.0, None, passage)
    return System(Kind.HEARTBEAT, pair.curve, pair.stars, (signal,), swing, parameters=pair.parameters)


def _equal_depth(rng: np.random.Generator, programme: Programme, number: int) -> System:
    return _binary(Kind.EQUAL_DEPTH, draw_equal(rng, programme))


def _two_signals(rng: np.random.Generator, programme: Programme, number: int) -> System:
    """Two binaries in one aperture: a quadruple or a chance blend, the brighter one first."""
    first = draw_detached(rng, programme)
    second = draw_contact(rng, programme) if number % 2 else draw_detached(rng, programme)
    share = float(rng.uniform(0.5, 0.65))
    signals = (
        signal_of(first.curve, first.secondary, share=share),
        signal_of(second.curve, second.secondary, share=1 - share),
    )
    parameters = {f"first_{name}": value for name, value in first.parameters.items()}
    parameters |= {f"second_{name}": value for name, value in second.parameters.items()}
    return System(
        Kind.TWO_SIGNALS,
        Blend(((first.curve, share), (second.curve, 1 - share))),
        (*first.stars, *second.stars),
        signals,
        min(signal.primary_depth for signal in signals),
        parameters=parameters | {"first_share": share},
    )


def _single_eclipse(rng: np.random.Generator, programme: Programme, number: int) -> System:
    return _binary(Kind.SINGLE_ECLIPSE, draw_single(rng, programme))


def _pulsator(rng: np.random.Generator, programme: Programme, number: int) -> System:
    """Two delta Scuti, a gamma Doradus, an RRab, an RRc and a Cepheid in turn."""
    begin = programme.sectors[0].first
    if number in (0, 1, 2):
        amplitude = float(rng.uniform(3e-3, 9e-3))
        star = Star.of_mass(rng.uniform(1.6, 2.2) if number < 2 else rng.uniform(1.4, 1.6), age=0.5)
        make = delta_scuti if number < 2 else gamma_doradus
        many = make(rng, amplitude)
        period = 1 / many.modes[0].frequency
        signal = Signal(Ephemeris(begin + float(rng.uniform(0, period)), period), amplitude, 0.0, None, 0.0)
        return System(Kind.PULSATOR, many, (star,), (signal,), amplitude)
    bjd0 = begin + float(rng.uniform(0, 0.5))
    if number == 5:
        curve, star = cepheid(rng, bjd0), Star(5.0, 35.0, 6000.0)
    else:
        curve, star = rr_lyrae(rng, bjd0, overtone=number == 4), Star(0.6, 5.5, 6600.0)
    signal = signal_of(curve, None)
    return System(Kind.PULSATOR, curve, (star,), (signal,), signal.primary_depth)


def _spots(rng: np.random.Generator, programme: Programme, number: int) -> System:
    star = Star.of_mass(rng.uniform(0.5, 1.0))
    period, depth = float(np.exp(rng.uniform(np.log(0.6), np.log(7)))), float(rng.uniform(8e-3, 3e-2))
    spans = [(span.first, span.last) for span in programme.sectors]
    light = spotted(rng, period, depth, spans)
    signal = Signal(Ephemeris(light.spots[0].crossing, period), depth, 0.0, None, period / 3)
    return System(Kind.SPOTS, light, (star,), (signal,), depth)


def _noise(rng: np.random.Generator, programme: Programme, number: int) -> System:
    return System(Kind.NOISE, Constant(), (Star.of_mass(rng.uniform(0.5, 2.2), age=rng.uniform(0, 1)),))


_MAKERS: Mapping[Kind, _Maker] = {
    Kind.DETACHED: _detached,
    Kind.SEMI_DETACHED: _semi_detached,
    Kind.CONTACT: _contact,
    Kind.ECCENTRIC: _eccentric,
    Kind.HEARTBEAT: _heartbeat,
    Kind.EQUAL_DEPTH: _equal_depth,
    Kind.TWO_SIGNALS: _two_signals,
    Kind.SINGLE_ECLIPSE: _single_eclipse,
    Kind.PULSATOR: _pulsator,
    Kind.SPOTS: _spots,
    Kind.NOISE: _noise,
}


def _binary(kind: Kind, pair: Pair, on_top: Light | None = None) -> System:
    signal = signal_of(pair.curve, pair.secondary)
    light = pair.curve if on_top is None else Product((pair.curve, on_top))
    return System(kind, light, pair.stars, (signal,), signal.primary_depth, parameters=pair.parameters)


def _with_pulsation(kind: Kind, rng: np.random.Generator, pair: Pair) -> System:
    """A binary whose brighter star pulsates; its modes shine through the eclipses unchanged."""
    system = _binary(kind, pair, delta_scuti(rng, float(rng.uniform(1.5e-3, 4e-3))))
    return System(
        kind, system.light, system.stars, system.signals, system.amplitude,
        pulsating_component=True, parameters=system.parameters,
    )  # fmt: skip


def _locked_spots(rng: np.random.Generator, programme: Programme, pair: Pair, depth: float) -> Light:
    """Spots that turn with the orbit: unequal maxima (O'Connell's effect) that change slowly."""
    spans = [(span.first, span.last) for span in programme.sectors]
    return spotted(rng, pair.curve.ephemeris.period, depth, spans, shear=0.0)
