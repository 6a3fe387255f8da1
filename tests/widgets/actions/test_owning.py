from tessebs_core.records import Ephemeris
from tessebs_core.records.blends import SharedSignal, SignalSide
from tests.widgets.fakes import BINARY, PERIODS, parts_of

OTHER = 77


def shared(owner: int | None, period: float = PERIODS[BINARY]) -> SharedSignal:
    ephemeris = Ephemeris(1326.1, period)
    return SharedSignal(
        SignalSide(BINARY, ephemeris, 1), SignalSide(OTHER, ephemeris, 2), 40.0, (1, 1), 0.1, 0.0, 0.1,
        True, 1e-6, owner, ("eclipses are 4.0 times deeper on TIC 77",),
    )  # fmt: skip


def test_a_likely_owner_is_offered_beside_the_verdict(screen, desk):
    desk.shared[BINARY] = [shared(OTHER)]
    view = parts_of(screen).Verdicts
    assert view.shown["owner"] is None
    found = screen.suggest_owners()
    assert {each.other.tess_id for each in found.values()} == {OTHER}
    assert view.shown["owner"]["tic"] == str(OTHER)
    assert "deeper" in view.shown["owner"]["why"]
    assert view.shown["tic"] == str(BINARY)
    vote = screen.vote("not-eb", "blend", blend_of=OTHER)
    assert vote.judgement.words == f"not-eb, blend, of TIC {OTHER}"
    screen.next()
    assert screen.state.owners == {}


def test_nobody_is_offered_where_it_is_undecided_ones_own_or_another_period(screen, desk):
    for pair in (shared(None), shared(BINARY), shared(OTHER, period=PERIODS[BINARY] * 1.37)):
        desk.shared[BINARY] = [pair]
        assert screen.suggest_owners() == {}
