"""The picture of an O-C diagram."""

from pathlib import Path

import pytest
from matplotlib.figure import Figure

from tessebs_core.figures import timing
from tessebs_core.records import Ephemeris
from tessebs_core.records.timing_diagrams import TimedEclipse, TimingDiagram


def test_wild_times_stand_at_the_edge_and_leave_the_others_their_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times = [TimedEclipse(False, n, 1325.0 + n, 3e-4, 1e-3 * (-1) ** n, 1.0, 90) for n in range(20)]
    times += [
        TimedEclipse(False, n, 1325.0 + n, 3e-4, away, 1.0, 90, "off", used=False)
        for n, away in ((20, 0.2), (21, -0.1))
    ]
    drawn: list[Figure] = []
    monkeypatch.setattr(timing, "save_figure", lambda figure, path: drawn.append(figure))
    timing.draw_timing(TimingDiagram(1, 1, "SPOC", (1,), Ephemeris(1325.0, 1.0), None, tuple(times)), Path())
    (axes,) = drawn[0].axes
    low, high = axes.get_ylim()
    assert (-3 < low < -1.9, 1.9 < high < 3) == (True, True)  # minutes
    edges = {line.get_marker(): list(line.get_xdata()) for line in axes.lines}
    assert (edges["^"], edges["v"]) == ([1345.0], [1346.0])
