"""One visit to the app: what a person sees and does."""

import json
import re
from typing import Any

from playwright import sync_api as playwright

PATIENCE = 60_000  # ms; a busy machine starts a kernel slowly


class Visit:
    """A page of the app, with every request and every script error kept."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._console: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self._console.append(f"{message.type}: {message.text}"))

    def go(self, *, wait: bool = True) -> None:
        """Open the page; wait until all three plots are drawn."""
        self.page.goto(self.address)
        if wait:
            self.wait_for_plots()

    def reload(self) -> None:
        """Open the page anew, where its address now leads."""
        self.page.reload()
        self.wait_for_plots()

    def leave(self) -> None:
        """Go away as a person does, so that the page can end its kernel."""
        self.page.goto("about:blank")

    def account(self) -> str:
        """What is on the screen, and what was said beside it: for whoever reads of a failed test."""
        try:
            phase = self.page.evaluate("() => document.querySelector('.tessebs')?.dataset.phase")
            words = self.page.evaluate("() => document.body.innerText")
        except playwright.Error as error:  # closed, or crashed
            phase, words = "no answer", str(error)
        return "\n".join(
            [f"{self.page.url}: {phase}", " | ".join(words.split("\n")), *self._console, *self.errors]
        )

    def wait_for_plots(self) -> None:
        """Until light curve, periodogram and phase plot show this target's data."""
        self.page.wait_for_selector(".tessebs[data-phase=ready] .te-phase-canvas[data-drawn=yes]")
        for panel in (".te-light-curve", ".te-periodogram"):
            self.page.wait_for_selector(f"{panel} [data-loading=ready]")
            self.page.wait_for_selector(f"{panel} .te-bokeh[data-drawn=yes] canvas")

    @property
    def tic(self) -> int:
        """The target on the screen."""
        return int(re.sub(r"\D", "", self.page.inner_text(".te-tic")))

    @property
    def kernel_id(self) -> str:
        """The kernel behind the page."""
        return json.loads(self.page.text_content("#jupyter-config-data"))["kernelId"]

    @property
    def notice(self) -> str:
        """What the screen says beside the verdicts."""
        return self.page.inner_text(".te-notice")

    @property
    def period(self) -> float:
        """The period that the phase plot is painted with, days."""
        return float(self.page.get_attribute(".te-phase-canvas", "data-period"))

    def wait_for_period(self, period: float, *, within: float = 1e-6) -> None:
        """Until the phase plot is painted with a period."""
        self.wait_for_period_near(period, within)

    def wait_for_period_near(self, period: float, within: float = 1e-3) -> None:
        """Until the phase plot is painted with a period that differs by no more than a part of it."""
        self.page.wait_for_function(
            "([at, period, within]) =>"
            " Math.abs(document.querySelector(at).dataset.period / period - 1) < within",
            arg=[".te-phase-canvas", period, within],
        )

    def wait_for_notice(self, kind: str, words: str = "") -> str:
        """Until the screen says something of this kind with these words."""
        self.page.wait_for_function(
            "([kind, words]) => { const said = document.querySelector('.te-notice');"
            " return said.dataset.kind === kind && said.textContent.includes(words); }",
            arg=[kind, words],
        )
        return self.notice

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
