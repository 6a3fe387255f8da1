from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from tessebs_core.errors import NoLightCurve, StorageError
from tessebs_core.figures import light_curves
from tessebs_core.figures.canvas import BLUE, SKY
from tessebs_core.figures.light_curves import draw_first_days, draw_light_curve
from tessebs_core.records import LightCurve

MakeLightCurve = Callable[..., LightCurve]


def coloured_columns(path: Path, colour: str) -> np.ndarray:
    """Columns of the picture that hold a pixel of a colour."""
    picture = np.asarray(imread(path))[:, :, :3]
    wanted = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.flatnonzero((np.abs(picture - wanted) < 0.06).all(axis=2).any(axis=0))


@pytest.mark.parametrize("draw", [draw_light_curve, draw_first_days])
def test_the_picture_has_the_size_that_the_pages_expect(
    tmp_path: Path, make_light_curve: MakeLightCurve, draw: Callable[[LightCurve, Path], None]
) -> None:
    draw(make_light_curve(1), tmp_path / "a.png")
    assert imread(tmp_path / "a.png").shape[:2] == (500, 1600)


def test_a_gap_of_years_leaves_no_empty_paper(tmp_path: Path, make_light_curve: MakeLightCurve) -> None:
    draw_light_curve(make_light_curve(1, 40), tmp_path / "a.png")
    first, second = (coloured_columns(tmp_path / "a.png", colour) for colour in (BLUE, SKY))
    assert first.size > 400
    assert second.size > 400
    assert second.min() - first.max() < 80


def test_every_eclipse_is_drawn_to_its_bottom(tmp_path: Path, make_light_curve: MakeLightCurve) -> None:
    light_curve = make_light_curve(1, cadence=120)
    flux = light_curve.flux.copy()
    flux[9000:9004] = 0.2  # one deep eclipse of eight minutes
    draw_light_curve(replace(light_curve, flux=flux), tmp_path / "a.png")
    picture = np.asarray(imread(tmp_path / "a.png"))[:, :, :3]
    deep = (np.abs(picture[380:430] - [0, 0x72 / 255, 0xB2 / 255]) < 0.1).all(axis=2)
    assert deep.any()


def test_no_more_dots_are_drawn_than_can_be_seen(
    tmp_path: Path, make_light_curve: MakeLightCurve, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    chosen = light_curves.one_per_cell

    def counted(*arguments: object) -> object:
        drawn.append(chosen(*arguments).size)  # type: ignore[arg-type]
        return chosen(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(light_curves, "one_per_cell", counted)
    draw_light_curve(make_light_curve(1, 2, cadence=20), tmp_path / "a.png")
    assert sum(drawn) < 60_000  # of 224 640


def test_the_first_days_are_the_first_ten(tmp_path: Path, make_light_curve: MakeLightCurve) -> None:
    whole = make_light_curve(1, 40)
    begin = replace(
        whole,
        **{name: getattr(whole, name)[:481] for name in
           ("time", "flux", "flux_err", "sector", "cadence", "quality")},
    )  # fmt: skip
    draw_first_days(whole, tmp_path / "a.png")
    draw_first_days(begin, tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


@pytest.mark.parametrize("sectors", [range(1, 80, 2), range(1, 14)], ids=["forty stretches", "a year"])
def test_many_sectors_have_room(tmp_path: Path, make_light_curve: MakeLightCurve, sectors: range) -> None:
    draw_light_curve(make_light_curve(*sectors), tmp_path / "a.png")
    assert imread(tmp_path / "a.png").shape[:2] == (500, 1600)


@pytest.mark.parametrize("points", [1, 2, 3])
def test_very_few_points_are_drawn(tmp_path: Path, make_light_curve: MakeLightCurve, points: int) -> None:
    whole = make_light_curve(1)
    few = replace(
        whole,
        **{name: getattr(whole, name)[:points] for name in
           ("time", "flux", "flux_err", "sector", "cadence", "quality")},
    )  # fmt: skip
    draw_light_curve(few, tmp_path / "a.png")
    assert coloured_columns(tmp_path / "a.png", BLUE).size > 0


def test_a_light_curve_without_points_is_not_drawn(tmp_path: Path, make_light_curve: MakeLightCurve) -> None:
    for draw in (draw_light_curve, draw_first_days):
        with pytest.raises(NoLightCurve, match="no points"):
            draw(make_light_curve(), tmp_path / "a.png")
    assert not (tmp_path / "a.png").exists()


def test_a_folder_that_cannot_be_written_is_our_error(
    tmp_path: Path, make_light_curve: MakeLightCurve
) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError):
        draw_light_curve(make_light_curve(1), tmp_path / "file" / "a.png")
