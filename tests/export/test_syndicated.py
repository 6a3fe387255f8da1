from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from tessebs_core.compute.lomb_scargle import lomb_scargle
from tessebs_core.errors import InputError, StorageError
from tessebs_core.export.syndicated import (
    held_provenances,
    light_curve_hash,
    read_light_curve,
    read_periodogram,
    write_syndicated,
)
from tessebs_core.records import LightCurve, Periodogram
from tessebs_core.vocabulary import PeriodogramMethod

MakeLightCurve = Callable[..., LightCurve]
TEN = ("SPOC", "TESS-SPOC", "QLP", "GSFC-ELEANOR-LITE", "TGLC", "T16", "CDIPS", "TASOC", "DIAMANTE", "PATHOS")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lc_data" / "tic0126602778.fits"


def spectrum(light_curve: LightCurve) -> Periodogram:
    return lomb_scargle(light_curve.time, light_curve.flux, light_curve.flux_err)


def test_a_light_curve_comes_back_bit_by_bit(path: Path, make_light_curve: MakeLightCurve) -> None:
    light_curve = make_light_curve()
    write_syndicated(path, [light_curve])
    found = read_light_curve(path, 126602778, "SPOC")
    assert light_curve_hash(found) == light_curve_hash(light_curve)
    assert (found.tess_id, found.provenance, found.sectors) == (126602778, "SPOC", (1, 2))


def test_a_periodogram_comes_back(path: Path, make_light_curve: MakeLightCurve) -> None:
    light_curve = make_light_curve()
    periodogram = spectrum(light_curve)
    write_syndicated(path, [light_curve], {"SPOC": periodogram})
    found = read_periodogram(path, "SPOC")
    assert found is not None
    assert found.method is PeriodogramMethod.LOMB_SCARGLE
    np.testing.assert_allclose(found.frequency, periodogram.frequency, rtol=1e-15)
    np.testing.assert_array_equal(found.power, periodogram.power)


def test_what_is_not_held_is_none_or_not_named(path: Path, make_light_curve: MakeLightCurve) -> None:
    write_syndicated(path, [make_light_curve("TESS-SPOC"), make_light_curve("QLP", points=0)])
    assert held_provenances(path) == ("TESS-SPOC",)
    assert read_periodogram(path, "TESS-SPOC") is None


def test_an_old_reader_finds_what_it_always_found(path: Path, make_light_curve: MakeLightCurve) -> None:
    light_curve = make_light_curve()
    write_syndicated(path, [light_curve], {"SPOC": spectrum(light_curve)})
    with fits.open(path) as hdus:  # as the group's site did
        provenances = hdus[0].header["PROVS"].split(",")
        table = hdus[provenances[0]].data
        np.testing.assert_array_equal(table["times"], light_curve.time)
        np.testing.assert_array_equal(table["fluxes"], light_curve.flux)
        np.testing.assert_array_equal(table["ferrs"], light_curve.flux_err)
        assert [hdus["SPOC"].columns[name].format for name in ("times", "fluxes", "ferrs")] == ["D", "D", "D"]
        assert hdus["SPOC"].columns.names == ["times", "fluxes", "ferrs", "sector", "cadence", "quality"]
        assert hdus["SPOC-SPD"].columns.names == ["periods", "powers"]
        assert (np.diff(hdus["SPOC-SPD"].data["periods"]) < 0).all()


def test_units_and_the_time_scale_are_stated(path: Path, make_light_curve: MakeLightCurve) -> None:
    light_curve = make_light_curve()
    write_syndicated(path, [light_curve], {"SPOC": spectrum(light_curve)})
    with fits.open(path) as hdus:
        hdus.verify("exception")
        header = hdus["SPOC"].header
        assert (header["TIMESYS"], header["BJDREFI"], header["BJDREFF"], header["TIMEUNIT"]) == (
            "TDB", 2457000, 0.0, "d",
        )  # fmt: skip
        assert hdus["SPOC"].columns.units == ["d", "", "", "", "s", ""]
        assert hdus["SPOC-SPD"].columns.units == ["d", ""]


def test_ten_names_continue_over_the_card_and_spectra_stand_last(
    path: Path, make_light_curve: MakeLightCurve
) -> None:
    light_curves = [make_light_curve(name, points=40) for name in TEN]
    some = spectrum(light_curves[0])
    write_syndicated(path, light_curves, dict.fromkeys(TEN, some))
    assert held_provenances(path) == TEN
    assert b"CONTINUE" in path.read_bytes()[:2880]
    with fits.open(path) as hdus:
        assert [hdu.name for hdu in hdus[1:]] == [*TEN, *(f"{name}-SPD" for name in TEN)]
    assert read_light_curve(path, 126602778, "PATHOS").provenance == "PATHOS"


def test_the_time_of_writing_is_utc(path: Path, make_light_curve: MakeLightCurve) -> None:
    east = timezone(timedelta(hours=2))
    write_syndicated(path, [make_light_curve()], written_at=datetime(2026, 5, 1, 14, 30, tzinfo=east))
    assert fits.getheader(path)["TIMESTMP"] == "2026-05-01T12:30:00+00:00"
    write_syndicated(path, [make_light_curve()])
    written = datetime.fromisoformat(fits.getheader(path)["TIMESTMP"])
    assert abs(datetime.now(UTC) - written) < timedelta(minutes=5)


def test_the_same_light_curves_give_the_same_bytes(path: Path, make_light_curve: MakeLightCurve) -> None:
    when = datetime(2026, 5, 1, tzinfo=UTC)
    write_syndicated(path, [make_light_curve()], written_at=when)
    first = path.read_bytes()
    write_syndicated(path, [make_light_curve()], written_at=when)
    assert path.read_bytes() == first


def test_what_cannot_be_one_file_is_refused(path: Path, make_light_curve: MakeLightCurve) -> None:
    one, other = make_light_curve(), make_light_curve("QLP", tess_id=2)
    spectra = {"SPOC": spectrum(one)}
    boxes = Periodogram(PeriodogramMethod.BOX_LEAST_SQUARES, np.array([1.0]), np.array([5.0]))
    for light_curves, periodograms, words in (
        ([], {}, "at least one"),
        ([one, other], {}, "several targets"),
        ([one, make_light_curve("spoc")], {}, "twice"),
        ([make_light_curve("A,B")], {}, "cannot name"),
        ([make_light_curve("QLP-SPD")], {}, "cannot name"),
        ([make_light_curve("QLP")], spectra, "no light curve"),
        ([one], {"SPOC": boxes}, "Lomb-Scargle"),
    ):
        with pytest.raises(InputError, match=words):
            write_syndicated(path, light_curves, periodograms)
    assert not path.exists()


def test_a_full_disk_leaves_the_old_file_whole(
    path: Path, make_light_curve: MakeLightCurve, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_syndicated(path, [make_light_curve()])
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        write_syndicated(path, [make_light_curve("QLP")])
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]
