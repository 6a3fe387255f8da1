"""Eclipses of a light curve whose period is known, put on an entry whose period is a little wrong."""

import csv

import pytest

from tessebs_core.database.connection import Database
from tessebs_core.errors import InputError
from tessebs_core.records import Ephemeris
from tessebs_core.workflows.accepting import accept
from tessebs_core.workflows.timing import (
    choose_eclipse,
    draw_o_minus_c,
    o_minus_c,
    refit,
    time_signal,
    write_o_minus_c,
)
from tessebs_core.workflows.workspace import Workspace
from tests.support.settled import FIRST, SECONDARY_PHASE, TESS_ID, settled, settled_workspace

OFF = 4e-4  # days by which the accepted period is too long


@pytest.fixture
def workspace(tmp_path, database: Database) -> Workspace:
    made = settled_workspace(tmp_path, database)
    wrong = Ephemeris(FIRST.bjd0, FIRST.period + OFF, 0.002, 0.0004)
    accept(made, "rita", settled(made, wrong), request_id="accept")
    return made


def test_a_diagram_is_drawn_written_and_chosen_from(workspace: Workspace, tmp_path) -> None:
    timed = time_signal(workspace, TESS_ID)
    found = refit(workspace, timed)
    assert found.linear is not None
    assert found.linear.ephemeris.period == pytest.approx(FIRST.period, abs=1e-4)
    assert found.secondary_phase == pytest.approx(SECONDARY_PHASE, abs=0.01)
    assert {each.secondary for each in found.eclipses} == {False, True}
    assert o_minus_c(workspace, TESS_ID).linear == found.linear

    draw_o_minus_c(found, tmp_path / "oc.png")
    assert (tmp_path / "oc.png").read_bytes().startswith(b"\x89PNG")
    write_o_minus_c(found, tmp_path / "times.csv")
    with (tmp_path / "times.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [float(each["time_btjd_tdb"]) for each in rows] == sorted(float(e["time_btjd_tdb"]) for e in rows)
    assert len(rows) == len(found.eclipses)

    first = found.eclipses[0].name
    without = choose_eclipse(workspace, "rita", timed, first, used=False)
    assert not without.eclipses[0].used
    assert refit(workspace, timed, username="rita").eclipses == without.eclipses
    assert refit(workspace, timed, username="otto").eclipses == found.eclipses  # a choice is one's own
    assert choose_eclipse(workspace, "rita", timed, first, used=None).eclipses == found.eclipses
    with pytest.raises(InputError, match="no eclipse"):
        choose_eclipse(workspace, "rita", timed, "primary 9999", used=False)
    with pytest.raises(InputError, match="no signal 2"):
        o_minus_c(workspace, TESS_ID, 2)
