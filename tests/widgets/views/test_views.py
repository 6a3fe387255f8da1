"""Each view: what it shows of the state, and what it does with what a browser sends."""

import pytest

from tessebs_core.errors import DatabaseUnavailable
from tessebs_core.vocabulary import PeriodMultiple, Reason, SignalFlag, Verdict
from tessebs_widgets.state import Kind
from tests.widgets.fakes import BARE, BINARY, NOISE, PERIODS, parts_of, send

REQUEST = "0123456789abcdef"


def vote_fields(screen, **changed):
    return {
        "verdict": "eb",
        "reason": None,
        "multiple": "period",
        "ephemeris": screen.state.selected,
        "duplicate": None,
        "blend": None,
        "request_id": REQUEST,
        **changed,
    }


def test_a_verdict_button_stores_the_vote_and_answers_its_request(screen, desk):
    view = parts_of(screen).Verdicts
    screen.set_multiple("double")
    send(view, "vote", **vote_fields(screen, reason="heartbeat", multiple="double"))
    assert desk.votes[0].judgement.reason is Reason.HEARTBEAT
    assert desk.votes[0].judgement.period_multiple is PeriodMultiple.DOUBLE
    assert view.shown["answered"] == REQUEST
    assert view.shown["notice"]["kind"] == "saved"
    assert view.shown["said"] == "eb, heartbeat, 2P"


def test_the_same_request_again_is_one_vote(screen, desk):
    view = parts_of(screen).Verdicts
    for _ in range(2):
        send(view, "vote", **vote_fields(screen))
    assert len(desk.votes) == 1


def test_a_refused_vote_is_answered_with_its_reason(screen, desk):
    view = parts_of(screen).Verdicts
    screen.set_multiple("other")
    send(view, "vote", **vote_fields(screen, multiple="other"))
    assert desk.votes == []
    assert view.shown["answered"] == REQUEST
    assert view.shown["notice"]["kind"] == "error"
    assert "propose" in view.shown["notice"]["text"]


def test_an_eb_with_another_period_is_refused_and_leads_to_the_period_field(screen):
    parts = parts_of(screen)
    screen.set_multiple("other")
    send(parts.Verdicts, "vote", **vote_fields(screen, multiple="other"))
    assert parts.EphemerisEditor.shown["wanted"] == "period"
    screen.set_period(3.1)
    assert parts.EphemerisEditor.shown["wanted"] == "proposal"


def test_flags_that_were_shown_are_in_the_vote_of_an_eb(screen, desk):
    view = parts_of(screen).Verdicts
    send(view, "flags", flags=["multi", "pulscomp"])
    assert [each["word"] for each in view.shown["flags"] if each["set"]] == ["multi", "pulscomp"]
    send(view, "vote", **vote_fields(screen, flags=["multi", "pulscomp"]))
    assert desk.votes[0].judgement.flags == {SignalFlag.MULTI, SignalFlag.PULSCOMP}
    assert view.shown["said"] == "eb, P, +multi, +pulscomp"


def test_a_vote_on_what_is_no_longer_on_the_screen_is_refused(screen, desk):
    fields = vote_fields(screen)
    screen.select(screen.state.proposals[1].ephemeris_id)
    send(parts_of(screen).Verdicts, "vote", **fields)
    assert desk.votes == []
    assert "nothing was saved" in screen.state.notice.text


def test_a_database_that_fails_is_said_and_the_comment_stays(screen, desk):
    view = parts_of(screen).Verdicts
    send(view, "write", text="V-shaped")
    desk.failing = DatabaseUnavailable("The database does not answer.")
    send(view, "vote", **vote_fields(screen))
    assert view.shown["notice"]["text"] == "The database does not answer."
    assert view.shown["comment"] == "V-shaped"


@pytest.mark.parametrize(
    "changed",
    [
        {"verdict": "perhaps"},
        {"verdict": None},
        {"reason": "spots"},
        {"multiple": 2},
        {"ephemeris": 4711},
        {"ephemeris": "1 or 1=1"},
        {"request_id": ""},
        {"verdict": "duplicate"},
        {"duplicate": 10012},
        {"blend": "x"},
    ],
)
def test_a_message_that_means_nothing_stores_nothing_and_is_answered_in_words(screen, desk, changed):
    view = parts_of(screen).Verdicts
    send(view, "vote", **vote_fields(screen, **changed))
    assert desk.votes == []
    assert screen.state.notice.kind is Kind.ERROR


def test_messages_that_are_no_messages_are_ignored(screen):
    for view in (parts_of(screen).Verdicts, parts_of(screen).Header, parts_of(screen).PhasePlot):
        for nonsense in (None, 3, "vote", [], {}, {"kind": None}, {"kind": "__init__"}, {"kind": ["vote"]}):
            view._receive(view, nonsense, [])
    assert screen.state.notice is None


def test_a_comment_alone_is_stored(screen, desk):
    send(parts_of(screen).Verdicts, "comment", text="<script>alert(1)</script>", request_id=REQUEST)
    assert desk.notes[BINARY][0].text == "<script>alert(1)</script>"


def test_every_verdict_and_reason_has_a_key_of_its_own(screen):
    shown = parts_of(screen).Verdicts.shown
    keys = [each["key"] for each in shown["multiples"]]
    for verdict in shown["verdicts"]:
        keys += [verdict["key"], *(each["key"] for each in verdict["reasons"])]
    assert len(keys) == len(set(keys))
    assert {each["word"] for each in shown["verdicts"]} == {str(each) for each in Verdict}
    assert {r["word"] for each in shown["verdicts"] for r in each["reasons"]} == {str(r) for r in Reason}


def test_an_edited_fold_says_that_the_vote_is_not_on_it(screen):
    screen.step_period(1)
    assert "not part of this vote" in parts_of(screen).Verdicts.shown["warning"]


def test_a_target_without_proposals_says_what_to_do(screen):
    screen.open(BARE)
    shown = parts_of(screen).Verdicts.shown
    assert not shown["ready"]
    assert "propose it" in shown["warning"]


def test_a_picture_clicked_folds_and_chooses_the_multiple(screen):
    second = screen.state.proposals[1].ephemeris_id
    send(parts_of(screen).Proposals, "choose", ephemeris=second, multiple="double")
    assert screen.state.selected == second
    assert screen.state.fold.period == PERIODS[BINARY]
    assert screen.state.multiple is PeriodMultiple.DOUBLE


def test_a_vote_from_before_newer_data_is_told_apart_from_one_that_counts(screen, desk):
    parts, first = parts_of(screen), screen.state.selected
    screen.vote("eb", period="double")
    desk.back[first] = desk.votes[-1].vote_id
    screen.open(BINARY)
    for shown in (parts.Verdicts.shown, parts.Proposals.shown["proposals"][0]):
        assert shown["said"] is None
        assert shown["before"] == "eb, 2P"
    screen.vote("eb")
    for shown in (parts.Verdicts.shown, parts.Proposals.shown["proposals"][0]):
        assert shown["said"] == "eb, P"
        assert shown["before"] is None


def test_every_proposal_has_three_pictures(screen):
    view = parts_of(screen).Proposals
    assert len(view.pictures) == 9
    assert all(len(each["cells"]) == each["width"] * each["height"] for each in view.pictures.values())


def test_other_peoples_votes_are_shown_only_where_the_record_has_them(screen):
    assert all(each["others"] == [] for each in parts_of(screen).Proposals.shown["proposals"])


@pytest.mark.parametrize(
    ("kind", "fields", "period"),
    [
        ("period", {"period": "3.25"}, 3.25),
        ("scale", {"factor": 0.5}, PERIODS[BINARY] / 2),
        ("scale", {"factor": 2}, PERIODS[BINARY] * 2),
        ("scale", {"factor": 1e9}, PERIODS[BINARY]),
        ("period", {"period": "-1"}, PERIODS[BINARY]),
        ("period", {"period": "a day"}, PERIODS[BINARY]),
        ("step", {"steps": 1e99}, PERIODS[BINARY]),
    ],
)
def test_the_editor_takes_what_can_be_a_period(screen, kind, fields, period):
    send(parts_of(screen).EphemerisEditor, kind, **fields)
    assert screen.state.fold.period == pytest.approx(period)


def test_a_period_that_is_one_takes_back_what_was_said_of_one_that_is_not(screen):
    view = parts_of(screen).EphemerisEditor
    send(view, "period", period="2.3x")
    assert "2.3x" in screen.state.notice.text
    send(view, "period", period="2.3")
    assert screen.state.notice is None


def test_the_fold_is_said_with_its_cycles_and_what_it_is_to_the_proposal(screen):
    head = parts_of(screen).PhaseHead
    assert head.shown["note"] == f"{PERIODS[BINARY]:.7f} d, 22.6 cycles"
    screen.set_multiple("double")
    assert head.shown["note"] == f"{2 * PERIODS[BINARY]:.7f} d = 2 × proposed, 11.3 cycles"
    screen.set_period(0.25)
    assert head.shown["note"].endswith("× proposed, 212 cycles")


def test_the_editor_shifts_the_zero_point_by_parts_of_the_period(screen):
    send(parts_of(screen).EphemerisEditor, "shift", cycles=0.5)
    assert screen.state.fold.bjd0 == pytest.approx(1326.1 + PERIODS[BINARY] / 2)


def test_proposing_needs_an_edit(screen):
    view = parts_of(screen).EphemerisEditor
    assert not view.shown["can_propose"]
    send(view, "period", period=3.25)
    assert view.shown["can_propose"]
    send(view, "propose", request_id=REQUEST)
    assert len(screen.state.proposals) == 4
    assert not view.shown["can_propose"]


def test_the_header_goes_to_a_tic_and_says_what_is_no_tic(screen):
    view = parts_of(screen).Header
    send(view, "open", TIC=str(NOISE))
    assert view.shown["tic"] == str(NOISE)
    send(view, "open", TIC="betelgeuse")
    assert "betelgeuse" in screen.state.notice.text
    send(view, "open", TIC="5")
    assert "TIC 5" in screen.state.notice.text


def test_the_header_counts(screen):
    assert parts_of(screen).Header.shown["progress"] == {"mine": 1, "everyone": 2, "left": 2}


def test_links_are_built_from_numbers_and_lead_outside_only_when_followed(screen):
    links = {each["label"]: each["url"] for each in parts_of(screen).TargetCard.shown["links"]}
    assert set(links) == {"ExoFOP", "MAST", "SIMBAD", "Gaia"}
    assert links["ExoFOP"].endswith(f"id={BINARY}")
    assert "3017364063330465152" in links["Gaia"]


def test_products_that_could_not_be_had_are_named(screen):
    screen.open(NOISE)
    assert parts_of(screen).TargetCard.shown["failures"] == [
        "TGLC: the archive gave an HTML page instead of the file."
    ]


def test_a_sector_that_the_light_curve_has_not_is_refused(screen):
    view = parts_of(screen).LightCurveHead
    send(view, "chip", word=2)
    assert screen.state.sector == 2
    send(view, "chip", word=77)
    assert screen.state.sector == 2
    assert "no sector 77" in screen.state.notice.text


def test_what_was_lost_while_the_page_was_built_is_sent_again(screen, monkeypatch):
    view = parts_of(screen).Header
    sent = []
    monkeypatch.setattr(view, "send_state", sent.append)
    send(view, "hello", revision=view.shown["revision"])
    assert sent == []
    send(view, "hello", revision=None)
    assert sent == ["shown"]


def test_a_page_that_asks_for_a_target_gets_it(screen):
    send(parts_of(screen).Screen, "arrive", tic=str(NOISE))
    assert screen.state.candidate.target.tess_id == NOISE
    send(parts_of(screen).Screen, "arrive", tic="<script>")
    assert screen.state.notice.kind is Kind.ERROR


def test_a_page_that_asks_for_a_proposal_finds_it_selected(screen):
    key = screen.state.proposals[1].ephemeris_id
    send(parts_of(screen).Screen, "arrive", tic=str(BINARY), ephemeris=str(key))
    assert screen.state.selected == key
    send(parts_of(screen).Screen, "arrive", tic=str(BINARY), ephemeris="1e9")
    assert (screen.state.selected, screen.state.notice.kind) == (key, Kind.ERROR)


def test_a_ping_is_answered(screen, monkeypatch):
    view = parts_of(screen).Screen
    sent = []
    monkeypatch.setattr(view, "send", sent.append)
    send(view, "ping", number=3)
    assert sent == [{"kind": "pong", "number": 3}]
