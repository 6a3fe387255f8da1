from pathlib import Path

import pytest
from sqlalchemy import func, select

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB, Comment, Run, Vote
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.errors import InputError, NotPermitted
from tessebs_core.records import Ephemeris
from tessebs_core.workflows.accepting import accept
from tessebs_core.workflows.withdrawing import withdraw_entry
from tessebs_core.workflows.workspace import Workspace
from tests.support.settled import FIRST, SECOND, TESS_ID, settled, settled_workspace


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    """Signals 1 and 2 stand in the catalogue."""
    made = settled_workspace(tmp_path, database)
    for ephemeris in (FIRST, SECOND):
        accept(made, "rita", settled(made, ephemeris), request_id=f"accept-{ephemeris.period}")
    return made


def entries(workspace: Workspace) -> list[EB]:
    return list(
        workspace.database.read(lambda session: session.scalars(select(EB).order_by(EB.signal_id)).all())
    )


def test_a_withdrawn_entry_keeps_its_number_and_its_votes(workspace: Workspace) -> None:
    first, _ = entries(workspace)
    withdraw_entry(workspace, "otto", first.id, request_id="withdraw-1")
    assert [(each.signal_id, each.in_catalog) for each in entries(workspace)] == [(1, False), (2, True)]
    assert workspace.database.read(lambda session: session.scalar(select(func.count(Vote.id)))) == 6
    accept(workspace, "rita", first.ephemeris_id, request_id="accept-again")
    assert entries(workspace)[0].in_catalog


def test_removing_signal_1_never_renumbers_signal_2(workspace: Workspace) -> None:
    first, _ = entries(workspace)
    withdraw_entry(workspace, "lena", first.id, remove=True, request_id="remove-1")
    assert [each.signal_id for each in entries(workspace)] == [2]
    figure = workspace.folder.phase_figure
    assert not figure(TESS_ID, 1, "SPOC").exists()
    assert figure(TESS_ID, 2, "SPOC").exists()
    kept = workspace.database.read(lambda session: session.get(EphemerisRow, first.ephemeris_id))
    assert kept is not None
    third = settled(workspace, Ephemeris(1325.9, 5.39), model="BLS")
    accept(workspace, "rita", third, request_id="accept-3")
    assert [(each.signal_id, each.ephemeris_id == third) for each in entries(workspace)] == [
        (1, True),
        (2, False),
    ]


def test_the_record_says_what_was_removed(workspace: Workspace) -> None:
    first, _ = entries(workspace)
    withdraw_entry(workspace, "lena", first.id, remove=True, request_id="remove-1")
    runs = workspace.database.read(lambda session: session.scalars(select(Run).order_by(Run.id)).all())
    assert runs[-1].parameters["before"]["ephemeris"] == first.ephemeris_id
    assert runs[-1].parameters["before"]["prim_depth_2g"] == first.prim_depth_2g


def test_only_a_lead_removes(workspace: Workspace) -> None:
    with pytest.raises(NotPermitted, match="Only a lead"):
        withdraw_entry(workspace, "rita", entries(workspace)[0].id, remove=True, request_id="remove-1")
    assert len(entries(workspace)) == 2


def test_what_is_commented_on_is_not_removed(workspace: Workspace) -> None:
    first, _ = entries(workspace)
    workspace.database.write(
        lambda session: session.add(Comment(author="otto", text="third body?", eb_id=first.id))
    )
    with pytest.raises(InputError, match="Comments or checks"):
        withdraw_entry(workspace, "lena", first.id, remove=True, request_id="remove-1")
    assert len(entries(workspace)) == 2


def test_a_repeated_request_withdraws_once(workspace: Workspace) -> None:
    first, _ = entries(workspace)
    withdraw_entry(workspace, "otto", first.id, request_id="withdraw-1")
    accept(workspace, "rita", first.ephemeris_id, request_id="accept-again")
    withdraw_entry(workspace, "otto", first.id, request_id="withdraw-1")
    assert entries(workspace)[0].in_catalog
