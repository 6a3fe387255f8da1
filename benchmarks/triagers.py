"""People at the triage screen, as `benchmarks.load` needs them: each with a page, pauses and opinions."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from benchmarks.voila_page import Page, PageFailed

__all__ = ["Confirmed", "Measured", "Triager"]

_PING_EVERY = 3.0  # s, as the page's own script
_VERDICTS = (
    ("eb", None), ("eb", "ambiguous"), ("eb", "insufficient-cycles"), ("maybe", "sinusoidal"),
    ("not-eb", "no-signal"), ("not-eb", None), ("issue", "bad-data"),
)  # fmt: skip


@dataclass(frozen=True)
class Confirmed:
    """A vote or a comment that the screen called saved."""

    username: str
    request_id: str
    tess_id: int


@dataclass
class Measured:
    """Seconds of everything that was waited for, what was confirmed, and what failed."""

    pages: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    votes: list[float] = field(default_factory=list)
    targets: list[float] = field(default_factory=list)
    pings: list[float] = field(default_factory=list)
    confirmed: list[Confirmed] = field(default_factory=list)
    comments: list[Confirmed] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    actions: int = 0


class Triager:
    """One person who judges candidates until the time is over.

    Parameters
    ----------
    username : str
        Whom the screen must greet.
    page : Page
        Not opened yet.
    hurry : float
        What human pauses are divided by.
    """

    def __init__(
        self, username: str, page: Page, measured: Measured, *, seed: int, hurry: float = 1.0
    ) -> None:
        self.username = username
        self.page = page
        self._measured = measured
        self._random = random.Random(seed)
        self._hurry = hurry
        self._pinging: asyncio.Task[None] | None = None

    async def arrive(self) -> None:
        """Open the page and wait until all three plots have what they draw."""
        began = time.perf_counter()
        await self.page.open()
        await self.page.until(self._is_drawn, "the page's three plots")
        self._measured.pages.append(time.perf_counter() - began)
        if self.page.shown("Screen")["username"] != self.username:
            self._failed(f"the screen greets {self.page.shown('Screen')['username']!r}")
        self._pinging = asyncio.create_task(self._ping())

    async def triage(self, until: float) -> None:
        """Judge one candidate after the other until a time of the monotonic clock."""
        while time.monotonic() < until:
            await self.judge_candidate()
            if not await self._next():
                return

    async def reload(self) -> None:
        """Leave the page and open it again, as the browser's button does."""
        await self.rest()
        await self.page.leave()
        self.page = Page(self.page.address, self.page.headers)
        await self.arrive()

    async def rest(self) -> None:
        """Stop asking whether the kernel is there."""
        if self._pinging is not None:
            self._pinging.cancel()
            await asyncio.gather(self._pinging, return_exceptions=True)
            self._pinging = None

    async def judge_candidate(self) -> None:
        """Look at the candidate, judge it, and wait until that is saved."""
        for _ in range(self._random.randint(1, 4)):
            await self._pause()
            await self._step()
        if self._random.random() < 0.15:
            await self._pause()
            self.page.say(
                "PeriodogramHead", "choose", word=self._random.choice(("box-least-squares", "lomb-scargle"))
            )
        if self._random.random() < 0.3:
            self.page.say("Tabs", "show", tab=self._random.choice(("evidence", "products", "periodogram")))
        await self._pause()
        if self._verdicts["multiple"] == "other" or self._random.random() < 0.4:
            await self._choose_multiple()
            await self._pause()
        await self._vote()
        if self._random.random() < 0.15:
            await self._comment()
        await self._pause()

    async def _step(self) -> None:
        """Move the period and wait until the fold is the other one."""
        before = self.page.value("PhasePlot", "fold")
        self.page.say("EphemerisEditor", "step", steps=self._random.choice((-1, 1, 1, 10, -10)))
        self._measured.actions += 1
        seconds = await self._until(
            lambda: self.page.value("PhasePlot", "fold") != before, "a step of the period"
        )
        if seconds is not None:
            self._measured.steps.append(seconds)

    async def _choose_multiple(self) -> None:
        multiple = self._random.choice(("half", "period", "double"))
        self.page.say("Verdicts", "multiple", multiple=multiple)
        self._measured.actions += 1
        await self._until(lambda: self._verdicts["multiple"] == multiple, "a multiple of the period")

    async def _vote(self) -> None:
        await self.page.ping()  # as the page does before the next key: all that was said before is shown then
        shown = self._verdicts
        said = (shown["said"] or "").split(", ")[0]  # the same once more would be no vote
        verdict, reason = self._random.choice([each for each in _VERDICTS if each[0] != said])
        flags = [each["word"] for each in shown["flags"] if each["set"]]
        request = uuid4().hex
        self.page.say(
            "Verdicts", "vote", verdict=verdict, reason=reason, multiple=shown["multiple"],
            ephemeris=shown["ephemeris"], flags=flags, duplicate=None, blend=None, request_id=request,
        )  # fmt: skip
        self._measured.actions += 1
        seconds = await self._until(lambda: self._verdicts["answered"] == request, "a vote's answer")
        if seconds is None:
            return
        notice = self._verdicts["notice"]
        if notice is None or notice["kind"] != "saved":
            self._failed(f"a vote was answered with {notice}")
            return
        self._measured.votes.append(seconds)
        self._measured.confirmed.append(Confirmed(self.username, request, int(shown["tic"])))

    async def _comment(self) -> None:
        request = uuid4().hex
        tic = int(self._verdicts["tic"])
        self.page.say("Verdicts", "comment", text=f"seen by {self.username}: {request}", request_id=request)
        self._measured.actions += 1
        if await self._until(lambda: self._verdicts["answered"] == request, "a comment's answer") is None:
            return
        notice = self._verdicts["notice"]
        if notice is None or notice["kind"] != "saved":
            self._failed(f"a comment was answered with {notice}")
        else:
            self._measured.comments.append(Confirmed(self.username, request, tic))

    async def _next(self) -> bool:
        """Go on to another candidate, twice where the screen asks; false when the queue has none."""
        before = self.page.shown("Screen")["tic"]

        def is_there() -> bool:
            shown = self.page.shown("Screen")
            return shown["phase"] == "empty" or (shown["tic"] != before and self._is_drawn())

        def is_asked() -> bool:
            return bool(self.page.shown("Header")["leaving"] == "next")

        self._measured.actions += 1
        self.page.say("Header", "next")
        seconds = await self._until(lambda: is_asked() or is_there(), "an answer to next")
        if is_asked():
            self.page.say("Header", "next")
            seconds = await self._until(is_there, "the next candidate")
        is_empty = self.page.shown("Screen")["phase"] == "empty"
        if seconds is not None and not is_empty:
            self._measured.targets.append(seconds)
        return not is_empty

    @property
    def _verdicts(self) -> dict[str, Any]:
        return self.page.shown("Verdicts")

    def _is_drawn(self) -> bool:
        page = self.page
        return (
            page.shown("Screen")["phase"] == "ready"
            and page.shown("LightCurveHead")["loading"] == "ready"
            and page.shown("PeriodogramHead")["loading"] == "ready"
            and len(page.value("PhasePlot", "times")) > 0
            and len(page.value("PhasePlot", "fold")) > 0
            and all(
                any(each["kind"] == "document" for each in page.heard.get(pane, ()))
                for pane in ("BokehPane", "BokehPane-2")
            )
        )

    async def _pause(self) -> None:
        await asyncio.sleep(self._random.uniform(1.0, 3.0) / self._hurry)

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(_PING_EVERY)
            try:
                self._measured.pings.append(await self.page.ping())
            except PageFailed as failure:
                self._failed(str(failure))
                return

    async def _until(self, is_so: Any, what: str) -> float | None:
        try:
            return await self.page.until(is_so, what)
        except PageFailed as failure:
            self._failed(str(failure))
            return None

    def _failed(self, words: str) -> None:
        self._measured.failures.append(f"{self.username}: {words}")
        print(f"  failed: {self._measured.failures[-1]}", flush=True)
