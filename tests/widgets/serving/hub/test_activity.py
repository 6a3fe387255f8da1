import asyncio
import json
from datetime import UTC, datetime, timedelta

import tornado.web
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port

from tessebs_widgets.serving.hub.activity import report_activity
from tessebs_widgets.serving.hub.place import HubPlace

BEGUN = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)


class Hub(tornado.web.RequestHandler):
    """Keeps what it is told; refuses the first time."""

    def initialize(self, told):
        self.told = told

    def post(self):
        self.told.append((self.request.headers["Authorization"], json.loads(self.request.body)))
        if len(self.told) == 1:
            raise tornado.web.HTTPError(503)


def told_of(work):
    """What the hub hears while ``work`` gives one time after the other."""

    async def run():
        told, times = [], iter(work)
        socket, port = bind_unused_port()
        server = HTTPServer(tornado.web.Application([("/activity", Hub, {"told": told})], log_function=len))
        server.add_sockets([socket])
        ended = asyncio.get_running_loop().create_future()

        def last_worked():
            at = next(times, None)
            if at is None:
                ended.set_result(None)
                return BEGUN
            return at

        place = HubPlace(
            user="ada", server_name="", host="127.0.0.1", port=1, prefix="/user/ada/", hub_prefix="/hub/",
            hub_host="", api_url="http://127.0.0.1:1/hub/api", client_id="c", scopes=(), token="a word",
            activity_url=f"http://127.0.0.1:{port}/activity", report_every=0.0,
        )  # fmt: skip
        reporting = asyncio.ensure_future(report_activity(place, last_worked))
        await ended
        reporting.cancel()
        server.stop()
        await server.close_all_connections()
        return told

    return asyncio.run(run())


def test_it_reports_work_once_and_again_where_the_hub_was_away():
    later = BEGUN + timedelta(minutes=5)
    told = told_of([BEGUN, BEGUN, BEGUN, later, later])
    assert {authorization for authorization, _ in told} == {"token a word"}
    times = [said["servers"][""]["last_activity"] for _, said in told]
    assert times == [BEGUN.isoformat(), BEGUN.isoformat(), later.isoformat()]
