"""The catalogue, like others' votes, is not shown before one's own word; on both engines."""

from pathlib import Path

import pytest

from tessebs_core.database.connection import Database
from tessebs_core.database.stores.ephemerides import propose_ephemeris
from tessebs_core.database.stores.runs import ACCEPTING, SWAPPING, save_run
from tessebs_core.database.stores.users import ensure_user, set_role
from tessebs_core.records import Ephemeris, Judgement, Source
from tessebs_core.vocabulary import Role, Verdict
from tessebs_core.workflows import adjudication, known_answers, queue, triage
from tessebs_core.workflows.acceptance_plans import load_signals
from tessebs_core.workflows.catalogue import CatalogueEntry, enter_binary
from tessebs_core.workflows.contact_sheet import sheet_entries
from tessebs_core.workflows.workspace import Workspace
from tests.support.judged import workspace_with

TARGET = 11
FOUND, OTHER = Ephemeris(1400.0, 3.0), Ephemeris(1402.2, 7.7)


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    """A target whose first proposal is in the catalogue, and whose second is not; "lea" is a lead."""
    proposed = [(FOUND, Source("QATS")), (OTHER, Source("BLS"))]
    made = workspace_with(tmp_path, database, {TARGET: proposed})
    enter_binary(made, CatalogueEntry(TARGET, FOUND, Source("QATS")))
    database.write(lambda session: set_role(session, "lea", Role.LEAD))
    database.write(lambda session: ensure_user(session, "ada") and None)
    return made


def _proposals(workspace: Workspace, username: str = "ada") -> list[int]:
    return [each.ephemeris_id for each in triage.load_candidate(workspace, username, TARGET).proposals]


def _shown(workspace: Workspace, username: str = "ada") -> list[int]:
    return [each.signal_id for each in load_signals(workspace, username, TARGET).signals]


def _vote(workspace: Workspace, number: int) -> None:
    triage.cast_vote(workspace, "ada", number, Judgement(Verdict.EB), request_id=f"ada-{number}")


def _derived(workspace: Workspace, code: str, origin: int, period: float) -> int:
    """Enter what accepting or swapping would make of a proposal as the target's signal."""
    told = {"ephemeris": origin}
    parameters = told if code == ACCEPTING else {"before": told}
    ephemeris, source = Ephemeris(FOUND.bjd0, period), Source("consensus")
    number = workspace.database.write(
        lambda session: (
            propose_ephemeris(
                session, TARGET, ephemeris, source,
                run=save_run(session, code=code, version="1", parameters=parameters),
            ).id
        )
    )  # fmt: skip
    enter_binary(workspace, CatalogueEntry(TARGET, ephemeris, source))
    return number


def test_a_known_answer_of_the_catalogue_does_not_show_that_before_ones_own_vote(
    workspace: Workspace,
) -> None:
    first, second = _proposals(workspace)
    known_answers.add_known_answer(workspace, "lea", first, Verdict.EB)
    known_answers.set_gold_share(workspace, "lea", 0.5)
    assert TARGET in [queue.next_candidate(workspace, "ada", after=after) for after in range(20)]
    assert _shown(workspace) == []
    _vote(workspace, second)
    assert _shown(workspace) == []
    _vote(workspace, first)
    assert _shown(workspace) == [1]
    assert _shown(workspace, "ben") == []


def test_where_the_first_look_is_not_blind_the_catalogue_is_shown(workspace: Workspace) -> None:
    adjudication.set_first_look_blind(workspace, "lea", blind=False)
    assert _shown(workspace) == [1]


def test_a_signal_without_an_ephemeris_is_shown_when_all_is_judged(workspace: Workspace) -> None:
    from tessebs_core.database.stores.signals import signals_of

    def forget(session) -> None:
        [entry] = signals_of(session, TARGET)
        entry.ephemeris = None

    workspace.database.write(forget)
    first, second = _proposals(workspace)
    _vote(workspace, first)
    assert _shown(workspace) == []
    _vote(workspace, second)
    assert _shown(workspace) == [1]


def test_what_accepting_and_swapping_made_is_shown_with_what_it_is_of(workspace: Workspace) -> None:
    first, second = _proposals(workspace)
    doubled = _derived(workspace, ACCEPTING, first, 6.0)
    swapped = _derived(workspace, SWAPPING, doubled, 6.5)
    assert _proposals(workspace) == [first, second]
    [entry] = sheet_entries(workspace, "ada", [TARGET])
    assert (entry.ephemeris_id, entry.left) == (first, 1)
    _vote(workspace, first)
    assert sorted(_proposals(workspace)) == [first, second, doubled, swapped]
    assert _shown(workspace) == [1]


def test_what_is_asked_about_is_shown_whatever_it_was_made_of(workspace: Workspace) -> None:
    first, second = _proposals(workspace)
    doubled = _derived(workspace, ACCEPTING, first, 6.0)
    known_answers.add_known_answer(workspace, "lea", doubled, Verdict.EB)
    assert sorted(_proposals(workspace)) == [first, second, doubled]
    assert _shown(workspace) == []
