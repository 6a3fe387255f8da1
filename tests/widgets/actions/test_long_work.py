import pytest

from tessebs_core.records.reporting import Step
from tessebs_widgets.actions.background import Immediate
from tessebs_widgets.actions.long_work import LongWork, Outcome


class Waiting(Immediate):
    """Keeps long work until told to do it."""

    def __init__(self):
        self.work = []

    def run_long(self, work, then, failed):
        self.work.append((work, then, failed))

    def step(self):
        self.run(*self.work.pop(0))


@pytest.fixture
def said():
    return []


def outcome(said) -> Outcome:
    return Outcome(lambda step: said.append(step.text), said.append, lambda error: said.append(type(error)))


def counted(report, cancelled):
    for done in range(3):
        if cancelled():
            raise AssertionError("nobody stopped it")
        report(Step(done, 3, f"step {done}"))
    return "result"


def test_steps_and_result_are_told_in_order(said):
    work = LongWork(Immediate())
    work.start("a", counted, outcome(said))
    assert said == ["step 0", "step 1", "step 2", "result"]
    assert work.key is None


def test_what_goes_wrong_is_told(said):
    LongWork(Immediate()).start("a", lambda report, cancelled: 1 / 0, outcome(said))
    assert said == [ZeroDivisionError]


def test_what_is_stopped_before_it_began_never_begins_and_is_never_heard_of(said):
    background = Waiting()
    work = LongWork(background)
    work.start("a", counted, outcome(said))
    assert work.key == "a"
    work.stop()
    background.step()
    assert said == []
    assert work.key is None


def test_work_that_begins_anew_stops_what_was_there(said):
    background, asked = Waiting(), []
    work = LongWork(background)
    work.start("a", lambda report, cancelled: asked.append("a"), outcome(said))
    work.start("b", lambda report, cancelled: "b", outcome(said))
    background.step()
    background.step()
    assert asked == []
    assert said == ["b"]


def test_a_result_that_comes_after_the_stop_is_not_shown(said):
    work = LongWork(Immediate())

    def stopped_on_the_way(report, cancelled):
        work.stop()
        assert cancelled()
        return "too late"

    work.start("a", stopped_on_the_way, outcome(said))
    assert said == []
