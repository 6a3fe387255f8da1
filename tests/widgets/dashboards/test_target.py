"""The target screen without a browser and without a database."""

import re
from pathlib import Path

import pytest

from tessebs_core.errors import ArchiveUnavailable, InputError, NotPermitted
from tessebs_widgets.actions.background import Immediate
from tessebs_widgets.dashboards.target import Target
from tessebs_widgets.state import Kind, Phase
from tests.widgets.fakes import parts_of, send
from tests.widgets.target_fakes import TIC, UNKNOWN, FakeTargetDesk

REQUEST = "a" * 32


@pytest.fixture
def desk() -> FakeTargetDesk:
    return FakeTargetDesk()


@pytest.fixture
def screen(desk: FakeTargetDesk) -> Target:
    made = Target(desk, Immediate())
    made.open(TIC)
    return made


def rows(screen: Target, title: str) -> list[list[str]]:
    """The cells of a table as text, by the beginning of its title."""
    every = [each for part in tables(screen) for each in part.shown["tables"]]
    [found] = [each for each in every if each["title"].startswith(title)]
    return [[each if isinstance(each, str) else each["text"] for each in row] for row in found["rows"]]


def tables(screen: Target) -> list:
    sections = screen.widget.children[-1].children[1:]
    return [part for box in sections for part in box.children if "tables" in part.shown]


def test_numbers_are_written_as_the_groups_site_writes_them(screen):
    facts = {
        row[0]: row[1:3] for group in parts_of(screen).TargetFacts.shown["groups"] for row in group["rows"]
    }
    assert facts["RA"] == ["83.822100", "deg"]
    assert (facts["Tmag"], facts["Teff"], facts["log g"]) == (
        ["10.20", "mag"],
        ["6400", "K"],
        ["unknown", ""],
    )
    assert facts["Gaia DR3"] == ["3017270879709003520", "SIMBAD"]
    [signal] = rows(screen, "Signals")
    assert signal[2:5] == ["1326.12346(12)", "2.1824913(31)", "0.432"]
    [bare] = [row for row in rows(screen, "Proposed") if row[0] == "8"]
    assert bare[4:8] == ["1326.100000", "4.3600000", "certain: P/2", "after your vote"]
    assert rows(screen, "Releases") == [["2026.1", "1", "1326.12346(12)", "2.1824913(31)"]]
    assert rows(screen, "Eclipses")[0][:4] == ["1", "two-Gaussian", "–", "0.2500"]
    assert rows(screen, "Targets of ours")[0][:3] == ["TIC 99", "yes", "12.3"]
    assert [row[0] for row in rows(screen, "Light-curve files: 1 held, 1 failed")] == ["TASOC", "SPOC"]


def test_an_unknown_tic_is_said_to_be_missing_and_how_to_add_it(screen):
    screen.open(UNKNOWN)
    facts = parts_of(screen).TargetFacts.shown
    assert (screen.state.phase, screen.state.view, facts["known"]) == (Phase.READY, None, False)
    assert facts["adding"]["command"] == f"tessebs tic add {UNKNOWN}"
    assert parts_of(screen).TargetScreen.shown["tic"] == str(UNKNOWN)
    with pytest.raises(InputError, match="No target is shown"):
        screen.refresh_metadata()
    screen.open(TIC)
    assert screen.state.view is not None


def test_the_page_opens_what_its_address_asks_for_and_numbers_are_checked(screen, desk):
    send(parts_of(screen).TargetScreen, "arrive", tic="11")
    assert screen.state.tess_id == 11
    send(parts_of(screen).TargetHeader, "open", tic="eleven")
    assert (screen.state.tess_id, screen.state.notice.kind) == (11, Kind.ERROR)


def test_a_refresh_shows_what_changed_and_what_was_not_given(screen):
    found = screen.refresh_metadata()
    assert parts_of(screen).TargetFacts.shown["refreshed"] == [["Tmag", "10.2 mag", "10.3 mag"]]
    assert found.changes[0].before == "10.2 mag"
    assert "1 thing changed. No identifiers from SIMBAD." in screen.state.notice.text
    screen.open(TIC + 1)
    assert screen.state.refreshed is None


def test_an_archive_that_is_away_is_told_with_another_try(screen, desk):
    desk.error = ArchiveUnavailable("MAST cannot be had now. Nothing was changed.")
    assert screen.refresh_metadata() is None
    failure = parts_of(screen).TargetFacts.shown["failure"]
    assert failure["words"] == "MAST cannot be had now. Nothing was changed."
    assert screen.state.work is None
    desk.error = None
    send(parts_of(screen).TargetFacts, "again")
    assert (screen.state.failure, len(screen.state.refreshed.changes)) == (None, 1)


def test_work_is_seen_stopped_and_done_one_at_a_time(screen, desk):
    seen = []

    def during() -> None:
        seen.append(parts_of(screen).TargetFacts.shown["work"]["words"])
        with pytest.raises(InputError, match="under way"):
            screen.make_figures()
        screen.cancel()

    desk.during = during
    assert screen.syndicate() is None
    assert seen == [f"Syndicate, TIC {TIC}: asking"]
    assert (screen.state.work, screen.state.failure, screen.state.notice.kind) == (None, None, Kind.INFO)
    desk.during = lambda: None
    assert screen.syndicate() == ("SPOC", "QLP")
    assert len(screen.make_figures(force=True)) == 1


def test_work_that_ends_on_another_target_leaves_the_screen_alone(screen, desk):
    desk.during = lambda: screen.open(TIC + 1)
    screen.refresh_metadata()
    assert (screen.state.tess_id, screen.state.refreshed) == (TIC + 1, None)
    assert screen.state.notice.text.startswith(f"TIC {TIC}:")


def test_a_comment_goes_on_target_signal_or_ephemeris_and_the_browser_is_checked(screen, desk):
    screen.comment("here", signal_id=1)
    notes = parts_of(screen).TargetNotes
    send(notes, "comment", text="there", ephemeris="8", signal="", request_id=REQUEST)
    send(notes, "comment", text="all", ephemeris="", signal="", request_id=REQUEST)
    assert desk.comments == [(TIC, "here", None, 5), (TIC, "there", 8, None), (TIC, "all", None, None)]
    assert (notes.shown["answered"], screen.state.notice.kind) == (REQUEST, Kind.SAVED)
    for fields in ({"ephemeris": "9"}, {"signal": "2"}, {"text": 5}, {"request_id": "no"}):
        send(
            notes, "comment", **{"text": "x", "ephemeris": "", "signal": "", "request_id": "b" * 32, **fields}
        )
        assert screen.state.notice.kind is Kind.ERROR
    assert len(desk.comments) == 3
    desk.error = NotPermitted("vera may look and not judge.")
    with pytest.raises(NotPermitted):
        screen.comment("no")


def test_the_best_product_is_first_and_another_can_be_chosen(screen):
    assert screen.state.provenance == "SPOC"
    shown = parts_of(screen).TargetFigures.shown
    assert [(each["name"], each["made"]) for each in shown["products"]] == [
        ("SPOC", 2),
        ("QLP", 0),
        ("TASOC", 0),
    ]
    assert [each["state"] for each in shown["figures"]] == ["outdated", "made", "missing"]
    screen.set_provenance("TASOC")
    assert "no light curve of TASOC" in parts_of(screen).TargetFigures.shown["words"]
    screen.refresh()
    assert screen.state.provenance == "TASOC"
    with pytest.raises(InputError, match="no product of this target"):
        screen.set_provenance("../../etc")


def test_pictures_travel_as_bytes_and_only_those_that_there_are(screen, desk):
    assert screen.figure("signal", 1) == b"signal SPOC"
    with pytest.raises(InputError, match="not made yet"):
        screen.figure("proposal", 8)
    with pytest.raises(InputError, match="no signal 2 figure"):
        screen.figure("signal", 2)
    sent = []
    figures = parts_of(screen).TargetFigures
    figures.send = lambda content, buffers=None: sent.append((content["kind"], buffers))
    send(figures, "figure", figure="signal", number=1)
    desk.error = OSError("a broken disk")
    send(figures, "figure", figure="signal", number=1)
    send(figures, "figure", figure="../secret", number=1)
    assert sent == [("picture", [b"signal SPOC"]), ("no_picture", None)]
    assert screen.state.notice.kind is Kind.ERROR


def test_sections_are_shown_by_name(screen):
    screen.show("figures")
    assert parts_of(screen).SectionTabs.shown["section"] == "figures"
    counts = [each["count"] for each in parts_of(screen).SectionTabs.shown["sections"]]
    assert counts == [1, 2, 2, 2, 5, 2, None, None]
    with pytest.raises(InputError, match="signals, ephemerides"):
        screen.show("nothing")


def test_every_key_of_the_documentation_is_on_the_screen_and_has_its_line_of_python():
    root = Path(__file__).parents[3]
    rows = re.findall(r"^\| (`.*?) \|.*?\| (.*?) \|$", (root / "docs" / "target.md").read_text("utf-8"), re.M)
    scripts = "".join(
        path.read_text("utf-8") for path in (root / "tessebs_widgets/assets/scripts").glob("target_*")
    )
    assert len(rows) == 9
    for keys, python in rows:
        assert all(callable(getattr(Target, name)) for name in re.findall(r"screen\.(\w+)\(", python))
        for key in re.findall(r"`([a-z])`", keys):
            assert f'key: "{key}"' in scripts or f'dataset.key = "{key}"' in scripts
