"""The true nature of the simulated targets.

Only tests and benchmarks may import this: nothing else in the project knows more of a candidate than its
light curves and what was proposed for it (a test reads the imports).
"""

from dataclasses import dataclass

from tessebs_core.demonstration.population import target_ids, target_of
from tessebs_core.demonstration.systems import Kind, Signal

__all__ = ["Truth", "truth_of", "truths"]


@dataclass(frozen=True)
class Truth:
    """What a target truly is; ``parameters`` are those of the model, for binaries."""

    tess_id: int
    kind: Kind
    settled: bool
    signals: tuple[Signal, ...]
    magnitude: float
    contamination: float
    pulsating_component: bool
    parameters: dict[str, float]


def truth_of(tess_id: int) -> Truth:
    """Return the truth of one target."""
    target = target_of(tess_id)
    return Truth(
        tess_id=tess_id,
        kind=target.system.kind,
        settled=target.settled,
        signals=target.system.signals,
        magnitude=target.magnitude,
        contamination=target.contamination,
        pulsating_component=target.system.pulsating_component,
        parameters=target.system.parameters,
    )


def truths() -> tuple[Truth, ...]:
    """Return the truth of all targets, by TIC number."""
    return tuple(truth_of(each) for each in target_ids())
