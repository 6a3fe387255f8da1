"""Draw binaries of each class from plausible distributions, as seen by an observing programme."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tessebs_core.demonstration.binaries import DetachedBinary
from tessebs_core.demonstration.close_binaries import CloseBinary, contact, semi_detached
from tessebs_core.demonstration.kepler import Orbit, semi_major_axis
from tessebs_core.demonstration.phase_curves import PhaseCurve, phase_grid
from tessebs_core.demonstration.programmes import Programme
from tessebs_core.demonstration.roche import lobe_radius
from tessebs_core.demonstration.stars import Star
from tessebs_core.records import Ephemeris, FloatArray

__all__ = [
    "Pair",
    "draw_contact",
    "draw_detached",
    "draw_eccentric",
    "draw_equal",
    "draw_heartbeat",
    "draw_semi_detached",
    "draw_single",
    "eclipses_seen",
]

_TRIES = 4000


@dataclass(frozen=True, eq=False)
class Pair:
    """A binary's light over a cycle, primary minimum at phase 0, and where its other minimum is."""

    curve: PhaseCurve
    secondary: float | None
    stars: tuple[Star, Star]
    parameters: dict[str, float]


def eclipses_seen(ephemeris: Ephemeris, programme: Programme) -> int:
    """How many primary minima fall on an orbit, not in a gap."""
    first, last = programme.sectors[0].first, programme.sectors[-1].last
    cycles = range(
        math.floor((first - ephemeris.bjd0) / ephemeris.period),
        math.ceil((last - ephemeris.bjd0) / ephemeris.period) + 1,
    )
    return sum(programme.is_observed(ephemeris.bjd0 + n * ephemeris.period) for n in cycles)


def draw_detached(rng: np.random.Generator, programme: Programme) -> Pair:
    """Two unequal main-sequence stars on a circular orbit."""

    def one() -> Pair | None:
        first = Star.of_mass(_log_uniform(rng, 0.7, 2.6), age=rng.uniform(0, 1))
        second = Star.of_mass(first.mass * rng.uniform(0.25, 0.9), age=rng.uniform(0, 0.5))
        period = _log_uniform(rng, 0.9, 10)
        return _eclipsing(rng, programme, (first, second), period, 0.0)

    return _until(one)


def draw_equal(rng: np.random.Generator, programme: Programme) -> Pair:
    """Twins on a circular orbit: both minima equally deep, to a part in fifty."""

    def one() -> Pair | None:
        first = Star.of_mass(_log_uniform(rng, 0.7, 2.2), age=rng.uniform(0, 0.6))
        second = Star(first.mass * 0.999, first.radius * rng.uniform(0.99, 1.0), first.teff * 0.999)
        period = _log_uniform(rng, 0.8, 5.5)
        return _eclipsing(rng, programme, (first, second), period, 0.0, shallowest=0.08)

    return _until(one)


def draw_eccentric(rng: np.random.Generator, programme: Programme) -> Pair:
    """An eccentric orbit with two eclipses at clearly uneven intervals."""

    def one() -> Pair | None:
        first = Star.of_mass(_log_uniform(rng, 0.8, 2.6), age=rng.uniform(0, 1))
        second = Star.of_mass(first.mass * rng.uniform(0.55, 0.98), age=rng.uniform(0, 0.7))
        period, e = _log_uniform(rng, 2.5, 11), rng.uniform(0.12, 0.55)
        pair = _eclipsing(rng, programme, (first, second), period, e, shallowest=0.03)
        if pair is None or pair.secondary is None or abs(pair.secondary - 0.5) < 0.03:
            return None
        return pair

    return _until(one)


def draw_single(rng: np.random.Generator, programme: Programme) -> Pair:
    """A wide binary of which only one primary eclipse and nothing else falls into the data."""

    def one() -> Pair | None:
        first = Star.of_mass(_log_uniform(rng, 0.9, 2.0), age=rng.uniform(0.6, 1))
        second = Star.of_mass(first.mass * rng.uniform(0.6, 0.95))
        period = _log_uniform(rng, 45, 320)
        pair = _eclipsing(
            rng, programme, (first, second), period, rng.uniform(0, 0.4), shallowest=0.05, least=1
        )
        if pair is None or eclipses_seen(pair.curve.ephemeris, programme) != 1:
            return None
        return None if pair.secondary is not None and _shows_other(pair, programme) else pair

    return _until(one)


def draw_heartbeat(rng: np.random.Generator, programme: Programme, *, eclipsing: bool) -> Pair:
    """A very eccentric pair that brightens and dims at each periastron passage."""

    def one() -> Pair | None:
        first = Star.of_mass(rng.uniform(1.5, 2.4), age=rng.uniform(0.3, 1))
        second = Star.of_mass(first.mass * rng.uniform(0.6, 1), age=rng.uniform(0, 0.6))
        period, e = _log_uniform(rng, 3.0, 10.0), rng.uniform(0.45, 0.72)
        closest = semi_major_axis(first.mass + second.mass, period) * (1 - e)
        if not 1.9 < closest / (first.radius + second.radius) < 2.9:
            return None
        inclination = math.radians(rng.uniform(82, 90) if eclipsing else rng.uniform(25, 62))
        binary = DetachedBinary(first, second, Orbit(period, e, rng.uniform(0, 2 * np.pi), inclination))
        front, back = binary.conjunctions()
        if (binary.grazes(front) or binary.grazes(back)) != eclipsing:
            return None
        pair = _tabulated(binary, _moment(rng, programme, period))
        if not eclipsing and np.ptp(pair.curve.flux) < 1.2e-3:
            return None
        return pair if eclipses_seen(pair.curve.ephemeris, programme) >= 2 else None

    return _until(one)


def draw_semi_detached(rng: np.random.Generator, programme: Programme) -> Pair:
    """An Algol: a cool subgiant that fills its lobe beside a hot main-sequence star."""

    def one() -> Pair | None:
        gainer = Star.of_mass(rng.uniform(1.6, 3.2), age=rng.uniform(0, 0.4))
        q, period = rng.uniform(0.14, 0.38), _log_uniform(rng, 1.1, 5.0)
        a = semi_major_axis(gainer.mass * (1 + q), period)
        radius = gainer.radius / a
        if not 0.08 < radius < 0.7 * lobe_radius(1 / q):
            return None
        donor = Star(gainer.mass * q, lobe_radius(q) * a, rng.uniform(4300, 5300))
        inclination = math.radians(rng.uniform(74, 89))
        model = semi_detached(q, radius, inclination, gainer.teff, donor.teff)
        ephemeris = Ephemeris(_moment(rng, programme, period), period)
        if eclipses_seen(ephemeris, programme) < 2:
            return None
        return _close(model, ephemeris, (gainer, donor))

    return _until(one)


def draw_contact(rng: np.random.Generator, programme: Programme) -> Pair:
    """A W UMa star: two stars in one common envelope."""
    q, fillout = rng.uniform(0.12, 0.95), rng.uniform(0.05, 0.5)
    period = rng.uniform(0.24, 0.55)
    # Hotter pairs are longer, since the larger stars fill wider lobes (Rucinski 1994, PASP 106, 462).
    teff = float(np.interp(period, (0.24, 0.4, 0.55), (4700, 5900, 6800))) + rng.normal(0, 150)
    teff2 = teff * rng.uniform(0.95, 1.01)
    inclination = math.radians(rng.uniform(58, 89))
    a = period ** (2 / 3) * 4.2083 * (1.1 * teff / 5772 * (1 + q)) ** (1 / 3)
    mass = 1.1 * teff / 5772
    stars = (Star(mass, lobe_radius(1 / q) * a, teff), Star(mass * q, lobe_radius(q) * a, teff2))
    model = contact(q, fillout, inclination, teff, teff2)
    return _close(model, Ephemeris(_moment(rng, programme, period), period), stars, fillout=fillout)


def _eclipsing(
    rng: np.random.Generator,
    programme: Programme,
    stars: tuple[Star, Star],
    period: float,
    eccentricity: float,
    *,
    shallowest: float = 0.015,
    least: int = 2,
) -> Pair | None:
    """A detached pair that eclipses, or None when these stars on this orbit do not, or not visibly."""
    first, second = stars
    a = semi_major_axis(first.mass + second.mass, period)
    touch = (first.radius + second.radius) / a
    if touch / (1 - eccentricity) > 0.45:
        return None
    omega = rng.uniform(0, 2 * np.pi)
    slant = touch * rng.uniform(0, 0.8) * (1 + eccentricity * math.sin(omega)) / (1 - eccentricity**2)
    binary = DetachedBinary(first, second, Orbit(period, eccentricity, omega, math.acos(min(slant, 1.0))))
    if not binary.grazes(binary.conjunctions()[0]):
        return None
    moment = _moment(rng, programme, period)
    if eclipses_seen(Ephemeris(moment, period), programme) < least:
        return None
    pair = _tabulated(binary, moment)
    return pair if 1 - pair.curve.flux[0] / pair.curve.flux.max() > shallowest else None


def _tabulated(binary: DetachedBinary, moment: float) -> Pair:
    """Tabulate a detached pair with the deeper of its eclipses at ``moment``."""
    front, back = binary.conjunctions()
    grazing = [phase for phase in (front, back) if binary.grazes(phase)]
    light = binary.flux(np.array([front, back]))
    if not grazing:  # a heartbeat without eclipses: where it departs farthest from its level
        flux = binary.flux(phase_grid())
        grazing = [int(np.argmax(np.abs(flux - np.median(flux)))) / len(flux)]
    primary = grazing[0] if len(grazing) == 1 else (front if light[0] <= light[1] else back)
    others = [phase for phase in grazing if phase != primary]

    def model(phase: FloatArray) -> FloatArray:
        return binary.flux(phase + primary)

    curve = PhaseCurve.of(Ephemeris(moment, binary.orbit.period), model)
    orbit = binary.orbit
    stars = (binary.star1, binary.star2)
    return Pair(
        curve,
        (others[0] - primary) % 1 if others else None,
        stars,
        _described(stars) | {
            "eccentricity": orbit.eccentricity,
            "omega_deg": math.degrees(orbit.omega),
            "inclination_deg": math.degrees(orbit.inclination),
            "semi_major_axis_rsun": binary.semi_major_axis,
        },
    )  # fmt: skip


def _close(
    model: CloseBinary, ephemeris: Ephemeris, stars: tuple[Star, Star], *, fillout: float | None = None
) -> Pair:
    """Tabulate a close pair with the deeper of its minima at phase 0."""
    flux = model.flux(phase_grid())
    if flux[0] > flux[len(flux) // 2]:
        flux = np.roll(flux, len(flux) // 2)
    described = _described(stars) | {"q": model.q, "inclination_deg": math.degrees(model.inclination)}
    if fillout is not None:
        described["fillout"] = fillout
    return Pair(PhaseCurve(ephemeris, flux), 0.5, stars, described)


def _described(stars: tuple[Star, Star]) -> dict[str, float]:
    return {
        f"{name}{number}": float(getattr(star, name))
        for number, star in enumerate(stars, start=1)
        for name in ("mass", "radius", "teff")
    }


def _shows_other(pair: Pair, programme: Programme) -> bool:
    """Whether a secondary eclipse, or its edge, falls into the data."""
    ephemeris = pair.curve.ephemeris
    middle = ephemeris.bjd0 + (pair.secondary or 0.0) * ephemeris.period
    return any(
        eclipses_seen(Ephemeris(middle + offset, ephemeris.period), programme) for offset in (-0.5, 0, 0.5)
    )


def _moment(rng: np.random.Generator, programme: Programme, period: float) -> float:
    """A time of primary minimum within the first cycle of the data, or within them when they are shorter."""
    spans = programme.sectors
    if period < spans[0].last - spans[0].first:
        return spans[0].first + rng.uniform(0, period)
    span = spans[int(rng.integers(len(spans)))]
    begins, ends = span.orbits[int(rng.integers(2))]
    return float(rng.uniform(begins + 1.0, ends - 1.0))


def _until(draw: Callable[[], Pair | None]) -> Pair:
    """Repeat a draw until it gives something."""
    for _ in range(_TRIES):
        pair = draw()
        if pair is not None:
            return pair
    raise RuntimeError(f"{_TRIES} draws gave no binary that this programme could see")


def _log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(math.log(low), math.log(high))))
