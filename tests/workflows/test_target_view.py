"""All of a target at once: what is in it, what the blind first look leaves out; on both engines."""

from pathlib import Path

import pytest

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB
from tessebs_core.database.stores.products import mark_failed, save_listed
from tessebs_core.database.stores.reports import save_report
from tessebs_core.database.stores.runs import save_run
from tessebs_core.database.stores.signals import entry_numbered, origin_named
from tessebs_core.database.stores.targets import save_target
from tessebs_core.database.stores.users import set_role
from tessebs_core.errors import InputError, UnknownTarget
from tessebs_core.records import Ephemeris, Judgement, ListedProduct, Source, TargetMetadata
from tessebs_core.records.periods import PeriodReport
from tessebs_core.records.target_views import TargetView
from tessebs_core.vocabulary import FigureKind, FigureState, PeriodGrade, Role, Verdict
from tessebs_core.workflows import adjudication, triage
from tessebs_core.workflows.catalogue import CatalogueEntry, enter_binary
from tessebs_core.workflows.releases import make_release
from tessebs_core.workflows.static_figures import read_figure
from tessebs_core.workflows.target_releases import releases_of
from tessebs_core.workflows.target_view import load_target
from tessebs_core.workflows.workspace import Workspace
from tests.support.judged import workspace_with
from tests.support.rows import statements_sent

TARGET, NEIGHBOUR, FAR = 11, 12, 13
FOUND, OTHER = Ephemeris(1400.0, 3.0, 1e-3, 1e-5), Ephemeris(1402.2, 7.7)
ARCSEC = 1 / 3600
URI = "mast:HLSP/qlp/tic11.fits"


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    """The target with a signal in the catalogue, another proposal, and a neighbour that is one's too."""
    proposed = [(FOUND, Source("QATS", "2.1", "group")), (OTHER, Source("BLS"))]
    made = workspace_with(
        tmp_path, database, {TARGET: proposed, NEIGHBOUR: [(FOUND, Source("QATS"))], FAR: []}
    )
    entry = enter_binary(made, CatalogueEntry(TARGET, FOUND, Source("QATS", "2.1", "group")))
    enter_binary(made, CatalogueEntry(NEIGHBOUR, FOUND, Source("QATS")))

    def work(session) -> None:
        save_target(session, TargetMetadata(TARGET, ra=359.9999, dec=60.0, Tmag=10.0))
        save_target(session, TargetMetadata(NEIGHBOUR, ra=0.0, dec=60.0 + 60 * ARCSEC, Tmag=12.0))
        save_target(
            session, TargetMetadata(FAR, ra=359.921, dec=60.04)
        )  # in a corner of the box, 202 arcsec away
        row = entry_numbered(session, entry)
        row.prim_depth_2g, row.morph_coeff, row.multi = 0.2, 0.35, True
        row.origins = [origin_named(session, "planet hunters")]
        save_listed(session, [ListedProduct(TARGET, "QLP", "7", URI, "tic11.fits", sector=1)])
        mark_failed(session, URI, "an HTML page")
        set_role(session, "lea", Role.LEAD)

    database.write(work)
    return made


def _vote(workspace: Workspace, ephemeris_id: int, username: str = "ada") -> None:
    request = f"{username}-{ephemeris_id}"
    triage.cast_vote(workspace, username, ephemeris_id, Judgement(Verdict.EB), request_id=request)


def _keys(view: TargetView) -> list[int]:
    return [each.ephemeris_id for each in view.proposals]


def test_everything_about_a_judged_target_is_there(workspace: Workspace) -> None:
    for key in _keys(load_target(workspace, "ada", TARGET)):
        _vote(workspace, key)
    found = load_target(workspace, "ada", TARGET)
    [signal] = found.signals
    assert (signal.ephemeris, signal.numbers["prim_depth_2g"], signal.numbers["morph_coeff"]) == (
        FOUND, 0.2, 0.35,
    )  # fmt: skip
    assert (signal.origins, sorted(signal.flags)) == (("planet hunters",), ["multi"])
    assert [(each.state, each.error) for each in found.products] == [("failed", "an HTML page")]
    assert {each.source.label for each in found.proposals} == {"QATS 2.1", "BLS"}
    assert found.unjudged == frozenset()
    assert found.role is Role.MEMBER


def test_the_grade_is_the_newest_reports_and_says_of_which_multiple(workspace: Workspace) -> None:
    report = PeriodReport(TARGET, "SPOC", (1,), PeriodGrade.LIKELY, FOUND.times(2.0), 3.0, ("why",))

    def work(session) -> None:
        save_report(session, report, save_run(session, code="report", version="1", parameters={}))

    workspace.database.write(work)
    found = load_target(workspace, "ada", TARGET)
    [graded] = found.reports
    assert (graded.grade, graded.ephemeris, graded.alternative) == (PeriodGrade.LIKELY, FOUND.times(2.0), 3.0)
    [key] = [each.ephemeris_id for each in found.proposals if each.ephemeris == FOUND]
    assert found.ratios == {key: 2}


def test_an_unknown_tic_is_named(workspace: Workspace) -> None:
    with pytest.raises(UnknownTarget, match="TIC 99 "):
        load_target(workspace, "ada", 99)


def test_signals_status_and_votes_come_with_ones_own_vote(workspace: Workspace) -> None:
    blind = load_target(workspace, "ada", TARGET)
    _vote(workspace, _keys(blind)[0], "ben")
    blind = load_target(workspace, "ada", TARGET)
    assert (blind.signals, {each.status for each in blind.proposals}) == ((), {None})
    assert [each.others for each in blind.proposals] == [(), ()]
    assert blind.unjudged == set(_keys(blind))
    [entered] = [each.ephemeris_id for each in blind.proposals if each.ephemeris == FOUND]
    _vote(workspace, entered)
    found = load_target(workspace, "ada", TARGET)
    assert [each.signal_id for each in found.signals] == [1]
    assert [each.status is None for each in found.proposals if each.ephemeris_id != entered] == [True]
    adjudication.set_first_look_blind(workspace, "lea", blind=False)
    assert len(load_target(workspace, "zoe", TARGET).signals) == 1


def test_comments_on_an_ephemeris_and_on_a_signal_come_with_ones_own_vote(workspace: Workspace) -> None:
    proposals = load_target(workspace, "ada", TARGET).proposals
    [key] = [each.ephemeris_id for each in proposals if each.ephemeris == FOUND]
    [entry] = workspace.database.read(lambda s: [row.id for row in s.query(EB) if row.tic.tess_id == TARGET])
    for words, place in {
        "on the target": {},
        "on the proposal": {"ephemeris_id": key},
        "on the signal": {"entry_id": entry},
    }.items():
        triage.add_comment(workspace, "ben", TARGET, words, request_id=words, **place)

    def read(username: str) -> list[str]:
        shown = [each.text for each in load_target(workspace, username, TARGET).comments]
        assert shown == [each.text for each in triage.load_candidate(workspace, username, TARGET).comments]
        return shown

    assert read("ada") == ["on the target"]
    assert read("ben") == ["on the target", "on the proposal", "on the signal"]
    _vote(workspace, key)
    assert read("ada") == ["on the target", "on the proposal", "on the signal"]


def test_a_comment_on_another_targets_ephemeris_is_refused(workspace: Workspace) -> None:
    other = _keys(load_target(workspace, "ada", NEIGHBOUR))[0]
    with pytest.raises(InputError, match=f"no ephemeris {other}"):
        triage.add_comment(workspace, "ada", TARGET, "why", request_id="r", ephemeris_id=other)
    with pytest.raises(InputError, match="no catalogue entry 999"):
        triage.add_comment(workspace, "ada", TARGET, "why", request_id="r", entry_id=999)


def test_a_neighbour_across_ra_zero_is_found_and_its_place_in_the_catalogue_is_hidden(
    workspace: Workspace,
) -> None:
    [found] = load_target(workspace, "ada", TARGET).neighbours
    assert (found.tess_id, found.Tmag, found.in_catalog) == (NEIGHBOUR, 12.0, None)
    assert found.separation == pytest.approx(60.0, abs=0.01)
    assert found.position_angle == pytest.approx(0.17, abs=0.01)
    _vote(workspace, _keys(load_target(workspace, "ada", NEIGHBOUR))[0])
    [found] = load_target(workspace, "ada", TARGET).neighbours
    assert found.in_catalog is True


def test_figures_are_named_with_their_state_and_those_of_hidden_signals_are_not(
    workspace: Workspace,
) -> None:
    folder = workspace.folder
    for path in (folder.light_curve_figure(TARGET, "SPOC"), folder.phase_figure(TARGET, 1, "SPOC")):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"a picture")
    workspace.database.write(
        lambda session: save_listed(
            session, [ListedProduct(TARGET, "SPOC", "8", "mast:TESS/a.fits", "a.fits", sector=1)]
        )
    )
    from tessebs_core.database.stores.targets import find_target, set_provenances

    workspace.database.write(lambda s: set_provenances(s, find_target(s, TARGET), ["SPOC"]))
    states = {each.kind: each.state for each in load_target(workspace, "ada", TARGET).figures}
    assert states == {
        FigureKind.LIGHT_CURVE: FigureState.MADE, FigureKind.FIRST_DAYS: FigureState.MISSING,
        FigureKind.PERIODOGRAM: FigureState.MISSING, FigureKind.PROPOSAL: FigureState.MISSING,
    }  # fmt: skip
    for key in _keys(load_target(workspace, "ada", TARGET)):
        _vote(workspace, key)
    signal = next(f for f in load_target(workspace, "ada", TARGET).figures if f.kind is FigureKind.SIGNAL)
    assert read_figure(workspace, signal) == b"a picture"


def test_the_number_of_queries_does_not_grow_with_what_there_is(workspace: Workspace) -> None:
    for key in _keys(load_target(workspace, "ada", TARGET)):
        _vote(workspace, key)
    with statements_sent(workspace.database) as few:
        load_target(workspace, "ada", TARGET)
    for number in range(20):
        ephemeris = Ephemeris(1400.0 + number / 50, 1.5 + number)
        key = triage.add_to_triage(workspace, TARGET, ephemeris, Source("LS", str(number)), provenance="QLP")
        enter_binary(
            workspace, CatalogueEntry(TARGET, ephemeris, Source("LS", str(number)), signal_id=number + 2)
        )
        for username in ("ada", "ben"):
            _vote(workspace, key, username)
        triage.add_comment(workspace, "ben", TARGET, "seen", request_id=str(number), ephemeris_id=key)
    with statements_sent(workspace.database) as many:
        found = load_target(workspace, "ada", TARGET)
    assert (len(found.signals), len(found.proposals), len(found.comments)) == (21, 22, 20)
    assert len(many) == len(few) <= 21


def test_releases_name_a_judged_target_wherever_it_stands_among_thousands(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tessebs_core.database.stores.releases._LINES_AT_ONCE", 2)
    for number in range(20, 29):
        workspace.database.write(lambda s, number=number: save_target(s, TargetMetadata(number)) and None)
        enter_binary(workspace, CatalogueEntry(number, FOUND, Source("QATS")))
    enter_binary(workspace, CatalogueEntry(24, OTHER, Source("BLS"), signal_id=2))
    make_release(workspace, "first", "lea")
    enter_binary(workspace, CatalogueEntry(TARGET, FOUND.times(2.0), Source("QATS", "2.1", "group")))
    make_release(workspace, "second", "lea")
    assert releases_of(workspace, "ada", TARGET) == ()
    for key in _keys(load_target(workspace, "ada", TARGET)):
        _vote(workspace, key)
    told = [(each.release, each.ephemeris.period) for each in releases_of(workspace, "ada", TARGET)]
    assert told == [("first", 3.0), ("second", 6.0)]
    adjudication.set_first_look_blind(workspace, "lea", blind=False)
    for number in (NEIGHBOUR, *range(20, 29)):
        signals = [(each.release, each.signal_id) for each in releases_of(workspace, "ada", number)]
        wanted = [1, 2] if number == 24 else [1]
        assert sorted(signals) == sorted((name, each) for name in ("first", "second") for each in wanted)
    assert releases_of(workspace, "ada", FAR) == ()
