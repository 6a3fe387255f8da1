"""Which of two stars that share a signal can be judged a blend, and of whom."""

import pytest

from tessebs_core.records import Ephemeris
from tessebs_core.records.blends import BlendSearch, SharedSignal, SignalSide
from tessebs_widgets.state.target import TargetState
from tessebs_widgets.views.shared_signals import SharedCard

EPHEMERIS = Ephemeris(1410.0, 2.0)


@pytest.mark.parametrize(
    ("owner", "judged"),
    [
        (1, [("2", "1", "20")]),
        (2, [("1", "2", "10")]),
        (3, [("1", "3", "10"), ("2", "3", "20")]),
        (None, [("1", "2", "10"), ("2", "1", "20")]),
    ],
    ids=["this one", "the neighbour", "a third star", "undecided"],
)
def test_every_star_but_the_owner_can_be_judged_a_blend_of_it(owner, judged):
    pair = SharedSignal(
        SignalSide(1, EPHEMERIS, 10), SignalSide(2, EPHEMERIS, 20), 30.0, (1, 1), 0.1, 0.0, 0.1, True, 1e-6,
        owner,
    )  # fmt: skip
    state = TargetState(username="ada")
    card = SharedCard(state, search=lambda: None, cancel=lambda: None)
    state.shared = BlendSearch((pair,), 2, 1, 1e-3)
    [shown] = card.shown["pairs"]
    assert [(each["tic"], each["owner"], each["ephemeris"]) for each in shown["judge"]] == judged
