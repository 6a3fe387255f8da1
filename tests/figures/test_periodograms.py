from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from tessebs_core.errors import NoLightCurve
from tessebs_core.figures.periodograms import draw_periodogram
from tessebs_core.records import Peak, Periodogram
from tessebs_core.vocabulary import PeriodogramMethod

FREQUENCY = np.linspace(0.07, 10, 50_000)


def periodogram(power: np.ndarray, method: PeriodogramMethod = PeriodogramMethod.LOMB_SCARGLE) -> Periodogram:
    return Periodogram(method, FREQUENCY, power)


def test_a_peak_one_trial_wide_is_drawn_to_its_top(tmp_path: Path) -> None:
    power = np.full(FREQUENCY.size, 0.01)
    power[30_000] = 0.9
    draw_periodogram(periodogram(power), tmp_path / "a.png", title="TIC 1, SPOC", peaks=())
    picture = np.asarray(imread(tmp_path / "a.png"))[:, :, :3]
    assert picture.shape[:2] == (500, 800)
    blue = (np.abs(picture - [0, 0x72 / 255, 0xB2 / 255]) < 0.15).all(axis=2)
    assert blue[115:150].any()  # the uppermost sixth of the axes is left to labels


@pytest.mark.parametrize("method", PeriodogramMethod)
def test_peaks_and_the_double_of_the_first_change_the_picture(
    tmp_path: Path, method: PeriodogramMethod
) -> None:
    power = np.exp(-(((FREQUENCY - 2) / 0.01) ** 2))
    draw_periodogram(periodogram(power, method), tmp_path / "a.png")
    draw_periodogram(periodogram(power, method), tmp_path / "b.png", peaks=())
    draw_periodogram(periodogram(power, method), tmp_path / "c.png", peaks=(Peak(0.5, 1.0),))
    a, b, c = ((tmp_path / name).read_bytes() for name in ("a.png", "b.png", "c.png"))
    assert a == c != b


@pytest.mark.parametrize("power", [np.zeros(50_000), np.full(50_000, 1e-9)])
def test_no_power_at_all_is_drawn(tmp_path: Path, power: np.ndarray) -> None:
    draw_periodogram(periodogram(power), tmp_path / "a.png", title=r"$\frac{$")
    assert (tmp_path / "a.png").exists()


def test_an_empty_periodogram_is_not_drawn(tmp_path: Path) -> None:
    nothing = Periodogram(PeriodogramMethod.LOMB_SCARGLE, np.array([]), np.array([]))
    with pytest.raises(NoLightCurve, match="empty"):
        draw_periodogram(nothing, tmp_path / "a.png")
