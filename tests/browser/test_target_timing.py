"""O-C and the same signal nearby on the target screen, and from there to a verdict, in Chromium."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tessebs_core.database.stores.ephemerides import propose_ephemeris
from tessebs_core.database.stores.targets import save_target
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records import Ephemeris, LightCurve, Source, TargetMetadata
from tessebs_core.workflows.accepting import accept
from tessebs_widgets.apps import app_named
from tests.browser.databases import closing_database, wait_until
from tests.support.folded import light_curve
from tests.support.settled import FIRST, TESS_ID, agree, settled, settled_workspace

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BLEND = TESS_ID + 1


@pytest.fixture
def own(tmp_path, migrated_sqlite_url, start_app):
    """An app over a binary in the catalogue and its faint neighbour, which shows its eclipses."""

    def stars(session: Session) -> None:
        ensure_user(session, "ada")
        save_target(session, TargetMetadata(TESS_ID, ra=83.8, dec=-5.4, Tmag=10.2))
        save_target(session, TargetMetadata(BLEND, ra=83.8, dec=-5.4 + 40 / 3600, Tmag=12.4))
        propose_ephemeris(session, BLEND, Ephemeris(FIRST.bjd0, 3.17), Source("QATS"))
        propose_ephemeris(session, BLEND, FIRST, Source("BLS"))

    with closing_database(migrated_sqlite_url) as database:
        workspace = settled_workspace(tmp_path, database)
        database.write(stars)
        off = Ephemeris(FIRST.bjd0, FIRST.period + 4e-4, 0.002, 0.0004)
        key = settled(workspace, off)
        agree(
            workspace, key, voters=("ada",)
        )  # who has not judged it may not know that it is in the catalogue
        accept(workspace, "rita", key, request_id="accept")
        seen = light_curve(FIRST, [(0.0, 0.05, 0.2)])
        columns = seen.time, seen.flux, seen.flux_err, seen.sector, seen.cadence, seen.quality
        write_syndicated(workspace.folder.syndicated(BLEND), [LightCurve(BLEND, "SPOC", *columns)], {})
    return start_app(migrated_sqlite_url, workspace.folder.root), migrated_sqlite_url


def test_times_are_drawn_and_chosen_and_a_blend_is_led_to_its_verdict(own, visit):
    app, url = own
    here = visit(f"{app.address_of(app_named('target'))}?tic={TESS_ID}", wait=False)
    page = here.page
    page.wait_for_selector(f".te-tic:text-is('TIC {TESS_ID}')")
    here.press("7")
    page.wait_for_selector(".te-timing-plot[data-painted]")
    assert "line ✓" in page.inner_text(".te-timing-fits")
    here.press("a")
    page.click(".te-timing-choice >> nth=2")
    page.wait_for_selector(".te-timing-row[data-used=false]")
    assert page.evaluate("document.documentElement.scrollWidth") == 1366

    here.press("8")
    page.wait_for_selector(f".te-shared-pair[data-tic='{BLEND}']")
    assert f"likely the signal of TIC {TESS_ID}" in page.inner_text(".te-shared-pair")
    page.click(".te-judge")
    page.wait_for_function("() => document.querySelector('.te-blend')?.value === '1'")
    here.wait_for_plots()
    assert "BLS" in page.inner_text(".te-proposal.te-chosen .te-source")  # not the first proposal
    here.press("b")
    here.wait_for_notice("saved", f"blend, of TIC {TESS_ID}")
    with closing_database(url) as database:
        stored = "SELECT blend_of FROM Vote WHERE reason = 'blend'"
        wait_until(
            lambda: database.read(lambda session: session.scalars(text(stored)).all()),
            lambda owners: owners == [TESS_ID],
        )
    page.fill(".te-tic-field", str(TESS_ID))
    page.press(".te-tic-field", "Enter")
    page.wait_for_function(f"() => location.search === '?tic={TESS_ID}'")  # its owner is not offered here
