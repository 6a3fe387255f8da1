from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from tessebs_core.errors import NoLightCurve
from tessebs_core.figures.canvas import VERMILION
from tessebs_core.figures.phases import draw_phase
from tessebs_core.records import Ephemeris, LightCurve

MakeLightCurve = Callable[..., LightCurve]
EPHEMERIS = Ephemeris(1325.5, 1.7)


def red_phases(path: Path) -> np.ndarray:
    """Phases at which the mean is drawn in the lowest fifth of the axes."""
    picture = np.asarray(imread(path))[:, :, :3]
    assert picture.shape[:2] == (500, 800)
    left, width = 0.105 * 800, 0.86 * 800  # of the axes
    wanted = np.array([int(VERMILION[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    column = np.flatnonzero((np.abs(picture[360:425] - wanted) < 0.3).all(axis=2).any(axis=0))
    return (column - left) / width * 1.5 - 0.75


@pytest.mark.parametrize("cadence", [1800.0, 120.0], ids=["dots", "density"])
def test_the_eclipse_stands_in_the_middle_and_at_twice_the_period_at_a_half_too(
    tmp_path: Path, make_light_curve: MakeLightCurve, cadence: float
) -> None:
    light_curve = make_light_curve(1, cadence=cadence)
    draw_phase(light_curve, EPHEMERIS, tmp_path / "a.png")
    assert np.abs(red_phases(tmp_path / "a.png")).max() < 0.07
    draw_phase(light_curve, EPHEMERIS.times(2), tmp_path / "a.png")
    phase = red_phases(tmp_path / "a.png")
    assert np.minimum(np.abs(phase), np.abs(np.abs(phase) - 0.5)).max() < 0.05
    assert {-0.5, 0.0, 0.5} == set((np.round(phase * 2) / 2).tolist())


def test_the_same_fold_gives_the_same_bytes(tmp_path: Path, make_light_curve: MakeLightCurve) -> None:
    for name in ("a.png", "b.png"):
        draw_phase(make_light_curve(1, 27), EPHEMERIS, tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


@pytest.mark.parametrize("period", [1e-4, 1e4])
@pytest.mark.parametrize("flux", [None, 1.0], ids=["binary", "constant"])
def test_any_ephemeris_and_any_flux_are_drawn(
    tmp_path: Path, make_light_curve: MakeLightCurve, period: float, flux: float | None
) -> None:
    light_curve = make_light_curve(1)
    if flux is not None:
        light_curve = replace(light_curve, flux=np.full(len(light_curve), flux))
    draw_phase(light_curve, Ephemeris(1325.5, period), tmp_path / "a.png")
    assert (tmp_path / "a.png").exists()


def test_a_light_curve_without_points_is_not_drawn(tmp_path: Path, make_light_curve: MakeLightCurve) -> None:
    with pytest.raises(NoLightCurve, match="no points"):
        draw_phase(make_light_curve(), EPHEMERIS, tmp_path / "a.png")
