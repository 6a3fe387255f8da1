"""The phase plot: times and fluxes go to the browser once, and are folded there."""

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import numpy as np
import traitlets

from tessebs_core.compute.folding import flux_range
from tessebs_widgets.assets import script
from tessebs_widgets.state import TriageState
from tessebs_widgets.state.guarding import guarded

__all__ = ["PhasePlot"]


class PhasePlot(anywidget.AnyWidget):
    """Show ``state.light_curve`` folded on ``state.fold``.

    A step of the period sends two numbers; the browser folds, counts points into a raster and
    averages them in bins. A million points take some 50 ms there, and drawing each would take 8 s.

    Parameters
    ----------
    shift_t0 : callable
        Takes the phase that was double-clicked, to become phase 0.
    """

    _esm = script("dom", "colours", "phase")

    times = traitlets.Bytes().tag(sync=True)
    """BTJD, days, as little-endian float64: float32 would lose twenty seconds."""
    fluxes = traitlets.Bytes().tag(sync=True)
    """Relative flux as little-endian float32."""
    limits = traitlets.List([0.99, 1.01]).tag(sync=True)
    fold: list[float] = traitlets.List().tag(sync=True)
    """[t0 (BTJD, days), period (days)]; empty when there is none."""

    drawing = traitlets.Unicode("automatic").tag(sync=True)
    """Points, density, or whichever suits the number of points."""

    def __init__(self, state: TriageState, *, shift_t0: Callable[[float], None]) -> None:
        self._state = state
        self._shift_t0 = shift_t0
        super().__init__()
        self.add_class("te-plot")
        self.add_class("te-phase")
        self.on_msg(self._receive)
        state.observe(self._load, names=["light_curve"])
        state.observe(self._fold, names=["fold"])
        traitlets.dlink((state, "preferences"), (self, "drawing"), lambda chosen: str(chosen.drawing))
        self._load()
        self._fold()

    def _load(self, _change: object = None) -> None:
        light_curve = self._state.light_curve
        with guarded(self._state), self.hold_sync():
            if light_curve is None:
                self.times = self.fluxes = b""
                return
            self.times = np.ascontiguousarray(light_curve.time, dtype="<f8").tobytes()
            self.fluxes = np.ascontiguousarray(light_curve.flux, dtype="<f4").tobytes()
            self.limits = list(flux_range(light_curve.flux))

    def _fold(self, _change: object = None) -> None:
        fold = self._state.fold
        self.fold = [fold.bjd0, fold.period] if fold else []

    def _receive(self, _widget: object, message: object, _buffers: object) -> None:
        if isinstance(message, dict):
            with guarded(self._state):
                self._hear(message)

    def _hear(self, message: Mapping[str, Any]) -> None:
        match message:
            case {"kind": "hello", "points": points, "fold": fold}:
                if points != len(self.times) // 8:
                    self.send_state(["times", "fluxes", "limits"])
                if fold != self.fold:
                    self.send_state("fold")
            case {"kind": "zero", "phase": float() | int() as phase} if -1.0 <= phase <= 2.0:
                self._shift_t0(float(phase))
