"""Our own instances of astroquery's services, pointed at given addresses.

This module imports astroquery (a second or more), so it is itself imported only when an archive is
first asked. astroquery 0.4.11 makes its URLs when it is imported and shares the column
configurations of all its MAST instances in one class attribute; here each instance has its own of
both, so that several archives live in one process. Nothing here writes a cache file: the portal and
the services of MAST do not use astroquery's cache, and `_Simbad` goes around its process-wide one.
"""

from typing import Any

import requests
from astropy.table import Table
from astroquery.exceptions import InvalidQueryError
from astroquery.mast import CatalogsClass, ObservationsClass, TesscutClass
from astroquery.mast.discovery_portal import PortalAPI
from astroquery.mast.services import ServiceAPI
from astroquery.simbad import SimbadClass
from pyvo.dal import TAPService

from tessebs_core.archive.patience import Patience
from tessebs_core.archive.sessions import Pace, make_patient

__all__ = ["MAST_URL", "SIMBAD_URL", "NoSectors", "Services"]

MAST_URL = "https://mast.stsci.edu"
SIMBAD_URL = "https://simbad.cds.unistra.fr/simbad/sim-tap"


class NoSectors(Exception):
    """TESScut has no sector for a position; ends the call before astroquery warns of it."""


class _Portal(PortalAPI):  # type: ignore[misc]
    """MAST's portal at an address of ours; an empty answer is an empty table and no warning."""

    def __init__(self, session: requests.Session, url: str, patience: Patience) -> None:
        super().__init__(session)
        self.MAST_REQUEST_URL = f"{url}/api/v0/invoke"
        self.COLUMNS_CONFIG_URL = f"{url}/portal/Mashup/Mashup.asmx/columnsconfig"
        self.MAST_DOWNLOAD_URL = f"{url}/api/v0.1/Download/file"
        self.MAST_BUNDLE_URL = f"{url}/api/v0.1/Download/bundle"
        self.TIMEOUT = patience.query
        self._column_configs: dict[str, Any] = {}

    def build_filter_set(
        self, column_config_name: str, service_name: str | None = None, **filters: Any
    ) -> list[dict[str, Any]]:
        """Refuse to ask with a filter less than was meant: that would ask for everything."""
        made: list[dict[str, Any]] = super().build_filter_set(column_config_name, service_name, **filters)
        if len(made) < len(filters):
            raise InvalidQueryError(f"MAST takes one of {sorted(filters)} for a number with limits now")
        return made

    def _parse_result(self, responses: list[requests.Response], verbose: bool = False) -> Table:
        answers = [each.json() for each in responses]
        if all(each["status"] == "COMPLETE" and each["data"] == [] for each in answers):
            return Table()
        return super()._parse_result(responses, verbose)


class _Sectors(ServiceAPI):  # type: ignore[misc]
    """TESScut's sector service at an address of ours."""

    def __init__(
        self, session: requests.Session, url: str, patience: Patience, paths: dict[str, Any]
    ) -> None:
        super().__init__(session)
        self.SERVICE_URL = url
        self.MAST_DOWNLOAD_URL = f"{url}/api/v0.1/Download/file"
        self.MISSIONS_DOWNLOAD_URL = f"{url}/search/"
        self.TIMEOUT = patience.query
        self.set_service_params(paths, "tesscut")

    def _request(self, *args: Any, **kwargs: Any) -> requests.Response:
        response: requests.Response = super()._request(*args, **kwargs)
        if not response.json()["results"]:  # an error in place of results must not read as "none"
            raise NoSectors
        return response


class _Simbad(SimbadClass):  # type: ignore[misc]
    """SIMBAD at an address of ours, asked anew each time.

    astroquery keeps SIMBAD's answers for the life of the process, so that a refreshed target would
    never see a new identifier.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self._tap = TAPService(url, session=self._session)

    @property
    def tap(self) -> TAPService:
        return self._tap

    def query_tap(self, query: str, *, maxrec: int = 10_000, **options: Any) -> Table:
        return self.tap.search(query, maxrec=maxrec).to_table()


class Services:
    """One thread's astroquery: its sessions and its ``_current_service`` are not for two at once."""

    def __init__(self, mast_url: str, simbad_url: str, patience: Patience, simbad_pace: Pace) -> None:
        self.catalogs = CatalogsClass()
        self.observations = ObservationsClass()
        self.tesscut = TesscutClass()
        for service in (self.catalogs, self.observations):
            make_patient(service._session, mast_url, patience)
            service._portal_api_connection = _Portal(service._session, mast_url, patience)
        make_patient(self.tesscut._session, mast_url, patience)
        self.tesscut._service_api_connection = _Sectors(
            self.tesscut._session, mast_url, patience, self.tesscut._service_api_connection.SERVICES
        )
        self.simbad = _Simbad(simbad_url)
        make_patient(self.simbad._session, simbad_url, patience, pace=simbad_pace)
        self.downloads = ObservationsClass()._session
        make_patient(self.downloads, mast_url, patience, whole=False)
        self.download_url = f"{mast_url}/api/v0.1/Download/file"
