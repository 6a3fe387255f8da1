from collections.abc import Callable
from pathlib import Path

import numpy as np

from tessebs_core.compute.lomb_scargle import lomb_scargle
from tessebs_core.export.text import write_light_curve, write_periodogram
from tessebs_core.records import LightCurve

MakeLightCurve = Callable[..., LightCurve]


def test_a_light_curve_is_three_columns_under_a_commented_header(
    tmp_path: Path, make_light_curve: MakeLightCurve
) -> None:
    light_curve, path = make_light_curve(), tmp_path / "a.lc"
    write_light_curve(path, light_curve)
    time, flux, errors = np.loadtxt(path, unpack=True)
    np.testing.assert_allclose(time, light_curve.time, rtol=0, atol=5e-9)
    np.testing.assert_allclose(flux, light_curve.flux, rtol=0, atol=5e-9)
    np.testing.assert_allclose(errors, light_curve.flux_err, rtol=0, atol=5e-9)
    header = [line for line in path.read_text().splitlines() if line.startswith("#")]
    assert header[0] == "# TIC 126602778, SPOC"
    assert header[1] == "# sectors: 1 2"
    assert "days" in header[2]
    assert header[-1] == "# time flux ferr"


def test_many_points_are_written_in_pieces_without_a_seam(
    tmp_path: Path, make_light_curve: MakeLightCurve
) -> None:
    light_curve, path = make_light_curve(points=45_000), tmp_path / "a.lc"
    write_light_curve(path, light_curve)
    assert np.loadtxt(path, usecols=0).size == 45_000


def test_no_points_are_a_header(tmp_path: Path, make_light_curve: MakeLightCurve) -> None:
    write_light_curve(tmp_path / "a.lc", make_light_curve(points=0))
    assert all(line.startswith("#") for line in (tmp_path / "a.lc").read_text().splitlines())


def test_a_periodogram_is_two_columns_from_the_longest_period_down(
    tmp_path: Path, make_light_curve: MakeLightCurve
) -> None:
    light_curve, path = make_light_curve(), tmp_path / "a.spd"
    periodogram = lomb_scargle(light_curve.time, light_curve.flux)
    write_periodogram(path, periodogram)
    period, power = np.loadtxt(path, unpack=True)
    np.testing.assert_allclose(period, periodogram.period, rtol=1e-9)
    np.testing.assert_allclose(power, periodogram.power, rtol=1e-7)
    assert (np.diff(period) < 0).all()
    assert path.read_text().startswith("# lomb-scargle periodogram\n# period: days")
