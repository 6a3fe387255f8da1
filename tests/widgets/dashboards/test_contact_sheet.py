"""The contact sheet as Python sees it, and what its views tell and hear; the browser tests see the rest."""

import pytest

from tessebs_core.errors import DatabaseError, InputError, StaleForm
from tessebs_core.records import Judgement
from tessebs_core.vocabulary import PeriodMultiple, Verdict
from tessebs_widgets.actions.background import Immediate
from tessebs_widgets.dashboards.contact_sheet import ContactSheet
from tessebs_widgets.state import Kind, Phase
from tests.widgets.fakes import NOW, parts_of, send
from tests.widgets.sheet_fakes import COUNT, DARK, DOUBLED, FIRST, FakeSheetDesk

REQUEST = "0123456789abcdef"


@pytest.fixture
def desk() -> FakeSheetDesk:
    return FakeSheetDesk()


@pytest.fixture
def sheet(desk) -> ContactSheet:
    made = ContactSheet(desk, Immediate())
    made.next()
    return made


def said_of(desk, tess_id):
    return [
        (str(each.judgement.verdict), str(each.judgement.period_multiple))
        for each in desk.said.get(tess_id * 10, [])
    ]


def vote(view, tile, verdict="eb", **fields):
    message = {"verdict": verdict, "ephemeris": tile.entry.ephemeris_id, "multiple": str(tile.multiple)}
    send(view, "vote", **{**message, "request_id": REQUEST, **fields})


def test_a_page_has_twenty_targets_and_begins_at_the_first(sheet):
    assert [each.tess_id for each in sheet.state.tiles] == list(range(FIRST, FIRST + 20))
    assert sheet.state.focused == FIRST
    assert sheet.state.phase is Phase.READY


def test_every_target_has_its_three_folds_or_says_why_not(sheet):
    pictures, failures = sheet.state.pictures, sheet.state.failures
    assert set(pictures) == {each.entry.ephemeris_id for each in sheet.state.tiles} - {DARK * 10}
    assert set(pictures[FIRST * 10]) == {PeriodMultiple.HALF, PeriodMultiple.PERIOD, PeriodMultiple.DOUBLE}
    assert "no light curves" in failures[DARK * 10]


def test_a_vote_is_for_the_period_folded_on_and_leads_to_the_next_tile(sheet, desk):
    sheet.vote(FIRST, "eb")
    assert sheet.state.focused == DOUBLED
    sheet.vote(None, "eb")
    sheet.vote(FIRST + 2, "eb", period="half")
    assert said_of(desk, FIRST) == [("eb", "period")]
    assert said_of(desk, DOUBLED) == [("eb", "double")]
    assert said_of(desk, FIRST + 2) == [("eb", "half")]
    assert [each.is_judged for each in sheet.state.tiles[:4]] == [True, True, True, False]


def test_votes_touch_no_other_tile(sheet, desk):
    sheet.vote(FIRST + 5, "not-eb")
    assert [key for key, stored in desk.said.items() if stored] == [(FIRST + 5) * 10]


def test_undo_takes_votes_back_one_by_one_and_goes_to_their_tiles(sheet, desk):
    sheet.vote(FIRST, "eb")
    sheet.vote(FIRST + 1, "not-eb")
    assert sheet.undo() == FIRST + 1
    assert sheet.state.focused == FIRST + 1
    assert said_of(desk, FIRST + 1) == []
    assert said_of(desk, FIRST) == [("eb", "period")]
    assert sheet.undo() == FIRST
    assert sheet.undo() is None
    assert "Nothing was voted" in sheet.state.notice.text


def test_undo_of_a_changed_mind_shows_what_was_said_before(sheet):
    sheet.vote(FIRST, "eb")
    sheet.vote(FIRST, "not-eb")
    sheet.undo()
    assert sheet.state.tiles[0].entry.own_vote.judgement == Judgement(Verdict.EB)


def test_the_next_page_is_folded_before_it_is_asked_for(sheet, desk):
    before = len(desk.folded)
    assert set(desk.folded) == set(range(FIRST, FIRST + 40))
    sheet.next()
    assert [each.tess_id for each in sheet.state.tiles] == list(range(FIRST + 20, FIRST + 40))
    assert sheet.state.pictures.keys() == {each.entry.ephemeris_id for each in sheet.state.tiles}
    assert set(desk.folded[before:]) <= set(range(FIRST + 40, FIRST + COUNT))


def test_what_is_left_unjudged_is_said_and_comes_again_behind_the_last_page(sheet):
    sheet.vote(FIRST, "eb")
    sheet.next()
    assert sheet.state.notice.kind is Kind.WARNING
    assert "19 of the page before" in sheet.state.notice.text
    sheet.next()
    assert len(sheet.state.tiles) == COUNT - 40
    sheet.next()
    assert [each.tess_id for each in sheet.state.tiles] == list(range(FIRST + 1, FIRST + 21))


def test_the_page_before_comes_back_with_its_votes(sheet):
    sheet.vote(FIRST, "eb")
    sheet.next()
    sheet.previous()
    assert [each.tess_id for each in sheet.state.tiles] == list(range(FIRST, FIRST + 20))
    assert sheet.state.tiles[0].is_judged
    assert sheet.state.focused == FIRST + 1


def test_an_empty_queue_is_said():
    sheet = ContactSheet(FakeSheetDesk(count=0), Immediate())
    sheet.next()
    assert sheet.state.phase is Phase.EMPTY


def test_the_last_verdict_says_that_the_page_is_done(desk):
    sheet = ContactSheet(FakeSheetDesk(count=2), Immediate())
    sheet.next()
    sheet.vote(FIRST, "eb")
    sheet.vote(FIRST + 1, "eb")
    assert "all 2 are judged" in sheet.state.notice.text
    sheet.next()
    assert sheet.state.phase is Phase.EMPTY


def test_a_target_that_is_not_on_the_page_is_refused(sheet):
    with pytest.raises(InputError, match="not on this page"):
        sheet.vote(999, "eb")
    with pytest.raises(InputError, match="triage"):
        sheet.vote(FIRST, "not-eb", period="other")


def test_a_vote_that_was_overtaken_elsewhere_is_not_stored_and_the_tile_shows_why(sheet, desk):
    desk.judge(FIRST * 10, Judgement(Verdict.NOT_EB), request_id="elsewhere", seen=None)
    with pytest.raises(StaleForm):
        sheet.vote(FIRST, "eb")
    assert said_of(desk, FIRST) == [("not-eb", "period")]
    assert sheet.state.tiles[0].entry.own_vote.judgement.verdict is Verdict.NOT_EB


def test_a_look_again_shows_what_was_said_in_triage(sheet, desk):
    desk.judge(FIRST * 10, Judgement(Verdict.EB), request_id="elsewhere", seen=None)
    send(parts_of(sheet).ContactSheetView, "look")
    assert sheet.state.tiles[0].is_judged


def test_a_click_is_answered_and_its_tile_says_what_was_saved(sheet, monkeypatch):
    view = parts_of(sheet).ContactSheetView
    sent = []
    monkeypatch.setattr(view, "send", lambda content, buffers=None: sent.append(content))
    vote(view, sheet.state.tiles[2])
    assert {"kind": "answer", "request": REQUEST, "saved": True} in sent
    assert view.shown["tiles"][2]["said"] == "eb, P"
    assert view.shown["tiles"][2]["at"] == NOW.isoformat()


def test_a_click_that_cannot_be_stored_is_answered_so(sheet, desk, monkeypatch):
    view = parts_of(sheet).ContactSheetView
    sent = []
    monkeypatch.setattr(view, "send", lambda content, buffers=None: sent.append(content))
    desk.failing = DatabaseError("The database does not answer.")
    vote(view, sheet.state.tiles[2])
    assert sent == [{"kind": "answer", "request": REQUEST, "saved": False}]
    assert not sheet.state.tiles[2].is_judged
    assert sheet.state.notice.text == "The database does not answer."


@pytest.mark.parametrize(
    "fields",
    [
        {"ephemeris": 7},
        {"multiple": "double"},
        {"verdict": "EB"},
        {"verdict": "duplicate"},
        {"ephemeris": "<b>"},
    ],
)
def test_what_a_page_could_not_have_meant_is_not_stored(sheet, desk, fields):
    vote(parts_of(sheet).ContactSheetView, sheet.state.tiles[0], **fields)
    assert sheet.state.notice.kind is Kind.ERROR
    assert not any(desk.said.values())


def test_arrows_move_along_and_across_and_stop_at_the_ends(sheet):
    view = parts_of(sheet).ContactSheetView
    for kind, where in (("left", 0), ("right", 1), ("down", 6), ("up", 1), ("up", 1), ("left", 0)):
        send(view, kind, columns=5)
        assert sheet.state.focused == FIRST + where


def test_pictures_are_sent_once_and_all_again_to_a_new_page(sheet, monkeypatch):
    view = parts_of(sheet).ContactSheetView
    sent = []
    monkeypatch.setattr(view, "send", lambda content, buffers=None: sent.append((content, buffers)))
    sheet.next()
    [(content, buffers)] = sent
    assert len(content["pictures"]) == len(buffers) == 60
    sent.clear()
    send(view, "hello", revision=view._revision)
    assert len(sent[0][0]["pictures"]) == 60


def test_a_kernel_made_ready_ahead_reads_the_queue_again_when_somebody_comes(sheet, desk, monkeypatch):
    monkeypatch.setenv("VOILA_PREHEAT", "True")
    desk.judge(FIRST * 10, Judgement(Verdict.EB), request_id="elsewhere", seen=None)
    send(parts_of(sheet).SheetScreen, "arrive", tic=str(FIRST + 7))
    assert sheet.state.tiles[0].tess_id == FIRST + 1
    assert sheet.state.focused == FIRST + 7


def test_what_newer_data_brought_back_is_to_be_judged_again_over_the_old_vote(desk):
    old = desk.judge(DOUBLED * 10, Judgement(Verdict.NOT_EB), request_id="long ago", seen=None).vote
    desk.back[DOUBLED] = old.vote_id
    sheet = ContactSheet(desk, Immediate())
    sheet.next()
    [tile] = [each for each in sheet.state.tiles if each.tess_id == DOUBLED]
    shown = parts_of(sheet).ContactSheetView.shown["tiles"][1]
    assert not tile.is_judged
    assert tile.multiple is PeriodMultiple.DOUBLE
    assert (shown["verdict"], shown["said"]) == (None, "judge again; before: not-eb, P")
    sheet.vote(DOUBLED, "eb")
    assert said_of(desk, DOUBLED) == [("not-eb", "period"), ("eb", "double")]
    assert parts_of(sheet).ContactSheetView.shown["tiles"][1]["said"] == "eb, 2P"
    assert sheet.state.tiles[1].is_judged
