import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tessebs_core.figures.canvas import (
    cadence_words,
    new_figure,
    plain,
    range_words,
    save_figure,
    target_words,
)
from tessebs_core.records import LightCurve


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([], ""), ([7], "7"), ([3, 1, 2], "1-3"), ([1, 2, 3, 27, 61, 62, 61], "1-3, 27, 61-62")],
)
def test_runs_of_sectors_are_closed_up(numbers: list[int], words: str) -> None:
    assert range_words(numbers) == words


def test_a_title_says_target_product_sectors_and_cadence(make_light_curve: Callable[..., LightCurve]) -> None:
    assert target_words(make_light_curve(1)) == "TIC 126602778   SPOC   sector 1   (1800 s)"
    assert "sectors 1-2, 27" in target_words(make_light_curve(1, 2, 27))
    assert "14 sectors from 1 to 27" in target_words(make_light_curve(*range(1, 28, 2)))
    assert cadence_words(make_light_curve(1)) == "1800 s"


def test_no_text_is_read_as_a_formula(tmp_path: Path) -> None:
    figure = new_figure(200, 100)
    text = figure.text(0.5, 0.5, **plain(r"$\frac{1}{$ TIC_1 \bad"))
    save_figure(figure, tmp_path / "a.png")
    assert not text.get_parse_math()


def test_the_same_figure_gives_the_same_bytes_without_a_date(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        figure = new_figure(120, 80)
        figure.text(0.1, 0.5, **plain("the same"))
        save_figure(figure, tmp_path / name)
    content = (tmp_path / "a.png").read_bytes()
    assert content == (tmp_path / "b.png").read_bytes()
    assert b"tEXt" not in content


def test_importing_the_drawers_loads_neither_matplotlib_nor_a_window() -> None:
    code = (
        "import sys, tessebs_core.figures.light_curves, tessebs_core.figures.phases,"
        " tessebs_core.figures.periodograms, tessebs_core.export.text, tessebs_core.export.syndicated,"
        " tessebs_core.compute.consensus, tessebs_core.compute.decimation, tessebs_core.compute.folding,"
        " tessebs_core.compute.lomb_scargle, tessebs_core.compute.box_least_squares,"
        " tessebs_core.compute.cleaning\n"
        "heavy = {'matplotlib', 'scipy', 'astropy', 'numba', 'nifty_ls', 'tsdownsample', 'pandas'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_drawing_needs_no_pyplot(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tessebs_core.figures.canvas import new_figure, save_figure\n"
        f"save_figure(new_figure(100, 100), Path({str(tmp_path / 'a.png')!r}))\n"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
