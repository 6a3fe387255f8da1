from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Vote
from tessebs_core.database.stores.targets import save_target
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.errors import BadVote, InputError, NotPermitted, UnknownTarget
from tessebs_core.records import Draft, Ephemeris, Judgement, Source, TargetMetadata
from tessebs_core.vocabulary import EphemerisStatus, PeriodMultiple, Role, Verdict
from tessebs_core.workflows import triage
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import workspace_in

EB = Judgement(Verdict.EB)


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    """Three targets, each with one proposal but the first, which has two; no archive."""

    def work(session: Session) -> None:
        for tess_id in (11, 12, 13):
            save_target(session, TargetMetadata(tess_id))

    database.write(work)
    made = workspace_in(tmp_path, database, ArchiveEndpoints("http://127.0.0.1:9"))
    for tess_id in (11, 12, 13):
        triage.add_to_triage(made, tess_id, Ephemeris(1325.5, 2.5), Source("QATS"))
    triage.add_to_triage(made, 11, Ephemeris(1325.5, 5.0), Source("BLS"))
    return made


def _first(workspace: Workspace, tess_id: int = 11) -> int:
    return triage.load_candidate(workspace, "rita", tess_id).proposals[0].ephemeris_id


def _vote(workspace: Workspace, username: str, ephemeris_id: int, judgement: Judgement = EB) -> None:
    triage.cast_vote(
        workspace,
        username,
        ephemeris_id,
        judgement,
        request_id=f"{username}-{ephemeris_id}-{judgement.verdict}",
    )


def test_a_vote_is_in_the_database_when_it_returns(workspace: Workspace) -> None:
    stored = triage.cast_vote(
        workspace, "rita", _first(workspace), Judgement(Verdict.EB, period_multiple=PeriodMultiple.DOUBLE),
        request_id="r1",
    )  # fmt: skip
    row = workspace.database.read(lambda session: session.get(Vote, stored.vote_id))
    assert row is not None
    assert (row.verdict, row.period_multiple) == (Verdict.EB, PeriodMultiple.DOUBLE)


def test_a_repeated_click_is_one_vote(workspace: Workspace) -> None:
    first = triage.cast_vote(workspace, "rita", _first(workspace), EB, request_id="r1")
    again = triage.cast_vote(workspace, "rita", _first(workspace), EB, request_id="r1")
    assert again == first


def test_a_later_vote_supersedes_and_the_earlier_one_stays(workspace: Workspace) -> None:
    number = _first(workspace)
    _vote(workspace, "rita", number)
    _vote(workspace, "rita", number, Judgement(Verdict.NOT_EB))
    own = triage.load_candidate(workspace, "rita", 11).proposals[0].own_vote
    assert own is not None
    assert own.judgement.verdict is Verdict.NOT_EB
    assert workspace.database.read(lambda session: session.query(Vote).count()) == 2


def test_others_votes_are_hidden_until_ones_own_is_cast(workspace: Workspace) -> None:
    number = _first(workspace)
    _vote(workspace, "otto", number)
    before = triage.load_candidate(workspace, "rita", 11).proposals[0]
    _vote(workspace, "rita", number)
    after = triage.load_candidate(workspace, "rita", 11).proposals[0]
    assert (before.others, before.status) == ((), None)
    assert [vote.username for vote in after.others] == ["otto"]


def test_three_equal_votes_settle_a_proposal(workspace: Workspace) -> None:
    number = _first(workspace)
    for username in ("rita", "otto", "ines"):
        _vote(workspace, username, number)
    assert triage.load_candidate(workspace, "rita", 11).proposals[0].status is EphemerisStatus.SETTLED


def test_the_queue_goes_on_until_everything_is_judged(workspace: Workspace) -> None:
    seen = []
    while (tess_id := triage.next_candidate(workspace, "rita")) is not None:
        seen.append(tess_id)
        for proposal in triage.load_candidate(workspace, "rita", tess_id).proposals:
            _vote(workspace, "rita", proposal.ephemeris_id)
    assert seen == [11, 12, 13]
    assert triage.progress(workspace, "rita").left == 0


def test_a_duplicate_must_name_another_proposal_of_the_same_target(workspace: Workspace) -> None:
    number, other = _first(workspace), _first(workspace, 12)
    with pytest.raises(BadVote, match="same target"):
        _vote(workspace, "rita", number, Judgement(Verdict.DUPLICATE, duplicate_of=other))


def test_a_vote_on_nothing_is_refused(workspace: Workspace) -> None:
    with pytest.raises(BadVote, match="no ephemeris 999999"):
        _vote(workspace, "rita", 999_999)


def test_a_viewer_may_not_vote(workspace: Workspace) -> None:
    workspace.database.write(lambda session: ensure_user(session, "guest", role=Role.VIEWER))
    with pytest.raises(NotPermitted, match="guest"):
        _vote(workspace, "guest", _first(workspace))


def test_a_draft_comes_back_to_its_author_alone(workspace: Workspace) -> None:
    draft = Draft(ephemeris_id=_first(workspace), bjd0=1325.75, period=2.25, comment="is it <b>blended</b>?")
    triage.save_draft(workspace, "rita", 11, draft)
    assert triage.load_candidate(workspace, "rita", 11).draft == draft
    assert triage.load_candidate(workspace, "otto", 11).draft == Draft()


def test_the_same_persons_same_ephemeris_is_stored_once(workspace: Workspace) -> None:
    ephemeris = Ephemeris(1325.123456789, 1.234567890123)
    first = triage.propose_ephemeris(workspace, "rita", 12, ephemeris)
    assert triage.propose_ephemeris(workspace, "rita", 12, ephemeris) == first
    stored = {each.ephemeris_id: each for each in triage.load_candidate(workspace, "rita", 12).proposals}
    assert stored[first].ephemeris == ephemeris


def test_a_comment_is_kept_as_it_was_written(workspace: Workspace) -> None:
    words = "<script>alert(1)</script> \U0001f52d & 'quotes'"
    triage.add_comment(workspace, "rita", 11, words, request_id="c1")
    triage.add_comment(workspace, "rita", 11, words, request_id="c1")
    assert [note.text for note in triage.load_candidate(workspace, "otto", 11).comments] == [words]


@pytest.mark.parametrize("words", ["", "   \n", "x" * 10_001])
def test_an_empty_or_endless_comment_is_refused(workspace: Workspace, words: str) -> None:
    with pytest.raises(InputError, match="characters"):
        triage.add_comment(workspace, "rita", 11, words, request_id="c1")


def test_an_unknown_target_is_said_to_be_unknown(workspace: Workspace) -> None:
    with pytest.raises(UnknownTarget, match="TIC 99"):
        triage.load_candidate(workspace, "rita", 99)
