"""Accepting, swapping and further signals, as a person meets them."""

from pathlib import Path

import pytest
from sqlalchemy import text

from tessebs_core.workflows.workspace import Workspace
from tests.browser.databases import closing_database, wait_until
from tests.support.settled import FIRST, SECOND, TESS_ID, agree, proposed, settled_workspace

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ENTRIES = """
    SELECT EB.signal_id, EB.in_catalog, EB.ephemeris_id, Ephemeris.period, Ephemeris.bjd0, EB.prim_depth_2g
    FROM EB JOIN Ephemeris ON EB.ephemeris_id = Ephemeris.id ORDER BY EB.signal_id"""


def entries(workspace: Workspace) -> list[tuple]:
    rows = workspace.database.read(lambda session: session.execute(text(ENTRIES)).all())
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def test_a_second_signal_is_found_promoted_and_accepted_as_2(engine, request, tmp_path, start_app, visit):
    url = request.getfixturevalue(f"migrated_{engine}_url")
    with closing_database(url) as database:
        workspace = settled_workspace(tmp_path, database)
        first = proposed(workspace, FIRST)
        agree(workspace, first, voters=("otto", "ines"))
        here = visit(f"{start_app(url, workspace.folder.root).address}?tic={TESS_ID}")
        assert here.page.is_hidden(".te-accept")  # the first look is blind, and two are not enough
        here.press("e")
        here.page.wait_for_selector(".te-accept[data-state=offer]")
        here.press("Y")
        here.wait_for_notice("info", "in the catalogue as signal 1")
        assert [row[:3] for row in entries(workspace)] == [(1, 1, first)]
        assert workspace.folder.phase_figure(TESS_ID, 1, "SPOC").exists()

        here.page.click("button[role=tab]:has-text('Signals')")
        here.page.click(".te-signal[data-signal='1'] [data-way=mask]")
        here.page.wait_for_selector(".te-light-curve h3:has-text('without 1 masked')")
        here.press("G")
        here.page.wait_for_selector(".te-found[data-significant=true]")
        here.press("P")
        here.wait_for_notice("saved", "promoted")
        here.wait_for_period(SECOND.period, within=1e-3)
        second = workspace.database.read(
            lambda session: session.execute(text("SELECT MAX(id) FROM Ephemeris")).scalar()
        )
        agree(workspace, second, voters=("otto", "ines"))
        here.press("e")
        here.page.wait_for_selector(".te-accept[data-state=offer] :text('Accept as signal 2')")
        here.page.click(".te-accept-button")
        here.wait_for_notice("info", "in the catalogue as signal 2")
        found = entries(workspace)
        assert [row[:3] for row in found] == [(1, 1, first), (2, 1, second)]
        assert found[1][3] == pytest.approx(SECOND.period, rel=1e-3)
        assert found[1][5] == pytest.approx(0.03, rel=0.2)
        assert workspace.folder.phase_figure(TESS_ID, 2, "SPOC").exists()


def test_swap_and_undo_by_one_key_each(migrated_sqlite_url, tmp_path: Path, start_app, visit):
    with closing_database(migrated_sqlite_url) as database:
        workspace = settled_workspace(tmp_path, database)
        number = proposed(workspace, FIRST)
        agree(workspace, number, voters=("otto", "ines"))
        app = start_app(migrated_sqlite_url, workspace.folder.root)
        here = visit(f"{app.address}?tic={TESS_ID}")
        before = float(here.page.input_value(".te-t0.te-input"))
        here.press("e")
        here.page.wait_for_selector(".te-accept[data-state=offer]")
        here.press("\\")
        wait_until(
            lambda: float(here.page.input_value(".te-t0.te-input")),
            lambda zero: abs(zero - before - 0.43 * FIRST.period) < 0.01,
        )
        here.press("Y")
        here.wait_for_notice("info", "in the catalogue as signal 1")
        here.press("X")
        here.wait_for_notice("info", "counts from its other eclipse")
        [swapped] = entries(workspace)
        assert swapped[4] == pytest.approx(FIRST.bjd0 + 0.43 * FIRST.period, abs=0.01)
        here.press("X")
        wait_until(lambda: entries(workspace)[0][4], lambda zero: zero == FIRST.bjd0)
        here.page.wait_for_selector(".te-accept[data-state=accepted]")
        here.press("Z")
        here.wait_for_notice("info", "out of the catalogue")
        assert entries(workspace)[0][:2] == (1, 0)
