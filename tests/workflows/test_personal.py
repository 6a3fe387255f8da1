"""Settings and history of one person, on both databases."""

from pathlib import Path

import pytest

from tessebs_core.archive.client import Archive, ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.stores.settings import save_setting, settings_of
from tessebs_core.errors import InputError, UnknownProvenance
from tessebs_core.records import DataFolder, Judgement
from tessebs_core.records.preferences import Preferences
from tessebs_core.vocabulary import PeriodMultiple, PeriodogramMethod, PointDrawing, Theme, Verdict
from tessebs_core.workflows.personal import load_preferences, own_history, save_preference
from tessebs_core.workflows.triage import cast_vote
from tessebs_core.workflows.workspace import Workspace
from tests.support.rows import REVIEWERS, statements_sent, with_proposals

NAME, OTHER, _ = REVIEWERS


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    return Workspace(database, DataFolder(tmp_path), Archive(ArchiveEndpoints()))


def vote(
    workspace: Workspace, ephemeris_id: int, request: str, verdict: Verdict = Verdict.EB, name: str = NAME
) -> None:
    judgement = Judgement(verdict, period_multiple=PeriodMultiple.DOUBLE)
    cast_vote(workspace, name, ephemeris_id, judgement, request_id=request)


def test_settings_are_the_defaults_until_they_are_changed(workspace: Workspace) -> None:
    assert load_preferences(workspace, "somebody-new") == Preferences()
    changed = {
        "theme": "dark", "method": "box-least-squares", "drawing": "points", "first_fold": "double",
        "auto_advance": True, "warn_unjudged": False, "provenances": ["QLP", "SPOC", "QLP"],
    }  # fmt: skip
    for name, value in changed.items():
        last = save_preference(workspace, "somebody-new", name, value)
    assert load_preferences(workspace, "somebody-new") == last
    assert last == Preferences(
        ("QLP", "SPOC"), PeriodogramMethod.BOX_LEAST_SQUARES, Theme.DARK, PointDrawing.POINTS,
        PeriodMultiple.DOUBLE, auto_advance=True, warn_unjudged=False,
    )  # fmt: skip
    assert load_preferences(workspace, NAME) == Preferences()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "green"), ("theme", 1), ("first_fold", "other"), ("auto_advance", "yes"),
        ("colour", "dark"),
        ("provenances", "SPOC"), ("provenances", [""]), ("provenances", [1]), ("provenances", ["SPOC"] * 51),
    ],
)  # fmt: skip
def test_what_is_no_setting_is_refused_and_nothing_is_stored(
    workspace: Workspace, name: str, value: object
) -> None:
    with pytest.raises(InputError):
        save_preference(workspace, NAME, name, value)
    assert workspace.database.read(lambda session: settings_of(session, NAME)) == {}


def test_a_product_that_is_not_known_is_refused_with_the_known_ones(workspace: Workspace) -> None:
    with pytest.raises(UnknownProvenance, match="SPOC"):
        save_preference(workspace, NAME, "provenances", ["SPOK"])


def test_a_setting_of_another_version_is_left_out(workspace: Workspace) -> None:
    with_proposals(workspace.database)
    for name, value in (("theme", "sepia"), ("gone", 1), ("auto_advance", True)):
        workspace.database.write(
            lambda session, name=name, value=value: save_setting(session, NAME, name, value)
        )
    assert load_preferences(workspace, NAME) == Preferences(auto_advance=True)


def test_the_history_is_ones_own_newest_first_with_what_counts_in_one_query(workspace: Workspace) -> None:
    first = with_proposals(workspace.database, tess_id=5, count=2)
    (second,) = with_proposals(workspace.database, tess_id=6)
    vote(workspace, first[0], "request-1")
    vote(workspace, first[1], "request-2")
    vote(workspace, second, "request-3")
    vote(workspace, first[0], "request-4", Verdict.NOT_EB)
    vote(workspace, second, "request-5", name=OTHER)
    with statements_sent(workspace.database) as sent:
        found = own_history(workspace, NAME)
    assert len(sent) == 1
    assert [(each.tess_id, each.judgement.verdict) for each in found] == [
        (5, Verdict.NOT_EB), (6, Verdict.EB), (5, Verdict.EB),
    ]  # fmt: skip
    assert found[0].judgement.period_multiple is PeriodMultiple.DOUBLE
    assert own_history(workspace, "nobody") == ()


def test_the_history_goes_on_behind_its_last_vote(workspace: Workspace) -> None:
    proposals = with_proposals(workspace.database, count=5)
    for each in proposals:
        vote(workspace, each, f"request-{each}")
    page = own_history(workspace, NAME, count=2)
    rest = own_history(workspace, NAME, before=page[-1].vote_id)
    assert [each.ephemeris_id for each in (*page, *rest)] == proposals[::-1]
