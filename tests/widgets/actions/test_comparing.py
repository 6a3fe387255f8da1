import pytest

from tessebs_core.errors import InputError
from tessebs_widgets.actions import comparing
from tessebs_widgets.dashboards import Triage
from tessebs_widgets.state import Loading
from tests.widgets.actions.test_reporting import Beside
from tests.widgets.fakes import BARE, BINARY, PERIODS


@pytest.fixture
def beside(monkeypatch) -> Beside:
    monkeypatch.setattr(comparing, "_REST", 0.0)
    return Beside()


@pytest.fixture
def watched(desk, beside) -> Triage:
    made = Triage(desk, beside)
    made.next()
    beside.finish()
    return made


def compared(desk) -> list[float]:
    """The periods on which products were compared."""
    return [period for name, period in desk.calls if name == "compare_products"]


def test_products_are_compared_when_asked(screen, desk):
    found = screen.compare_products()
    assert [each.provenance for each in found.folds] == ["SPOC", "QLP"]
    assert screen.state.comparison_loading is Loading.READY
    assert compared(desk) == [PERIODS[BINARY]]


def test_nothing_is_compared_while_another_card_is_on_top(watched, beside, desk):
    watched.double()
    beside.finish()
    assert compared(desk) == []


def test_the_card_on_top_is_compared_and_again_when_the_fold_changes(watched, beside, desk):
    watched.show_tab("products")
    beside.finish()
    watched.double()
    assert watched.state.comparison is None
    beside.finish()
    assert compared(desk) == [PERIODS[BINARY], 2 * PERIODS[BINARY]]
    assert watched.state.comparison.ephemeris.period == 2 * PERIODS[BINARY]


def test_a_fold_passed_over_is_never_compared(watched, beside, desk):
    watched.show_tab("products")
    watched.double()
    beside.finish()
    assert compared(desk) == [2 * PERIODS[BINARY]]


def test_a_vote_leaves_the_comparison_as_it_is(watched, beside, desk):
    watched.show_tab("products")
    beside.finish()
    watched.vote("eb")
    beside.finish()
    assert len(compared(desk)) == 1
    assert watched.state.comparison is not None


def test_without_a_light_curve_there_is_nothing_to_compare(screen):
    screen.open(BARE)
    with pytest.raises(InputError, match="nothing to compare"):
        screen.compare_products()
