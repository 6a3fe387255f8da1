"""A bright binary, its faint neighbour that shows the same eclipses, and others that do not."""

import numpy as np
import pytest
from sqlalchemy.orm import Session

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.stores.ephemerides import propose_ephemeris
from tessebs_core.database.stores.targets import save_target
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.errors import BadVote, UnknownTarget
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records import Ephemeris, Judgement, LightCurve, Source, TargetMetadata
from tessebs_core.vocabulary import Reason, Role, Verdict
from tessebs_core.workflows.adjudication import decide
from tessebs_core.workflows.blends import judged_blends, nearby_signals, shared_signals
from tessebs_core.workflows.judging import cast_vote
from tessebs_core.workflows.workspace import Workspace
from tests.support.folded import light_curve
from tests.support.sky import workspace_in

OWNER, BLEND, NEIGHBOUR, FAR, FAINT = 11, 12, 13, 14, 15
TRUE = Ephemeris(1326.4, 2.345, 0.002, 0.0004)
VOTERS = ("rita", "otto", "ines")


@pytest.fixture
def workspace(tmp_path, database: Database) -> Workspace:
    def work(session: Session) -> dict[int, int]:
        for name in VOTERS:
            ensure_user(session, name)
        ensure_user(session, "lena", Role.LEAD)
        places = {OWNER: (80.0, 10.0), BLEND: (80.0, 12.5), NEIGHBOUR: (80.0, 12.0), FAR: (120.0, 12.0)}
        for number, (ra, magnitude) in places.items():
            dec = -65.0 + 40.0 / 3600 * (number - OWNER)
            save_target(session, TargetMetadata(number, ra=ra, dec=dec, Tmag=magnitude))
        rng = np.random.default_rng(3)
        for number in range(100, 160):  # periods of all kinds, so that this one is nothing special
            save_target(session, TargetMetadata(number, ra=rng.uniform(0, 360), dec=rng.uniform(-60, 60)))
            other = Ephemeris(1326.0 + rng.uniform(0, 5), float(np.exp(rng.normal(0.5, 1.2))))
            propose_ephemeris(session, number, other, Source("BLS"))
        later = Ephemeris(TRUE.bjd0 + 3 * TRUE.period + 0.002, 2 * TRUE.period, 0.002, 0.0008)
        proposed = (
            (OWNER, TRUE), (OWNER, TRUE.times(2)), (BLEND, TRUE.times(0.5)), (BLEND, later),
            (NEIGHBOUR, Ephemeris(1326.1, 3.7711, 0.003, 0.0006)), (FAR, TRUE),
        )  # fmt: skip
        return [propose_ephemeris(session, *each, Source("QATS")).id for each in proposed]

    made = workspace_in(tmp_path, database, ArchiveEndpoints("http://127.0.0.1:9"))
    database.write(work)
    for tess_id, depth in ((OWNER, 0.4), (BLEND, 0.1)):
        hold(made, tess_id, depth)
    return made


def hold(workspace: Workspace, tess_id: int, depth: float) -> None:
    """A light curve of SPOC with the true eclipses, of some depth."""
    seen = light_curve(TRUE, [(0.0, depth, 0.2)])
    columns = seen.time, seen.flux, seen.flux_err, seen.sector, seen.cadence, seen.quality
    write_syndicated(workspace.folder.syndicated(tess_id), [LightCurve(tess_id, "SPOC", *columns)], {})


def proposal_of(workspace: Workspace, tess_id: int) -> int:
    return nearby_signals(workspace, tess_id).pairs[0].one.ephemeris_id


def test_the_shared_signal_is_found_once_and_no_other(workspace: Workspace) -> None:
    found = shared_signals(workspace)
    assert [(each.one.tess_id, each.other.tess_id) for each in found.pairs] == [(OWNER, BLEND)]
    pair = found.pairs[0]
    assert pair.separation == pytest.approx(40.0, abs=0.1)
    assert pair.pixels == pytest.approx(40.0 / 21, abs=0.01)
    assert pair.ratio == (1, 1)  # of the ephemerides that are there, those of equal period
    assert pair.chance < 1e-3
    assert found.expected < 1
    assert pair.owner is None  # nobody has measured a depth


def test_one_target_sees_its_neighbour_with_depths_folded_from_one_product(workspace: Workspace) -> None:
    pair = nearby_signals(workspace, BLEND, measure=True).pairs[0]
    assert (pair.one.tess_id, pair.other.tess_id) == (BLEND, OWNER)
    assert pair.depth_ratio == pytest.approx(4.0, rel=0.1)
    assert pair.owner == OWNER
    assert nearby_signals(workspace, NEIGHBOUR).pairs == ()
    with pytest.raises(UnknownTarget):
        nearby_signals(workspace, 999)


def test_of_two_blends_of_one_star_neither_is_the_others_owner(workspace: Workspace) -> None:
    def work(session: Session) -> int:
        save_target(session, TargetMetadata(FAINT, ra=80.0, dec=-65.0 + 20 / 3600, Tmag=13.5))
        return propose_ephemeris(session, FAINT, TRUE, Source("QATS")).id

    workspace.database.write(work)
    hold(workspace, FAINT, 0.05)
    for tess_id, other in ((BLEND, FAINT), (FAINT, BLEND)):
        found = nearby_signals(workspace, tess_id, measure=True)
        assert {each.other.tess_id: each.owner for each in found.pairs} == {OWNER: OWNER, other: OWNER}


def test_the_owner_that_people_agree_on_is_told_with_the_blend(workspace: Workspace) -> None:
    number = proposal_of(workspace, BLEND)
    named = Judgement(Verdict.NOT_EB, Reason.BLEND, blend_of=OWNER)
    for name, said in zip(VOTERS, (named, named, Judgement(Verdict.NOT_EB, Reason.BLEND)), strict=True):
        cast_vote(workspace, name, number, said, request_id=f"vote-{name}")
    (judged,) = judged_blends(workspace)
    assert (judged.tess_id, judged.owner, judged.votes, judged.naming) == (BLEND, OWNER, 3, 2)
    assert not judged.by_decision
    assert number not in {each.other.ephemeris_id for each in shared_signals(workspace).pairs}
    assert shared_signals(workspace, judged=True).pairs
    # To one person who looks at the target the search tells nothing of the votes.
    assert nearby_signals(workspace, BLEND).pairs


def test_a_decision_names_the_owner_too(workspace: Workspace) -> None:
    number = proposal_of(workspace, BLEND)
    decide(
        workspace, "lena", number, Judgement(Verdict.NOT_EB, Reason.BLEND, blend_of=OWNER), "seen in pixels",
        request_id="decision",
    )  # fmt: skip
    assert [(each.owner, each.by_decision) for each in judged_blends(workspace)] == [(OWNER, True)]


def test_people_who_name_different_stars_agree_on_the_blend_and_on_no_owner(workspace: Workspace) -> None:
    number = proposal_of(workspace, BLEND)
    for name, owner in zip(VOTERS, (OWNER, NEIGHBOUR, FAR), strict=True):
        said = Judgement(Verdict.NOT_EB, Reason.BLEND, blend_of=owner)
        cast_vote(workspace, name, number, said, request_id=f"vote-{name}")
    assert [each.owner for each in judged_blends(workspace)] == [None]


def test_a_target_is_no_blend_of_itself(workspace: Workspace) -> None:
    number = proposal_of(workspace, BLEND)
    with pytest.raises(BadVote, match="this target itself"):
        cast_vote(
            workspace, "rita", number, Judgement(Verdict.NOT_EB, Reason.BLEND, blend_of=BLEND), request_id="r"
        )
    with pytest.raises(BadVote, match="no TIC number"):
        Judgement(Verdict.NOT_EB, Reason.BLEND, blend_of=0)
