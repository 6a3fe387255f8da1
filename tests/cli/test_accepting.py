import pytest

from tessebs_core.errors import InputError
from tessebs_core.records import Judgement
from tessebs_core.vocabulary import Verdict
from tessebs_core.workflows.judging import cast_vote
from tessebs_core.workflows.workspace import open_workspace
from tests.cli.conftest import Tessebs
from tests.support.sky import PERIOD, T0, TARGET


@pytest.fixture
def proposed(tessebs: Tessebs) -> Tessebs:
    """Ephemeris 1 is proposed for a target that is held."""
    tessebs("db", "upgrade")
    tessebs("tic", "add", TARGET, "--no-figures")
    tessebs("triage", "add", TARGET, "--bjd0", T0, "--period", PERIOD, "--model", "BLS")
    return tessebs


def test_a_settled_proposal_is_accepted_and_swapped(proposed: Tessebs) -> None:
    workspace = open_workspace()
    for name in ("rita", "otto", "ines"):
        cast_vote(workspace, name, 1, Judgement(Verdict.EB), request_id=f"{name}-vote")
    accepted = proposed("triage", "accept", 1, "--flag", "heartbeat", "--provenance", "QLP")
    assert "in the catalogue as entry 1" in accepted.stdout
    assert workspace.folder.phase_figure(TARGET, 1, "SPOC").exists()
    assert "ephemeris 2" in proposed("triage", "swap", 1, "--phase", 0.5).stdout
    assert "ephemeris 1" in proposed("triage", "swap", 1).stdout


def test_what_is_not_settled_is_refused(proposed: Tessebs) -> None:
    error = proposed("triage", "accept", 1).exception
    assert isinstance(error, InputError)
    assert "not settled" in str(error)
