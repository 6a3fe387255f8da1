import pytest

from tessebs_core.catalog import EB, TIC
from tessebs_core.errors import InputError
from tessebs_core.records import Ephemeris, Judgement
from tessebs_core.vocabulary import Verdict
from tessebs_core.workflows.judging import cast_vote
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import PERIOD, T0, TARGET


@pytest.fixture
def tic(opened: Workspace) -> TIC:
    """The sky's one binary, with its light curve."""
    return TIC.from_mast(TARGET, syndicate_data=True)


def propose_and_agree(opened: Workspace, tic: TIC, people: int = 3) -> int:
    number = tic.add_to_triage(TARGET, Ephemeris(T0, PERIOD), {"model": "QATS"}).id
    for name in ("rita", "otto", "ines")[:people]:
        cast_vote(opened, name, number, Judgement(Verdict.EB), request_id=f"{name}-vote")
    return number


def test_a_settled_proposal_is_accepted_swapped_and_withdrawn(opened: Workspace, tic: TIC) -> None:
    entry = tic.accept(propose_and_agree(opened, tic), flags=["pulscomp"], provenance="SPOC")
    assert (entry.signal_id, entry.in_catalog, entry.pulscomp) == (1, True, True)
    swapped = entry.swap(phase=0.5)
    assert swapped.ephemeris.bjd0 == pytest.approx(T0 + PERIOD / 2)
    assert swapped.swap().ephemeris.bjd0 == T0
    entry.withdraw()
    assert not EB.where(EB.in_catalog)


def test_what_is_not_settled_is_refused(opened: Workspace, tic: TIC) -> None:
    with pytest.raises(InputError, match="not settled"):
        tic.accept(propose_and_agree(opened, tic, people=2))


def test_what_a_search_finds_can_be_promoted(tic: TIC) -> None:
    found = tic.search_further("SPOC", signals=[Ephemeris(T0 + 0.9, 3.3)], method="mask")
    assert found.ephemeris is not None
    assert found.ephemeris.period == pytest.approx(PERIOD, rel=0.01)
    row = tic.promote(found)
    assert row.source.model == "further signal"
