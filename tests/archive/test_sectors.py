import csv
import math
from datetime import date
from pathlib import Path

import pytest

from tessebs_core.archive.sectors import camera_pointing, sector_pointings
from tessebs_core.errors import SettingsError
from tessebs_core.records import Pointing

TRUTH = Path(__file__).parents[3] / "shared/data/truth/tess_sectors.csv"


def angle_between(one: Pointing, ra: float, dec: float) -> float:
    """Angle on the sky, degrees; exact for small angles too."""
    a, b, d = math.radians(one.dec), math.radians(dec), math.radians(one.ra - ra)
    half = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(d / 2) ** 2
    return math.degrees(2 * math.asin(math.sqrt(half)))


def test_the_first_sector_is_the_first_of_the_mission() -> None:
    first = sector_pointings()[0]
    assert (first.sector_id, first.date_start, first.date_end) == (1, date(2018, 7, 25), date(2018, 8, 22))
    assert first.spacecraft == Pointing(352.6844, -64.8531, 222.1532)


def test_the_ecliptic_pole_stands_in_camera_four_of_the_first_year() -> None:
    """Camera 4 stared at the southern ecliptic pole (RA 90, Dec -66.56) in sectors 1 to 13."""
    for sector in sector_pointings()[:13]:
        assert angle_between(sector.cameras[3], 90.0, -66.5607) < 0.1


def test_neighbouring_cameras_stand_24_degrees_apart() -> None:
    for sector in sector_pointings():
        for one, other in zip(sector.cameras, sector.cameras[1:], strict=False):
            assert angle_between(one, other.ra, other.dec) == pytest.approx(24.0, abs=1e-6)


def test_every_sector_is_listed_once_and_ends_after_it_begins() -> None:
    numbers = [each.sector_id for each in sector_pointings()]
    assert numbers == sorted(set(numbers))
    assert len(numbers) >= 100
    assert all(each.date_start < each.date_end for each in sector_pointings())


def test_a_pole_is_no_trouble() -> None:
    assert camera_pointing(Pointing(0.0, 54.0, 180.0), 1).dec == pytest.approx(90.0)


def test_a_table_of_another_form_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "tesswcs/data").mkdir(parents=True)
    (tmp_path / "tesswcs/__init__.py").touch()
    (tmp_path / "tesswcs/data/pointings.csv").write_text("Number,RA\n1,2\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(SettingsError, match=r"pointings\.csv is not the table"):
        sector_pointings.__wrapped__()


@pytest.mark.skipif(not TRUTH.is_file(), reason="no table of sectors beside the project")
def test_dates_and_pointings_are_those_of_the_reference_table() -> None:
    """Its cameras come from tess-point; it gives four decimals, so 0.0001 degrees (twice the rounding)."""
    known = {each.sector_id: each for each in sector_pointings()}
    with TRUTH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sector = known[int(row["sector"])]
            assert str(sector.date_start) == row["start_utc"]
            assert str(sector.date_end) == row["end_utc"]
            axes = {"sc": sector.spacecraft} | {f"cam{n}": each for n, each in enumerate(sector.cameras, 1)}
            for name, pointing in axes.items():
                ra, dec, roll = (float(row[f"{name}_{value}"]) for value in ("ra", "dec", "roll"))
                assert angle_between(pointing, ra, dec) < 1e-4
                # an angle about a direction near the pole is as uncertain as that direction's longitude
                slack = 1e-4 / math.cos(math.radians(dec))
                assert abs((pointing.roll - roll + 180.0) % 360.0 - 180.0) < slack
