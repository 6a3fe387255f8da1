"""One archive to ask: where MAST and SIMBAD are, and their answers as plain rows."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import requests

from tessebs_core.archive.patience import Patience
from tessebs_core.archive.sessions import Pace, reason_of
from tessebs_core.errors import ArchiveRefused, ArchiveUnavailable

if TYPE_CHECKING:
    from astropy.table import Table

    from tessebs_core.archive.services import Services

__all__ = ["Archive", "ArchiveEndpoints", "Row", "understanding"]

Row = Mapping[str, Any]
"""A row of an archive's table; what is masked there is None here."""

_SIMBAD_GAP = 0.2  # s; CDS asks for no more than six queries a second, and may shut out who sends more
_MOST_OBSERVATIONS = 200  # in one request for a product list
_NOT_THE_FORM = ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError


@dataclass(frozen=True)
class ArchiveEndpoints:
    """Addresses of MAST (its root) and of SIMBAD's TAP service; None is the public one."""

    mast_url: str | None = None
    simbad_url: str | None = None


class Archive:
    """Drives astroquery against one MAST and one SIMBAD; may be shared by threads.

    Making one asks nothing and imports no astroquery. Every method raises `ArchiveUnavailable` when
    the archive cannot be reached, stays silent or stays busy, and `ArchiveRefused` when it answers
    with an error or with something that is no answer.

    Parameters
    ----------
    endpoints : ArchiveEndpoints
        Whom to ask.
    patience : Patience
        Time-outs and repetitions.
    """

    def __init__(self, endpoints: ArchiveEndpoints | None = None, patience: Patience | None = None) -> None:
        self.endpoints = endpoints or ArchiveEndpoints()
        self.patience = patience or Patience()
        self._pace = Pace(0.0 if self.endpoints.simbad_url else _SIMBAD_GAP, self.patience)
        self._of_this_thread = threading.local()

    def tic_rows(self, tess_id: int) -> tuple[Row, ...]:
        """Rows of the TESS Input Catalog with this ID; none for an unknown one."""
        with _translated(f"TIC {tess_id}", "MAST"):
            return _rows(self._services.catalogs.query_criteria(catalog="TIC", ID=str(tess_id)))

    def sector_numbers(self, tess_id: int, ra: float, dec: float) -> tuple[int, ...]:
        """Sectors whose images hold this position (ICRS, degrees), ascending."""
        services = self._services
        from astropy import units
        from astropy.coordinates import SkyCoord

        from tessebs_core.archive.services import NoSectors

        with _translated(f"TIC {tess_id}, sectors", "MAST"):
            try:
                rows = _rows(services.tesscut.get_sectors(coordinates=SkyCoord(ra, dec, unit=units.deg)))
            except NoSectors:
                return ()
            return tuple(sorted({int(row["sector"]) for row in rows}))

    def observation_rows(self, tess_id: int, target_names: Sequence[str] = ()) -> tuple[Row, ...]:
        """TESS time series that MAST lists under the TIC number, or under another name of the target."""
        names = [str(tess_id), *target_names]
        with _translated(f"TIC {tess_id}, observations", "MAST"):
            return _rows(
                self._services.observations.query_criteria(
                    target_name=names, dataproduct_type="timeseries", project="TESS"
                )
            )

    def product_rows(self, tess_id: int, obsids: Sequence[str]) -> tuple[Row, ...]:
        """Files of these observations."""
        rows: list[Row] = []
        with _translated(f"TIC {tess_id}, product list", "MAST"):
            for first in range(0, len(obsids), _MOST_OBSERVATIONS):
                some = list(obsids[first : first + _MOST_OBSERVATIONS])
                rows += _rows(self._services.observations.get_product_list(some))
        return tuple(rows)

    def identifiers(self, name: str) -> tuple[str, ...]:
        """Every name that SIMBAD has for an object; none for an unknown one."""
        with _translated(name, "SIMBAD"):
            return tuple(str(row["id"]) for row in _rows(self._services.simbad.query_objectids(name)))

    def open_file(self, uri: str, headers: Mapping[str, str]) -> requests.Response:
        """Begin to fetch a file; its body is read from the response, which the caller closes.

        Raises
        ------
        requests.RequestException
            As it came: what it means depends on how far the file had got.
        """
        services = self._services
        response: requests.Response = services.downloads.get(
            services.download_url, params={"uri": uri}, headers=dict(headers), stream=True
        )
        return response

    @property
    def _services(self) -> "Services":
        """This thread's astroquery, made when first needed."""
        if not hasattr(self._of_this_thread, "services"):
            from tessebs_core.archive import services

            self._of_this_thread.services = services.Services(
                (self.endpoints.mast_url or services.MAST_URL).rstrip("/"),
                (self.endpoints.simbad_url or services.SIMBAD_URL).rstrip("/"),
                self.patience,
                self._pace,
            )
        found: Services = self._of_this_thread.services
        return found


def _rows(table: "Table") -> tuple[Row, ...]:
    """Return a table's rows as dicts of Python values, None where masked."""
    names = table.colnames
    columns = [table[name].tolist() for name in names]  # tolist turns masked values into None
    return tuple(dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True))


@contextmanager
def _translated(what: str, archive: str) -> Iterator[None]:
    """Turn what astroquery, pyvo and requests raise into our errors."""
    from astroquery import exceptions
    from pyvo.dal import DALAccessError

    try:
        yield
    except requests.JSONDecodeError as error:
        raise _refused(what, archive, "the answer is not JSON") from error
    except (requests.HTTPError, exceptions.InvalidQueryError, exceptions.RemoteServiceError) as error:
        raise _refused(what, archive, str(error)) from error
    except (requests.RequestException, TimeoutError, exceptions.TimeoutError) as error:
        raise _unavailable(what, archive, error) from error
    except DALAccessError as error:  # pyvo wraps whatever happened
        cause = getattr(error, "cause", None)
        if isinstance(cause, requests.RequestException) and not isinstance(cause, requests.HTTPError):
            raise _unavailable(what, archive, cause) from error
        raise _refused(what, archive, str(error)) from error
    except _NOT_THE_FORM as error:
        raise _misshapen(what, archive, error) from error


@contextmanager
def understanding(what: str, archive: str) -> Iterator[None]:
    """Raise ours where rows do not hold what an archive's rows hold.

    Raises
    ------
    ArchiveRefused
        A column is missing, or holds another kind of value.
    """
    try:
        yield
    except _NOT_THE_FORM as error:
        raise _misshapen(what, archive, error) from error


def _misshapen(what: str, archive: str, error: Exception) -> ArchiveRefused:
    return _refused(what, archive, f"the answer has not the form it should ({repr(error)[:200]})")


def _unavailable(what: str, archive: str, error: Exception) -> ArchiveUnavailable:
    return ArchiveUnavailable(
        f"{what}: {archive} cannot be had now: {reason_of(error)}. "
        "Nothing was changed; look at the network, wait a while, and give the same command again."
    )


def _refused(what: str, archive: str, problem: str) -> ArchiveRefused:
    return ArchiveRefused(
        f"{what}: {archive} gave an error: {problem.rstrip('.')}. "
        "Nothing was changed; if it stays so after a while, the archive has changed its answers."
    )
