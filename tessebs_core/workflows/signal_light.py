"""The light of one signal of a target that has several: the others are taken out first."""

from collections.abc import Sequence

from tessebs_core.compute.several_signals import residual
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import CatalogueSignal, Ephemeris, LightCurve

__all__ = ["light_of_signal", "others_of"]


def others_of(signals: Sequence[CatalogueSignal], signal_id: int) -> tuple[Ephemeris, ...]:
    """The target's signals beside one of them, as far as they stand in the catalogue."""
    return tuple(
        each.ephemeris
        for each in signals
        if each.signal_id != signal_id and each.in_catalog and each.ephemeris is not None
    )


def light_of_signal(light_curve: LightCurve, others: Sequence[Ephemeris]) -> LightCurve:
    """The light curve without the target's other signals, as it is measured and drawn for one of them.

    Where another cannot be taken out (this product saw too little of it), the light curve is as it was seen.
    """
    if not others:
        return light_curve
    try:
        return residual(light_curve, others)
    except BadLightCurve:
        return light_curve
