"""The sections O-C and "same signal nearby" of the target screen, over the real workflows."""

import pytest

from tessebs_core.database.connection import Database
from tessebs_core.errors import InputError
from tessebs_core.workflows.accepting import accept
from tessebs_widgets.actions.background import Immediate
from tessebs_widgets.actions.target_desk import TargetDesk
from tessebs_widgets.dashboards.target import Target
from tessebs_widgets.state import Loading
from tests.support.settled import FIRST, TESS_ID, settled, settled_workspace
from tests.widgets.fakes import parts_of, send


@pytest.fixture
def database(request):
    opened = Database.open(request.getfixturevalue("migrated_sqlite_url"))
    yield opened
    opened.dispose()


def test_times_are_shown_chosen_and_kept(tmp_path, database):
    workspace = settled_workspace(tmp_path, database)
    key = settled(workspace, FIRST)
    accept(workspace, "rita", key, request_id="accept")
    screen = Target(TargetDesk("rita", workspace), Immediate())
    screen.open(TESS_ID)
    view = parts_of(screen).TimingCard
    assert view.shown["found"] is None
    assert view.shown["words"] == "Not timed yet."
    found = screen.o_minus_c()
    assert screen.state.timing_loading is Loading.READY
    assert len(view.shown["found"]["eclipses"]) == len(found.eclipses)
    assert view.shown["found"]["fits"][0][0] == "line ✓"
    assert "Secondaries are computed at phase 0.4" in view.shown["found"]["remarks"][0]

    name = found.eclipses[0].name
    send(view, "choose", eclipse=name, choice="leave")
    assert not screen.state.diagram.eclipses[0].used
    again = Target(TargetDesk("rita", workspace), Immediate())
    again.open(TESS_ID)
    assert not again.o_minus_c().eclipses[0].used
    screen.choose_eclipse(name, None)
    assert screen.state.diagram.eclipses[0].used

    send(view, "choose", eclipse="<b>", choice="leave")
    assert "no eclipse" in screen.state.notice.text
    send(view, "choose", eclipse=name, choice="perhaps")
    assert "left to the program" in screen.state.notice.text
    with pytest.raises(InputError, match="no signal 5"):
        screen.o_minus_c(5)

    nearby = parts_of(screen).SharedCard
    assert screen.shared_signals().pairs == ()
    assert nearby.shown["pairs"] == []
    assert "position of this target is not known" in nearby.shown["none"]
