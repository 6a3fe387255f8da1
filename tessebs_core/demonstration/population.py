"""The targets of the demonstration: who they are and where; one seed makes them all.

Each target is drawn from a generator of its own, so that it does not depend on any other.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from tessebs_core.demonstration.classes import blended, make_system
from tessebs_core.demonstration.pipelines import white_noise
from tessebs_core.demonstration.programmes import FAST_AND_NORMAL, FAST_ONLY, ROUND, Programme
from tessebs_core.demonstration.systems import Kind, System

__all__ = [
    "BLENDS",
    "CANDIDATES",
    "FIRST_TESS_ID",
    "SETTLED",
    "Plan",
    "Target",
    "generator",
    "plan_of",
    "target_ids",
    "target_of",
]

SEED = 20_180_725
ORDER = 2114
"""Shuffles the classes; chosen so that the first target is a pair of equal depths, the commonest trap."""

FIRST_TESS_ID = 9_000_000_001
"""The TESS Input Catalog has no numbers from nine thousand million on, so these cannot be real stars.

They do not fit in 32 bits, as some real ones do not.
"""

CANDIDATES = (
    (Kind.DETACHED, 10),
    (Kind.SEMI_DETACHED, 6),
    (Kind.CONTACT, 10),
    (Kind.ECCENTRIC, 6),
    (Kind.HEARTBEAT, 4),
    (Kind.EQUAL_DEPTH, 7),
    (Kind.TWO_SIGNALS, 4),
    (Kind.SINGLE_ECLIPSE, 3),
    (Kind.PULSATOR, 6),
    (Kind.SPOTS, 4),
    (Kind.NOISE, 4),
)
"""How many candidates of each class there are."""

SETTLED = (
    (Kind.DETACHED, 2),
    (Kind.SEMI_DETACHED, 1),
    (Kind.CONTACT, 2),
    (Kind.ECCENTRIC, 1),
)
"""How many binaries of each class stand in the catalogue already."""

BLENDS = ((Kind.DETACHED, 3),)
"""Candidates that have a faint neighbour which shows their eclipses; the neighbours come after all others."""

_FAST = {(Kind.CONTACT, 2): FAST_AND_NORMAL, (Kind.PULSATOR, 0): FAST_ONLY}
_FAINTER, _SPILLED = 1.5, 0.1  # magnitudes by which a blend is fainter, part of the light that it gets
_STRIDE = 7  # through the round of programmes, so that each class meets many of them


@dataclass(frozen=True)
class Plan:
    """What is to be drawn: ``number`` counts all targets, ``member`` those of the class.

    ``owner`` is the TIC number of the binary whose light a blend shows.
    """

    number: int
    kind: Kind
    member: int
    settled: bool
    owner: int | None = None

    @property
    def programme(self) -> Programme:
        """What observes it."""
        if self.owner is not None:
            return plan_of(self.owner).programme
        return _FAST.get((self.kind, self.member)) or ROUND[self.number * _STRIDE % len(ROUND)]


@dataclass(frozen=True, eq=False)
class Target:
    """A simulated target; ``contamination`` is the neighbours' light over its own; ``owner`` as in `Plan`."""

    tess_id: int
    number: int
    settled: bool
    programme: Programme
    system: System
    magnitude: float
    contamination: float
    owner: int | None = None


def generator(number: int, *purpose: int) -> np.random.Generator:
    """Return the generator of one target for one purpose."""
    return np.random.default_rng(np.random.SeedSequence((SEED, number, *purpose)))


@cache
def target_ids() -> tuple[int, ...]:
    """Return the TIC numbers, ascending; the classes are shuffled among them."""
    return tuple(sorted(_plans()))


def plan_of(tess_id: int) -> Plan:
    """Return what a target is to be, without simulating it."""
    return _plans()[tess_id]


@cache
def target_of(tess_id: int) -> Target:
    """Return one target."""
    plan = plan_of(tess_id)
    if plan.owner is not None:
        return _blend_of(tess_id, plan, target_of(plan.owner))
    rng = generator(plan.number, 0)
    system = make_system(plan.kind, rng, plan.programme, plan.member)
    return Target(
        tess_id, plan.number, plan.settled, plan.programme, system,
        magnitude=_magnitude(rng, system, plan.programme),
        contamination=float(np.clip(rng.lognormal(math.log(0.05), 1.0), 0.0, 0.4)),
    )  # fmt: skip


@cache
def _plans() -> dict[int, Plan]:
    """Plans by TIC number."""
    plans: list[Plan] = []
    members = dict.fromkeys(Kind, 0)
    for counts, settled in ((CANDIDATES, False), (SETTLED, True)):
        for kind, count in counts:
            for _ in range(count):
                plans.append(Plan(len(plans), kind, members[kind], settled))
                members[kind] += 1
    places = np.random.default_rng(ORDER).permutation(len(plans))
    placed = {FIRST_TESS_ID + int(place): plan for place, plan in zip(places, plans, strict=True)}
    by_class = {(plan.kind, plan.member): tess_id for tess_id, plan in placed.items() if not plan.settled}
    for member, owner in enumerate(BLENDS):  # after the others, so that nothing of theirs is drawn anew
        blend = Plan(len(plans) + member, Kind.BLEND, member, settled=False, owner=by_class[owner])
        placed[FIRST_TESS_ID + len(plans) + member] = blend
    return placed


def _blend_of(tess_id: int, plan: Plan, owner: Target) -> Target:
    """A faint constant star into whose aperture a part of a binary's light falls."""
    light = 10.0 ** (-0.4 * _FAINTER)
    system = blended(owner.system, _SPILLED / (_SPILLED + light))
    return Target(
        tess_id, plan.number, plan.settled, plan.programme, system,
        magnitude=owner.magnitude + _FAINTER, contamination=0.0, owner=owner.tess_id,
    )  # fmt: skip


def _magnitude(rng: np.random.Generator, system: System, programme: Programme) -> float:
    """Draw a TESS magnitude at which the signal stands out of the noise: five sigma in one half hour."""
    bright, faint = (7.5, 12.5) if programme.is_bright else (8.5, 14.5)
    if system.kind is Kind.HEARTBEAT:
        faint = bright + 2.0
    for _ in range(100):
        magnitude = float(rng.uniform(bright, faint))
        if not system.kind.is_binary or system.amplitude > 5 * white_noise(magnitude, 1800.0):
            return magnitude
    return bright
