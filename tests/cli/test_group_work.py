"""``tessebs triage`` for a group: whose turn it is, known answers; and ``tessebs group``."""

import pytest

from tessebs_core.database.stores.targets import save_target
from tessebs_core.errors import InputError, NotPermitted, TessebsError, UnknownTarget
from tessebs_core.records import Ephemeris, Judgement, Source, TargetMetadata
from tessebs_core.vocabulary import Verdict
from tessebs_core.workflows.judging import cast_vote
from tessebs_core.workflows.triage import add_to_triage
from tessebs_core.workflows.workspace import open_workspace
from tests.cli.conftest import Tessebs

FIRST, SECOND = 11, 12


@pytest.fixture
def group(tessebs: Tessebs) -> Tessebs:
    """Ephemerides 1 and 2 are proposed for two targets; "lea" is a lead, "ada" and "ben" are members."""
    tessebs("db", "upgrade")
    for name, role in (("lea", "lead"), ("ada", "member"), ("ben", "member")):
        tessebs("group", "role", name, role)
    workspace = open_workspace()
    for tess_id in (FIRST, SECOND):
        workspace.database.write(
            lambda session, tess_id=tess_id: save_target(session, TargetMetadata(tess_id)) and None
        )
        add_to_triage(workspace, tess_id, Ephemeris(1400.0, 3.0), Source("QATS"))
    return tessebs


def refused(group: Tessebs, error: type[TessebsError], *words: object) -> None:
    assert isinstance(group(*words).exception, error)


def vote(name: str, verdict: Verdict = Verdict.EB, ephemeris_id: int = 1) -> None:
    cast_vote(open_workspace(), name, ephemeris_id, Judgement(verdict), request_id=f"{name}-{ephemeris_id}")


def test_an_assigned_target_comes_first_until_it_is_taken_back(group: Tessebs) -> None:
    assert "ada is asked to judge 1 more" in group("triage", "assign", "ada", SECOND, "--as", "lea").stdout
    shown = group("triage", "order", "--as", "ada").stdout
    assert shown.index(f"TIC {SECOND}") < shown.index(f"TIC {FIRST}")
    assert "assigned to you" in shown
    group("triage", "assign", "ada", SECOND, "--remove", "--as", "lea")
    assert "assigned to you" not in group("triage", "order", "--as", "ada").stdout


def test_only_a_lead_assigns_and_only_what_is_there(group: Tessebs) -> None:
    refused(group, NotPermitted, "triage", "assign", "ben", FIRST, "--as", "ada")
    refused(group, UnknownTarget, "triage", "assign", "ben", 424242, "--as", "lea")


def test_an_order_is_chosen_and_kept(group: Tessebs) -> None:
    chosen = group("triage", "order", "new", "--limit", 1, "--settled", "--as", "ada").stdout
    assert "order: new" in chosen
    assert chosen.count("TIC") == 1
    assert "order: new" in group("triage", "order", "--as", "ada").stdout
    assert "order: priority" in group("triage", "order", "--as", "ben").stdout


def test_an_order_that_is_none_is_refused(group: Tessebs) -> None:
    result = group("triage", "order", "random", "--as", "ada")
    assert (result.exit_code, "Invalid value" in result.stderr) == (2, True)


def test_a_known_answer_is_stored_listed_and_forgotten(group: Tessebs) -> None:
    added = group("triage", "gold", "add", 1, "eb", "--period", "double", "--reference", "RV", "--as", "lea")
    assert "known to be eb, double" in added.stdout
    assert f"TIC {FIRST}" in group("triage", "gold", "list", "--as", "lea").stdout
    assert "10 %" in group("triage", "gold", "share", 0.1, "--as", "lea").stdout
    assert "no known answer any more" in group("triage", "gold", "remove", 1, "--as", "lea").stdout
    assert group("triage", "gold", "list", "--as", "lea").stdout == ""


@pytest.mark.parametrize("words", [("add", 1, "eb"), ("list",), ("share", 0.1), ("remove", 1)])
def test_known_answers_are_for_leads(group: Tessebs, words: tuple[object, ...]) -> None:
    refused(group, NotPermitted, "triage", "gold", *words, "--as", "ada")


def test_known_answers_that_cannot_be_are_refused(group: Tessebs) -> None:
    refused(group, InputError, "triage", "gold", "add", 99, "eb", "--as", "lea")
    refused(group, InputError, "triage", "gold", "remove", 1, "--as", "lea")
    assert group("triage", "gold", "share", 0.7, "--as", "lea").exit_code == 2


def test_recall_is_told_of_oneself_and_to_a_lead_of_all(group: Tessebs) -> None:
    group("triage", "gold", "add", 1, "eb", "--as", "lea")
    assert "No known answer has been judged" in group("triage", "recall", "--as", "ada").stdout
    vote("ada")
    vote("ben", Verdict.NOT_EB)
    own = group("triage", "recall", "--as", "ada").stdout
    assert "found 1 of 1" in own
    assert "ben" not in own
    everybody = group("triage", "recall", "--as", "lea").stdout
    assert "found 0 of 1" in everybody
    assert "No known answer" in group("triage", "recall", "--as", "stranger").stdout


def test_without_entries_there_are_no_sectors_to_check(group: Tessebs) -> None:
    assert "0 entries checked, 0 are back" in group("triage", "check-sectors").stdout


def test_sectors_of_what_is_no_number_are_not_checked(group: Tessebs) -> None:
    assert group("triage", "check-sectors", "RY Ind").exit_code == 2


def test_agreement_and_conflicts_are_told_from_the_votes(group: Tessebs) -> None:
    vote("ada")
    vote("ben", Verdict.NOT_EB)
    vote("lea")
    told = group("group", "agreement").stdout
    assert [line.split()[:2] for line in told.splitlines()[1:4]] == [["ada", "1"], ["ben", "1"], ["lea", "1"]]
    listed = group("group", "conflicts", "lea").stdout
    assert f"TIC {FIRST}, ephemeris 1: QATS" in listed
    assert "ben: not-eb" in listed
    assert "1 to decide." in listed
    refused(group, NotPermitted, "group", "conflicts", "stranger")


def test_a_role_that_is_none_is_refused(group: Tessebs) -> None:
    assert group("group", "role", "ada", "boss").exit_code == 2


def test_the_audit_trail_shows_leads_what_was_before_and_after(group: Tessebs) -> None:
    group("group", "role", "ben", "viewer")
    shown = group("audit", "--table", "User", "--as", "lea")
    assert 'role: "member" -> "viewer"' in shown.stdout
    assert "Nothing of this kind" in group("audit", "--row", "1", "--table", "EB", "--as", "lea").stdout
    with pytest.raises(NotPermitted, match="ada is no lead"):
        raise group("audit", "--as", "ada").exception
