"""Tell the hub when somebody last worked here, so that it ends servers that nobody uses."""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from tornado.httpclient import AsyncHTTPClient, HTTPClientError

from tessebs_widgets.serving.hub.place import HubPlace

__all__ = ["report_activity"]

_log = logging.getLogger(__name__)
_PATIENCE_S = 20.0


async def report_activity(place: HubPlace, last_worked: Callable[[], datetime]) -> None:
    """Report at once, and then every ``place.report_every`` seconds if there was work meanwhile; never ends.

    A hub that is away is asked again the next time: it takes no server down for silence alone.

    Parameters
    ----------
    last_worked : callable
        Gives the time, aware, at which somebody last did something here.
    """
    told: datetime | None = None
    while True:
        worked = last_worked()
        if told is None or worked > told:
            try:
                await _tell(place, worked)
                told = worked
            except (HTTPClientError, OSError) as error:
                _log.warning("The hub could not be told of activity: %s", error)
        await asyncio.sleep(place.report_every)


async def _tell(place: HubPlace, worked: datetime) -> None:
    at = worked.astimezone(UTC).isoformat()
    said = {"servers": {place.server_name: {"last_activity": at}}, "last_activity": at}
    await AsyncHTTPClient().fetch(
        place.activity_url,
        method="POST",
        headers={"Authorization": f"token {place.token}", "Content-Type": "application/json"},
        body=json.dumps(said),
        request_timeout=_PATIENCE_S,
    )
