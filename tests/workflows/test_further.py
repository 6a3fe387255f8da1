from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.errors import Cancelled, InputError, NotPermitted
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records import Ephemeris, LightCurve
from tessebs_core.workflows.accepting import accept
from tessebs_core.workflows.further import Method, promote, search_further, take_out
from tessebs_core.workflows.reporting import Step
from tessebs_core.workflows.workspace import Workspace
from tests.support.folded import light_curve
from tests.support.settled import (
    FIRST,
    SECOND,
    TESS_ID,
    agree,
    settled,
    settled_workspace,
    two_signals,
)

THIRD = Ephemeris(1327.3, 1.6184)


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    """Signal 1 is in the catalogue; the light curve holds another."""
    made = settled_workspace(tmp_path, database)
    accept(made, "rita", settled(made, FIRST), request_id="accept-1")
    return made


@pytest.mark.parametrize("method", ["mask", "subtract", None])
def test_the_second_signal_is_found_beside_the_first(workspace: Workspace, method: Method | None) -> None:
    found = search_further(workspace, TESS_ID, "SPOC", method=method)
    assert found.significant
    assert found.ephemeris is not None
    assert found.ephemeris.period == pytest.approx(SECOND.period, rel=1e-3)
    cycles = (found.ephemeris.bjd0 - SECOND.bjd0) / SECOND.period
    assert cycles == pytest.approx(round(cycles), abs=0.01)


def test_a_promoted_signal_is_proposed_with_source_and_run_and_accepted_as_2(workspace: Workspace) -> None:
    found = search_further(workspace, TESS_ID, "SPOC")
    number = promote(workspace, "rita", TESS_ID, found, request_id="promote-1")
    row = workspace.database.read(lambda session: session.get_one(EphemerisRow, number))

    def described(session) -> tuple[object, ...]:
        row = session.get_one(EphemerisRow, number)
        return row.source.model, row.source.author, row.run.parameters["removed"], row.run.light_curve_hash

    model, author, removed, digest = workspace.database.read(described)
    assert (model, author, removed) == ("further signal", "rita", [[FIRST.bjd0, FIRST.period]])
    assert digest == found.light_curve_hash
    agree(workspace, row.id)
    accept(workspace, "rita", number, request_id="accept-2")
    entries = workspace.database.read(
        lambda session: session.execute(select(EB.signal_id, EB.ephemeris_id).order_by(EB.signal_id)).all()
    )
    assert entries[1] == (2, number)


def test_a_third_signal_is_found_when_two_are_taken_out(workspace: Workspace) -> None:
    faint = light_curve(THIRD, [(0.0, 0.02, 0.1)], sectors=2, noise=1e-12)
    both = two_signals()
    three = LightCurve(
        TESS_ID, "SPOC", both.time, both.flux + faint.flux - 1.0, both.flux_err, both.sector, both.cadence,
        both.quality,
    )  # fmt: skip
    write_syndicated(workspace.folder.syndicated(TESS_ID), [three], {})
    found = search_further(workspace, TESS_ID, "SPOC", signals=[FIRST, SECOND])
    assert found.removed == (FIRST, SECOND)
    assert found.ephemeris is not None
    assert found.ephemeris.period == pytest.approx(THIRD.period, rel=1e-3)


def test_nothing_significant_is_found_where_nothing_is(workspace: Workspace) -> None:
    alone = light_curve(FIRST, [(0.0, 0.2, 0.2), (0.43, 0.1, 0.2)], sectors=2)
    write_syndicated(workspace.folder.syndicated(TESS_ID), [alone], {})
    assert not search_further(workspace, TESS_ID, "SPOC").significant


def test_a_target_without_a_known_signal_is_refused_in_words(workspace: Workspace) -> None:
    entry = workspace.database.read(lambda session: session.scalars(select(EB)).one())
    workspace.database.write(lambda session: session.delete(session.get_one(EB, entry.id)))
    with pytest.raises(InputError, match="Accept one first"):
        search_further(workspace, TESS_ID, "SPOC")


def test_a_search_says_how_far_it_is_and_can_be_stopped(workspace: Workspace) -> None:
    steps: list[Step] = []
    with pytest.raises(Cancelled):
        search_further(workspace, TESS_ID, "SPOC", report=steps.append, cancelled=lambda: len(steps) == 2)
    assert [each.text for each in steps] == ["taking out P = 2.345 d", "searching what is left"]


def test_promoting_again_is_the_same_proposal(workspace: Workspace) -> None:
    found = search_further(workspace, TESS_ID, "SPOC")
    first = promote(workspace, "rita", TESS_ID, found, request_id="promote-1")
    assert promote(workspace, "rita", TESS_ID, found, request_id="promote-1") == first
    assert promote(workspace, "rita", TESS_ID, found, request_id="promote-2") == first


def test_a_viewer_may_not_promote_and_nothing_is_nothing(workspace: Workspace) -> None:
    found = search_further(workspace, TESS_ID, "SPOC")
    with pytest.raises(NotPermitted):
        promote(workspace, "vera", TESS_ID, found, request_id="promote-1")
    nothing = replace(found, ephemeris=None, significant=False)
    with pytest.raises(InputError, match="nothing to promote"):
        promote(workspace, "rita", TESS_ID, nothing, request_id="promote-1")


def test_signals_are_taken_out_each_by_its_own_method() -> None:
    whole = two_signals()
    left = take_out(whole, [(FIRST, "subtract"), (SECOND, "mask")])
    assert len(left) < len(whole)
    assert np.std(left.flux) < 0.003
