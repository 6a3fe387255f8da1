"""A connection that breaks: a closed laptop, a network that is gone for a while."""

import re

import pytest

from tests.browser.databases import votes_on, wait_for_draft

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


class Cable:
    """What lies between a page and its kernel; it can be cut and mended."""

    def __init__(self, page) -> None:
        self.is_cut = False
        self._open: list = []
        page.route_web_socket(re.compile("/channels"), self._connect)

    def cut(self) -> None:
        """End what is connected, and let nothing connect again."""
        self.is_cut = True
        for each in self._open:
            each.close(code=4000)
        self._open.clear()

    def mend(self) -> None:
        """Let the page connect again."""
        self.is_cut = False

    def _connect(self, socket) -> None:
        if self.is_cut:
            socket.close(code=4000)
            return
        socket.connect_to_server()
        self._open.append(socket)


@pytest.fixture
def laptop(visit, app):
    """A visit to a target with its cable."""

    def open_target(tess_id: int):
        here = visit("about:blank", wait=False)
        cable = Cable(here.page)
        here.address = f"{app.address}triage?tic={tess_id}"
        here.go()
        return here, cable

    return open_target


def test_a_cut_is_noticed_and_the_page_goes_on_when_it_is_mended(laptop, catalogue_url, tic):
    here, cable = laptop(tic)
    cable.cut()
    here.page.wait_for_selector(".te-banner:not([hidden])")
    assert "does not answer" in here.page.inner_text(".te-banner")
    cable.mend()
    here.page.wait_for_selector(".te-banner", state="hidden")
    here.press("x")
    here.wait_for_notice("saved", "not-eb")
    assert votes_on(catalogue_url, tic)[-1] == ("not-eb", None, "period")


def test_after_a_cut_a_reload_brings_the_draft(laptop, catalogue_url, tic):
    here, cable = laptop(tic)
    here.page.fill(".te-period.te-input", "3.75")
    here.press("Enter")
    here.wait_for_period(3.75)
    wait_for_draft(catalogue_url, tic, period=3.75)
    cable.cut()
    here.page.wait_for_selector(".te-banner:not([hidden])")
    cable.mend()
    here.reload()
    assert here.tic == tic
    assert here.period == 3.75
