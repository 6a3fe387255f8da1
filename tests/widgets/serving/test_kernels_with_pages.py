import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from tessebs_widgets.serving.kernel_lives import KernelLives
from tessebs_widgets.serving.kernels_with_pages import KernelsWithPages

KERNEL = "0b7e1c3e-0000-0000-0000-000000000000"


class Kernels(KernelsWithPages):
    """One kernel with one page, of which nothing runs."""

    def __init__(self, **lives: float) -> None:
        super().__init__(**lives)
        self.ended: list[str] = []
        self._kernel_connections = {KERNEL: 0}
        self.notify_connect(KERNEL)

    def look(self) -> list[str]:
        """Look once, as the server does every few seconds; which kernels were ended."""
        asyncio.run(self.cull_kernel_if_idle(KERNEL))
        return self.ended

    async def shutdown_kernel(self, kernel_id: str, *_: object, **__: object) -> None:
        self.ended.append(kernel_id)

    def get_kernel(self, _kernel_id: str) -> object:
        raise AssertionError("it is known when its page went")


@pytest.fixture(autouse=True)
def _nothing_else_ends_kernels(monkeypatch):
    async def left_alone(self: object, kernel_id: str) -> None:
        return None

    monkeypatch.setattr(KernelsWithPages.__mro__[2], "cull_kernel_if_idle", left_alone)


def test_a_kernel_whose_page_is_open_lives():
    assert Kernels(after_goodbye=0.0, after_cut=0.0).look() == []


def test_a_page_that_was_left_is_waited_for_shortly_and_one_that_was_cut_off_longer():
    kernels = Kernels(after_goodbye=0.0, after_cut=900.0)
    kernels.notify_disconnect(KERNEL)
    assert kernels.look() == []
    kernels.notify_goodbye(KERNEL)
    assert kernels.look() == [KERNEL]


def test_a_page_that_finds_its_kernel_again_keeps_it():
    kernels = Kernels(after_goodbye=0.0, after_cut=0.0)
    kernels.notify_disconnect(KERNEL)
    kernels.notify_connect(KERNEL)
    assert kernels.look() == []


def test_a_kernel_that_waited_ready_for_an_hour_lives_until_the_page_that_takes_it_has_loaded(monkeypatch):
    kernels = Kernels()
    kernels._kernel_connections = {}
    before = datetime.now(UTC) - timedelta(hours=1)
    an_hour_ago = SimpleNamespace(execution_state="idle", last_activity=before)
    monkeypatch.setattr(kernels, "get_kernel", lambda _: an_hour_ago)
    kernels.notify_taken(KERNEL)
    assert kernels.look() == []


def test_a_page_that_takes_a_kernel_and_never_comes_is_not_waited_for_long():
    kernels = Kernels(unvisited=0.0)
    kernels._kernel_connections = {}
    kernels.notify_taken(KERNEL)
    assert kernels.look() == [KERNEL]


def test_a_goodbye_of_one_page_of_two_ends_nothing():
    kernels = Kernels(after_goodbye=0.0, after_cut=0.0)
    kernels.notify_connect(KERNEL)
    kernels.notify_disconnect(KERNEL)
    kernels.notify_goodbye(KERNEL)
    assert kernels.look() == []


def test_it_is_looked_often_enough_for_the_shortest_life():
    assert KernelLives().look_every == 10
    assert KernelLives(after_goodbye=4.0).look_every == 2
