from pathlib import Path

import numpy as np

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import GoldAnswer
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.records import Ephemeris, Judgement, Source
from tessebs_core.records.shares import Share
from tessebs_core.vocabulary import PeriodMultiple, Role, Verdict
from tessebs_core.workflows.adjudication import decide
from tessebs_core.workflows.agreement import agreement
from tessebs_core.workflows.judging import cast_vote, undo
from tessebs_core.workflows.triage import load_candidate
from tests.support.judged import workspace_with
from tests.support.rows import statements_sent

EB = Judgement(Verdict.EB)
NOT_EB = Judgement(Verdict.NOT_EB)


def test_agreement_is_read_from_votes_decisions_and_known_answers_in_four_queries(
    tmp_path: Path, database: Database
) -> None:
    proposed = [(Ephemeris(1400.0, 2.0), Source("QATS"))]
    workspace = workspace_with(tmp_path, database, {11: proposed, 12: proposed})
    database.write(lambda session: ensure_user(session, "lea", role=Role.LEAD))
    first, second = (
        load_candidate(workspace, "lea", tess_id).proposals[0].ephemeris_id for tess_id in (11, 12)
    )
    for name, said in {"ada": EB, "ben": EB, "cleo": NOT_EB}.items():
        cast_vote(workspace, name, first, said, request_id=f"{name} 1")
    cast_vote(workspace, "ada", first, NOT_EB, request_id="a slip")
    undo(workspace, "ada", request_id="undone")
    cast_vote(workspace, "ada", second, EB, request_id="a")
    cast_vote(workspace, "ben", second, EB, request_id="b")
    decide(workspace, "lea", first, NOT_EB, "a blend", request_id="d")
    database.write(
        lambda session: session.add(
            GoldAnswer(ephemeris_id=second, verdict=Verdict.EB, period_multiple=PeriodMultiple.PERIOD)
        )
    )
    with statements_sent(database) as sent:
        found = agreement(workspace, generator=np.random.default_rng(1))
    people = {each.username: each for each in found.people}
    assert {name: each.with_settled for name, each in people.items()} == {
        "ada": Share(0, 1), "ben": Share(0, 1), "cleo": Share(1, 1),
    }  # fmt: skip
    assert people["ada"].recall == Share(1, 1)
    assert found.alpha.units == 2
    assert len(sent) <= 4
