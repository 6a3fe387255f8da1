import sys
from datetime import date
from types import ModuleType

import astropy.units as u
import numpy as np
import pytest
from astropy.coordinates import Angle, SkyCoord

from benchmarks.large_catalogue import fill_catalogue
from tessebs_core import catalog
from tessebs_core.catalog import TIC
from tessebs_core.errors import BadSearch, InputError
from tests.support.sky import TARGET


@pytest.fixture
def filled(opened):
    fill_catalogue(opened.database, entries=60, ephemerides=100)
    return opened


def test_ranges_flags_and_order_are_keywords(filled):
    found = catalog.search(period=(0.5, 5.0), flags_not="multi", order=("-Tmag", "period"))
    assert len(found) > 5
    assert ((found["period"] >= 0.5) & (found["period"] <= 5.0)).all()
    assert not any("M" in each for each in found["flags"])
    assert (np.diff(found["Tmag"]) <= 0).all()
    assert found["period"].unit == u.day
    assert found["ra"].unit == u.deg
    assert "BJD_TDB - 2457000" in found["bjd0"].description
    assert "TDB" in found.meta["time"]
    assert found.meta["search"].startswith("period_min=0.5&period_max=5.0&flags_not=multi&order=-Tmag,period")
    same = catalog.search(period=(12 * u.hour, 5 * u.day), flags_not=["multi"], order=("-Tmag", "period"))
    assert list(same["tess_id"]) == list(found["tess_id"])


def test_missing_is_masked_and_identifiers_keep_every_digit_in_pandas_too(filled):
    found = catalog.search(in_catalog=None)
    rows = {row.tess_id: row for row in TIC.where()}
    assert len(found) == 60
    assert found["kepler_id"].mask.any()
    assert found["bjd0"].mask.sum() == sum(1 for each in catalog.EB.where() if each.ephemeris_id is None)
    frame = found.to_pandas()
    assert str(frame["kepler_id"].dtype) == "Int64"
    for source in (found, frame):
        assert [int(each) for each in source["gaia_dr3_id"]] == [
            rows[int(each)].gaia_dr3_id for each in source["tess_id"]
        ]
    assert found["gaia_dr3_id"].dtype == np.int64
    assert "distance" not in found.colnames


def test_a_cone_is_given_as_astronomers_write_it(filled):
    centre = SkyCoord(84.0, -5.0, unit=u.deg)
    for cone in (
        (84.0, -5.0, 60.0),
        ("05 36 00 -05 00 00", "60 deg"),
        ("84.0 -5.0", Angle(60, u.deg)),
        (centre.galactic, "3600 arcmin"),
        ((84.0, -5.0), 60.0),
    ):
        found = catalog.search(cone=cone, order="distance", in_catalog=None)
        away = SkyCoord(found["ra"], found["dec"], unit=u.deg).separation(centre)
        assert len(found) > 5
        assert np.allclose(found["distance"], away.arcsec, atol=1e-5)
        assert (np.diff(found["distance"]) >= 0).all()


def test_one_value_is_equality_and_days_are_days(filled):
    assert set(catalog.search(signal_id=2, in_catalog=None)["signal_id"]) == {2}
    found = catalog.search(
        date_added=("2021-03-01", date(2021, 3, 1)), in_catalog=None, columns=["date_added"]
    )
    assert len(found) == 60
    assert found["date_added"][0] == "2021-03-01T12:00:00.000000"
    assert len(catalog.search(date_added=("2021-03-02", None), in_catalog=None)) == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"perod": (1, 2)}, "perod"),
        ({"period": (1, 2, 3)}, "period"),
        ({"period": ("1", 2)}, "period"),
        ({"period": 1 * u.m}, "period"),
        ({"flags": "wobbling"}, "flags"),
        ({"cone": ("somewhere", 1.0)}, "cone"),
        ({"cone": (1.0, 2.0)}, "cone"),
        ({"date_added": ("yesterday", None)}, "date_added"),
        ({"order": "nothing"}, "order"),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_by_name(wrong, field):
    with pytest.raises(BadSearch, match=field):
        catalog.search(**wrong)


def test_a_light_curve_is_a_time_series_with_exact_times(opened):
    tic = TIC.from_mast(TARGET, syndicate_data=True)
    curve, series = tic.light_curve("SPOC"), tic.time_series("SPOC")
    assert series.time.scale == "tdb"
    assert np.array_equal((series.time.jd1 - 2457000.0) + series.time.jd2, curve.time)
    assert np.array_equal(series["flux"].value, curve.flux)
    assert series["flux"].unit == u.dimensionless_unscaled
    assert series["cadence"].unit == u.s
    assert (series.meta["TICID"], series.meta["PROVENANCE"]) == (TARGET, "SPOC")


def test_without_lightkurve_an_error_says_how_to_get_it(opened, monkeypatch):
    monkeypatch.setitem(sys.modules, "lightkurve", None)
    tic = TIC.from_mast(TARGET, syndicate_data=True)
    with pytest.raises(InputError, match=r"pip install .*lightkurve"):
        tic.lightkurve("SPOC")


def test_lightkurve_is_given_its_documented_arguments(opened, monkeypatch):
    """Its constructor as its documentation has it: time, flux, flux_err, meta, and columns by name."""
    from astropy.timeseries import TimeSeries  # which its LightCurve is

    class LightCurve(TimeSeries):
        def __init__(self, time, flux, flux_err, meta):
            super().__init__(time=time, data={"flux": flux, "flux_err": flux_err}, meta=meta)

    module = ModuleType("lightkurve")
    module.LightCurve = LightCurve
    monkeypatch.setitem(sys.modules, "lightkurve", module)
    tic = TIC.from_mast(TARGET, syndicate_data=True)
    made = tic.lightkurve("SPOC")
    assert np.array_equal(made["flux"].value, tic.light_curve("SPOC").flux)
    assert made.meta["TARGETID"] == TARGET
    assert set(made["sector"]) == {1, 2}
