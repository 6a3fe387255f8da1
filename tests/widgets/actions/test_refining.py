import pytest

from tessebs_core.errors import InputError, NoEclipses
from tessebs_widgets.state import Kind
from tests.widgets.fakes import BARE, BINARY, PERIODS, parts_of, send


def test_a_fit_finds_the_true_period_with_uncertainties_and_proposing_keeps_them(screen, desk):
    screen.set_period(PERIODS[BINARY] * 1.0002)
    send(parts_of(screen).EphemerisEditor, "refine")
    fold = screen.state.fold
    assert abs(fold.period - PERIODS[BINARY]) < 4 * fold.period_uncert < 1e-3
    assert "Fitted to" in screen.state.notice.text
    assert desk.drafts[BINARY].period_uncert == fold.period_uncert
    screen.open(BINARY)
    assert screen.state.fold == fold
    screen.propose()
    proposed = screen.state.proposal.ephemeris
    assert (proposed.bjd0_uncert, proposed.period_uncert) == (fold.bjd0_uncert, fold.period_uncert)


def test_an_edit_after_the_fit_has_no_uncertainty_any_more(screen):
    screen.refine()
    screen.step_period()
    assert screen.state.fold.period_uncert is None
    assert parts_of(screen).EphemerisEditor.shown["period_uncert"] == ""


def test_a_fit_that_finds_nothing_says_so_and_leaves_the_fold(screen, desk, monkeypatch):
    def refuse(*_args):
        raise NoEclipses("There are no eclipses here.")

    monkeypatch.setattr(desk, "refine", refuse)
    before = screen.state.fold
    screen.refine()
    assert (screen.state.notice.kind, screen.state.notice.text) == (
        Kind.WARNING,
        "There are no eclipses here.",
    )
    assert screen.state.fold == before
    assert not screen.state.fitting


def test_a_fold_changed_while_it_is_fitted_stays_as_it_was_changed(screen, monkeypatch):
    waiting = []
    monkeypatch.setattr(
        screen._refining._background, "run", lambda work, then, failed: waiting.append((work, then))
    )
    screen.refine()
    assert parts_of(screen).EphemerisEditor.shown["fitting"]
    with pytest.raises(InputError, match="under way"):
        screen.refine()
    screen.set_period(3.25)
    [(work, then)] = waiting
    then(work())
    assert screen.state.fold.period == 3.25
    assert not screen.state.fitting


def test_without_a_light_curve_there_is_nothing_to_fit(screen):
    screen.open(BARE)
    with pytest.raises(InputError, match="nothing to fit"):
        screen.refine()
