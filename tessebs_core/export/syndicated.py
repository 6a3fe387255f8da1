"""The syndicated file: all light curves and periodograms of a target in one FITS file."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tessebs_core.compute.fingerprints import light_curve_hash
from tessebs_core.errors import InputError
from tessebs_core.export.reading import (
    LIGHT_CURVE_COLUMNS,
    SPD_SUFFIX,
    held_provenances,
    read_light_curve,
    read_periodogram,
)
from tessebs_core.records import LightCurve, Periodogram
from tessebs_core.storage import replacing
from tessebs_core.vocabulary import PeriodogramMethod

__all__ = [
    "held_provenances",
    "light_curve_hash",
    "read_light_curve",
    "read_periodogram",
    "write_syndicated",
]

_TIME_REFERENCE = (
    ("TIMESYS", "TDB", "time scale"),
    ("TREFPOS", "BARYCENTER", "times are barycentric"),
    ("BJDREFI", 2457000, "integer part of BTJD's zero point"),
    ("BJDREFF", 0.0, "fraction of BTJD's zero point"),
    ("TIMEUNIT", "d", "unit of times"),
)


def write_syndicated(
    path: Path,
    light_curves: Iterable[LightCurve],
    periodograms: Mapping[str, Periodogram] | None = None,
    *,
    written_at: datetime | None = None,
) -> None:
    """Write a target's syndicated file anew.

    Parameters
    ----------
    path : Path
        ``lc_data/tic<10 digits>.fits``; replaced in one step.
    light_curves : iterable of LightCurve
        One of each provenance, all of one target; empty ones are left out.
    periodograms : mapping of str to Periodogram, optional
        Lomb-Scargle periodograms by provenance.
    written_at : datetime, optional
        Aware time for ``TIMESTMP``; now by default.

    Raises
    ------
    InputError
        No points at all, several targets, a provenance twice or named like a periodogram, or a periodogram
        of another method or of a provenance that is not written.
    StorageError
        The disk refused; a file that stood there before is unchanged.

    Notes
    -----
    Primary header: ``TIMESTMP`` (UTC), ``PROVS`` (names joined by commas; a long list continues on
    CONTINUE cards) and ``TICID``. Each provenance has a table of that name with ``times``, ``fluxes``,
    ``ferrs`` (double precision, as in the files that the group had before), ``sector``, ``cadence`` (s) and
    ``quality``. Tables ``<provenance>-SPD`` with ``periods`` (d, descending) and ``powers`` stand after all
    light curves.
    """
    curves = [each for each in light_curves if len(each)]
    spectra = dict(periodograms or {})
    _check(curves, spectra)
    from astropy.io import fits

    tables = [_light_curve_table(each) for each in curves]
    tables += [_periodogram_table(each.provenance, spectra[each.provenance])
               for each in curves if each.provenance in spectra]  # fmt: skip
    stamp = (written_at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    primary = fits.PrimaryHDU()
    primary.header["TIMESTMP"] = (stamp.isoformat(), "when this file was written, UTC")
    primary.header["TICID"] = (curves[0].tess_id, "TESS Input Catalog identifier")
    primary.header["PROVS"] = ",".join(each.provenance for each in curves)
    with replacing(path) as file:
        fits.HDUList([primary, *tables]).writeto(file)


def _check(curves: list[LightCurve], spectra: Mapping[str, Periodogram]) -> None:
    names = [each.provenance for each in curves]
    if not names:
        raise InputError("A syndicated file needs at least one light curve with points.")
    if len({each.tess_id for each in curves}) > 1:
        raise InputError(f"Light curves of several targets: {sorted({each.tess_id for each in curves})}.")
    if len({name.upper() for name in names}) < len(names):
        raise InputError(f"A provenance twice among {', '.join(names)}.")
    if wrong := [name for name in names if not name or "," in name or name.upper().endswith(SPD_SUFFIX)]:
        raise InputError(f"{wrong[0]!r} cannot name a provenance in a syndicated file.")
    if strange := sorted(set(spectra) - set(names)):
        raise InputError(f"A periodogram of {strange[0]}, of which no light curve is written.")
    if any(each.method is not PeriodogramMethod.LOMB_SCARGLE for each in spectra.values()):
        raise InputError("A syndicated file holds Lomb-Scargle periodograms only.")


def _light_curve_table(light_curve: LightCurve) -> Any:
    from astropy.io import fits

    columns = [
        fits.Column(name, kind, unit=unit, array=getattr(light_curve, field))
        for name, (field, kind, unit) in LIGHT_CURVE_COLUMNS.items()
    ]
    table = fits.BinTableHDU.from_columns(columns, name=light_curve.provenance)
    table.header["TICID"] = (light_curve.tess_id, "TESS Input Catalog identifier")
    table.header.extend(_TIME_REFERENCE)
    return table


def _periodogram_table(provenance: str, periodogram: Periodogram) -> Any:
    from astropy.io import fits

    columns = [
        fits.Column("periods", "D", unit="d", array=periodogram.period),
        fits.Column("powers", "D", array=periodogram.power),
    ]
    table = fits.BinTableHDU.from_columns(columns, name=provenance + SPD_SUFFIX)
    table.header["METHOD"] = (str(periodogram.method), "standard normalisation, 0 to 1")
    return table
