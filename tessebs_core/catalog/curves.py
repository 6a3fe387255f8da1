"""Light curves as the time series of astropy and of lightkurve."""

from typing import TYPE_CHECKING, Any

from tessebs_core.errors import InputError
from tessebs_core.records import BTJD_ZERO, LightCurve

if TYPE_CHECKING:
    from astropy.timeseries import TimeSeries

__all__ = ["lightkurve_of", "time_series_of"]


def time_series_of(curve: LightCurve) -> "TimeSeries":
    """Give a light curve as `astropy.timeseries.TimeSeries`.

    Its ``time`` is an `astropy.time.Time` of scale TDB, kept as 2457000 and BTJD, so that no digit is lost;
    ``time.jd - 2457000`` is BTJD. ``flux`` and ``flux_err`` are dimensionless, with a median of 1 in each
    sector; ``flux_err`` is NaN where the product states none.
    """
    from astropy import units
    from astropy.timeseries import TimeSeries

    series = TimeSeries(time=_times(curve))
    series["flux"] = curve.flux * units.dimensionless_unscaled
    series["flux_err"] = curve.flux_err * units.dimensionless_unscaled
    series["sector"] = curve.sector
    series["cadence"] = curve.cadence * units.s
    series["quality"] = curve.quality
    series.meta.update(_told(curve))
    return series


def lightkurve_of(curve: LightCurve) -> Any:
    """Give a light curve as `lightkurve.LightCurve`.

    Raises
    ------
    InputError
        lightkurve is not installed.
    """
    try:
        from lightkurve import LightCurve as Lightkurve
    except ImportError as error:
        raise InputError(
            "lightkurve is not installed. `pip install 'tessebs[lightkurve]'` adds it; without it "
            "tic.time_series() gives the same as an astropy TimeSeries."
        ) from error
    from astropy import units

    made = Lightkurve(
        time=_times(curve),
        flux=curve.flux * units.dimensionless_unscaled,
        flux_err=curve.flux_err * units.dimensionless_unscaled,
        meta={**_told(curve), "LABEL": f"TIC {curve.tess_id}", "TARGETID": curve.tess_id, "MISSION": "TESS"},
    )
    made["quality"] = curve.quality
    made["sector"] = curve.sector
    return made


def _times(curve: LightCurve) -> Any:
    from astropy.time import Time

    return Time(BTJD_ZERO, curve.time, format="jd", scale="tdb")


def _told(curve: LightCurve) -> dict[str, Any]:
    return {"TICID": curve.tess_id, "PROVENANCE": curve.provenance, "SECTORS": list(curve.sectors)}
