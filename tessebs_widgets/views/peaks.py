"""The highest peaks of the periodogram in view, as buttons."""

from collections.abc import Callable
from typing import Any

from tessebs_core.records import Peak
from tessebs_core.vocabulary import PeriodogramMethod
from tessebs_widgets.assets import script
from tessebs_widgets.state import Loading, TriageState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import whole

__all__ = ["PeakButtons"]

KEYS = ("5", "6", "7", "8", "9")


class PeakButtons(View):
    """Show ``state.peaks`` with period, power and what each is to a higher one; a press folds on it."""

    _esm = script("dom", "peaks")
    watches = ("peaks", "fold", "periodogram_loading")

    def __init__(self, state: TriageState, *, choose: Callable[[int], None]) -> None:
        super().__init__(state, {"choose": lambda message: choose(whole(message, "rank"))})
        self.add_class("te-peaks")

    def describe(self) -> dict[str, Any]:
        """Every peak in words, with its key."""
        state = self._state
        peaks = state.peaks if state.periodogram_loading is Loading.READY else ()
        period = state.fold.period if state.fold else None
        return {
            "peaks": [
                {
                    "rank": rank,
                    "key": key,
                    "period": f"{peak.period:.5g}",
                    "power": _power_words(peak, state.method),
                    "relation": _relation(peak),
                    "title": _title(rank, peak, state.method),
                    "chosen": period is not None and abs(peak.period / period - 1) < 1e-9,
                }
                for rank, (peak, key) in enumerate(zip(peaks, KEYS, strict=False), 1)
            ]
        }


def _relation(peak: Peak) -> str:
    """Such as "½ of 1": its period is half that of the highest peak."""
    if peak.harmonic is None:
        return ""
    over, under = peak.harmonic.numerator, peak.harmonic.denominator
    return f"{over if under == 1 else f'{over}/{under}'} × {peak.harmonic.of + 1}"


def _power_words(peak: Peak, method: PeriodogramMethod) -> str:
    if method is PeriodogramMethod.BOX_LEAST_SQUARES:
        return f"S/N {peak.power:.3g}"
    if peak.false_alarm_probability is not None and peak.false_alarm_probability > 1e-3:
        return f"{peak.power:.2g}, FAP {peak.false_alarm_probability:.1g}"
    return f"{peak.power:.2g}"


def _title(rank: int, peak: Peak, method: PeriodogramMethod) -> str:
    words = [f"peak {rank}: {peak.period:.7g} d"]
    if method is PeriodogramMethod.BOX_LEAST_SQUARES:
        words.append(f"signal to noise {peak.power:.4g}")
    else:
        words.append(f"power {peak.power:.4g}")
    if peak.false_alarm_probability is not None:
        chance = max(peak.false_alarm_probability, 1e-300)
        words.append(f"false alarm probability at most {chance:.1g} in white noise")
    if peak.harmonic is not None:
        words.append(
            f"its period is {_relation(peak).split(' ')[0]} times that of peak {peak.harmonic.of + 1}"
        )
    return ", ".join(words)
