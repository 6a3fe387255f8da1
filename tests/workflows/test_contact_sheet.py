"""The order of the contact sheet, and the proposal that it asks about."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import TIC, User
from tessebs_core.database.schema.queue import Report, Snooze
from tessebs_core.database.stores.provenances import provenance_named
from tessebs_core.database.types import utc_now
from tessebs_core.errors import NoLightCurve
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records import Ephemeris, Judgement, Source
from tessebs_core.records.contact_sheet import SheetPlace
from tessebs_core.vocabulary import PeriodGrade, PeriodMultiple, Verdict
from tessebs_core.workflows.contact_sheet import light_curve_of, next_places, sheet_entries
from tessebs_core.workflows.judging import cast_group_vote, undo
from tessebs_core.workflows.queue import claim
from tessebs_core.workflows.triage import add_to_triage
from tessebs_core.workflows.workspace import Workspace
from tests.support.rows import REVIEWERS, with_proposals
from tests.support.sky import workspace_in
from tests.widgets.fakes import synthetic_light_curve

JUDGE = REVIEWERS[0]


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    """Seven targets with one proposal each at half a day, no archive, no reports."""
    for tess_id in range(11, 18):
        with_proposals(database, tess_id)
    return workspace_in(tmp_path, database, ArchiveEndpoints("http://127.0.0.1:9"))


def store_report(
    workspace: Workspace, tess_id: int, grade: PeriodGrade, period: float | None = None, product: str = "SPOC"
) -> None:
    def work(session: Session) -> None:
        row = session.scalars(select(TIC).where(TIC.tess_id == tess_id)).one()
        provenance = provenance_named(session, product)
        bjd0 = None if period is None else 1325.3
        session.add(
            Report(tic=row, provenance=provenance, grade=grade, bjd0=bjd0, period=period, contents={})
        )

    workspace.database.write(work)


def order(workspace: Workspace, after: SheetPlace | None = None, count: int = 20) -> list[tuple[int, int]]:
    return [(each.rank, each.tess_id) for each in next_places(workspace, JUDGE, after=after, count=count)]


def judge(workspace: Workspace, tess_id: int, name: str = JUDGE):
    [entry] = sheet_entries(workspace, name, [tess_id])
    request = f"{name}-{tess_id}-{entry.ephemeris_id}"
    return cast_group_vote(workspace, name, entry.ephemeris_id, Judgement(Verdict.EB), request_id=request)


def graded(workspace: Workspace) -> None:
    store_report(workspace, 12, PeriodGrade.AMBIGUOUS)
    store_report(workspace, 13, PeriodGrade.LIKELY, 0.5)
    store_report(workspace, 14, PeriodGrade.NO_ECLIPSES)
    store_report(workspace, 15, PeriodGrade.AMBIGUOUS, product="QLP")
    store_report(workspace, 15, PeriodGrade.CERTAIN, 0.5)
    store_report(workspace, 16, PeriodGrade.CERTAIN, 0.5)


def test_without_reports_the_sheet_has_the_order_of_the_queue(workspace):
    assert order(workspace) == [(2, tess_id) for tess_id in range(11, 18)]


def test_the_surest_periods_come_first_and_each_target_once(workspace):
    graded(workspace)
    assert order(workspace) == [(0, 15), (0, 16), (1, 13), (2, 11), (2, 17), (3, 12), (3, 14)]


def test_pages_follow_each_other_without_gap_or_repetition(workspace):
    graded(workspace)
    whole, after, pages = order(workspace), None, []
    while page := next_places(workspace, JUDGE, after=after, count=3):
        pages += page
        after = page[-1]
    assert [(each.rank, each.tess_id) for each in pages] == whole


def test_what_somebody_else_looks_at_is_passed_over(workspace):
    claim(workspace, REVIEWERS[1], 11)
    assert order(workspace)[0] == (2, 12)


def test_what_is_settled_is_not_asked_any_more(workspace):
    for name in REVIEWERS:
        judge(workspace, 11, name)
    assert 11 not in [each.tess_id for each in next_places(workspace, "dora")]


def test_what_a_person_has_judged_is_not_asked_again_and_others_still_are(workspace):
    judge(workspace, 11)
    assert 11 not in [tess_id for _, tess_id in order(workspace)]
    assert 11 in [each.tess_id for each in next_places(workspace, REVIEWERS[1])]


def test_what_was_taken_back_is_asked_again(workspace):
    vote = judge(workspace, 11)
    undo(workspace, JUDGE, request_id="undo-1", action=vote.vote.action)
    assert order(workspace)[0] == (2, 11)


def test_what_was_put_off_waits_for_its_time(workspace):
    def put_off(session: Session) -> None:
        person = session.scalars(select(User).where(User.username == JUDGE)).one()
        for tess_id, hours in ((11, 1), (12, -1)):
            tic = session.scalars(select(TIC).where(TIC.tess_id == tess_id)).one()
            session.add(Snooze(user=person, tic=tic, until=utc_now() + timedelta(hours=hours)))

    workspace.database.write(put_off)
    assert [tess_id for _, tess_id in order(workspace, count=2)] == [12, 13]


def test_the_report_chooses_the_proposal_and_what_it_is_folded_on(workspace):
    add_to_triage(workspace, 11, Ephemeris(1325.3, 3.7), Source("ECLIPSR"))
    add_to_triage(workspace, 12, Ephemeris(1325.3, 3.7), Source("ECLIPSR"))
    store_report(workspace, 11, PeriodGrade.CERTAIN, 3.7)
    store_report(workspace, 12, PeriodGrade.CERTAIN, 1.0)
    store_report(workspace, 13, PeriodGrade.CERTAIN, 0.25)
    store_report(workspace, 14, PeriodGrade.CERTAIN, 9.1)
    chosen = [
        (each.ephemeris.period, each.multiple, each.left)
        for each in sheet_entries(workspace, JUDGE, [11, 12, 13, 14])
    ]
    assert chosen == [
        (3.7, PeriodMultiple.PERIOD, 1),
        (0.5, PeriodMultiple.DOUBLE, 1),
        (0.5, PeriodMultiple.HALF, 0),
        (0.5, PeriodMultiple.PERIOD, 0),
    ]


def test_one_vote_settles_all_proposals_of_the_signal_for_its_person(workspace):
    add_to_triage(workspace, 11, Ephemeris(1325.3, 1.0), Source("QATS"))
    assert sheet_entries(workspace, JUDGE, [11])[0].left == 1
    judge(workspace, 11)
    [entry] = sheet_entries(workspace, JUDGE, [11])
    assert entry.own_vote.judgement == Judgement(Verdict.EB)
    assert entry.left == 0
    assert order(workspace)[0] == (2, 12)


def test_another_signal_of_the_target_is_asked_next_unless_the_first_is_to_stay(workspace):
    add_to_triage(workspace, 11, Ephemeris(1325.3, 3.7), Source("ECLIPSR"))
    [before] = sheet_entries(workspace, JUDGE, [11])
    judge(workspace, 11)
    [following] = sheet_entries(workspace, JUDGE, [11])
    [kept] = sheet_entries(workspace, JUDGE, [11], keep=[before.ephemeris_id])
    assert following.ephemeris.period == 3.7
    assert following.own_vote is None
    assert kept.ephemeris_id == before.ephemeris_id
    assert kept.own_vote is not None
    assert kept.left == 1


def test_others_votes_are_no_part_of_the_sheet(workspace):
    judge(workspace, 11, name=REVIEWERS[1])
    assert sheet_entries(workspace, JUDGE, [11])[0].own_vote is None


def test_a_picture_is_of_the_products_that_is_asked_for_or_of_the_first_held(workspace):
    light_curve = synthetic_light_curve(11, "QLP", period=0.5, sectors=(1,), cadence=1800.0)
    write_syndicated(workspace.folder.syndicated(11), [light_curve], {})
    store_report(workspace, 11, PeriodGrade.CERTAIN, 0.5, product="SPOC")
    [entry] = sheet_entries(workspace, JUDGE, [11])
    assert entry.provenance == "SPOC"
    assert light_curve_of(workspace, entry).provenance == "QLP"


def test_a_target_without_light_curves_says_so(workspace):
    [entry] = sheet_entries(workspace, JUDGE, [11])
    with pytest.raises(NoLightCurve, match="tessebs tic add 11"):
        light_curve_of(workspace, entry)
