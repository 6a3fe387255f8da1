import asyncio
import threading

from tessebs_widgets.actions.background import Immediate, InLoop, background_here


def test_work_runs_beside_the_loop_and_its_result_comes_back_to_it():
    async def scene():
        done = asyncio.get_running_loop().create_future()
        background = background_here()
        background.run(threading.get_ident, done.set_result, done.set_exception)
        return await asyncio.wait_for(done, 10), threading.get_ident()

    worker, loop = asyncio.run(scene())
    assert worker != loop


def test_what_goes_wrong_beside_the_loop_comes_back_to_it():
    async def scene():
        done = asyncio.get_running_loop().create_future()
        background_here().run(lambda: 1 / 0, done.set_exception, done.set_result)
        return await asyncio.wait_for(done, 10)

    assert isinstance(asyncio.run(scene()), ZeroDivisionError)


def test_long_work_holds_up_neither_the_loop_nor_short_work():
    async def scene():
        loop, go_on, said = asyncio.get_running_loop(), threading.Event(), []
        done = loop.create_future()
        background = InLoop(loop)
        background.run_long(lambda: go_on.wait(10), lambda _: said.append("long"), said.append)
        background.run_long(lambda: said.append("next"), lambda _: done.set_result(None), said.append)
        for _ in range(4):
            short = loop.create_future()
            background.run(lambda: None, short.set_result, said.append)
            await asyncio.wait_for(short, 10)
        assert said == []
        go_on.set()
        await asyncio.wait_for(done, 10)
        return said

    assert sorted(asyncio.run(scene())) == ["long", "next"]


def test_work_tells_the_screens_thread_what_it_does():
    async def scene():
        loop = asyncio.get_running_loop()
        told, background = loop.create_future(), InLoop(loop)
        background.run_long(
            lambda: background.soon(lambda: told.set_result(threading.get_ident())), id, told.set_exception
        )
        return await asyncio.wait_for(told, 10)

    assert asyncio.run(scene()) == threading.get_ident()


def test_work_put_off_twice_is_done_once_with_the_last_word():
    async def scene():
        said = []
        background = InLoop(asyncio.get_running_loop())
        background.later("draft", 60.0, lambda: said.append("first"))
        background.later("draft", 60.0, lambda: said.append("last"))
        background.flush()
        background.flush()
        return said

    assert asyncio.run(scene()) == ["last"]


def test_work_without_delay_is_done_at_once_and_replaces_what_was_put_off():
    async def scene():
        said = []
        background = InLoop(asyncio.get_running_loop())
        background.later("draft", 60.0, lambda: said.append("put off"))
        background.later("draft", 0.0, lambda: said.append("now"))
        background.flush()
        return said

    assert asyncio.run(scene()) == ["now"]


def test_plain_python_does_everything_at_once():
    assert isinstance(background_here(), Immediate)
