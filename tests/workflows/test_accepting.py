import signal
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB, Run, Vote
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.errors import (
    Cancelled,
    InputError,
    NoLightCurve,
    NotPermitted,
    SignalExists,
    StorageError,
)
from tessebs_core.records import Ephemeris, Judgement
from tessebs_core.storage import StagedFiles
from tessebs_core.vocabulary import EBSource, PeriodMultiple, Reason, SignalFlag, Verdict
from tessebs_core.workflows.acceptance_plans import load_signals
from tessebs_core.workflows.accepting import accept
from tessebs_core.workflows.figures import create_static_files
from tessebs_core.workflows.workspace import Workspace
from tests.support.children import accept_and_die
from tests.support.settled import (
    FIRST,
    SECOND,
    TESS_ID,
    decided,
    proposed,
    settled,
    settled_workspace,
)
from tests.support.threads import at_once


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    return settled_workspace(tmp_path, database)


def entries(workspace: Workspace) -> list[EB]:
    return list(
        workspace.database.read(lambda session: session.scalars(select(EB).order_by(EB.signal_id)).all())
    )


def figures(workspace: Workspace) -> set[str]:
    """Names of all files beside the light curves, hidden ones too."""
    return {
        each.name for folder in ("lc_figs", "spd_figs") for each in (workspace.folder.root / folder).glob("*")
    }


def phase_figure(workspace: Workspace, signal_id: int = 1) -> Path:
    return workspace.folder.phase_figure(TESS_ID, signal_id, "SPOC")


def test_a_settled_proposal_becomes_an_entry_with_numbers_flags_run_and_figures(workspace: Workspace) -> None:
    number = settled(workspace, FIRST, reason=Reason.HEARTBEAT)
    entry_id = accept(workspace, "rita", number, request_id="accept-1")
    [entry] = entries(workspace)
    assert (entry.id, entry.signal_id, entry.in_catalog, entry.ephemeris_id) == (entry_id, 1, True, number)
    assert entry.heartbeat
    assert not entry.ambiguous
    assert entry.source is EBSource.LCF
    assert entry.prim_depth_2g == pytest.approx(0.2, rel=0.15)
    assert entry.sec_pos_2g == pytest.approx(0.43, abs=0.002)
    assert 0 < (entry.morph_coeff or 0) < 0.7
    assert {"tic0000000001.SPOC.lc.png", "tic0000000001.SPOC.zlc.png", "tic0000000001.01.SPOC.ph.png",
            "tic0000000001.SPOC.spd.png"} == figures(workspace)  # fmt: skip
    [run] = workspace.database.read(lambda session: session.scalars(select(Run)).all())
    assert (run.parameters["eb"], run.parameters["settled_by"]) == (entry_id, "votes")
    assert run.light_curve_hash is not None
    assert workspace.database.read(lambda session: session.scalar(select(func.count(Vote.id)))) == 3


def test_a_multiple_agreed_on_gives_an_ephemeris_of_its_own(workspace: Workspace) -> None:
    halved = Ephemeris(FIRST.bjd0, FIRST.period / 2, 0.002, 0.0002)
    number = settled(workspace, halved, multiple=PeriodMultiple.DOUBLE)
    accept(workspace, "rita", number, request_id="accept-1")
    [entry] = entries(workspace)
    row = workspace.database.read(
        lambda session: session.get_one(EphemerisRow, entry.ephemeris_id, options=[])
    )
    source = workspace.database.read(lambda session: session.get_one(EphemerisRow, row.id).source.model)
    assert row.id != number
    assert (row.bjd0, row.bjd0_uncert, row.period, row.period_uncert) == (
        FIRST.bjd0, 0.002, FIRST.period, 0.0004,
    )  # fmt: skip
    assert source == "consensus"


def test_what_is_not_settled_is_refused(workspace: Workspace) -> None:
    number = proposed(workspace, FIRST)
    with pytest.raises(InputError, match="not settled as an eclipsing binary"):
        accept(workspace, "lena", number, request_id="accept-1")
    assert entries(workspace) == []


def test_a_viewer_is_refused(workspace: Workspace) -> None:
    number = settled(workspace, FIRST)
    with pytest.raises(NotPermitted, match="may look"):
        accept(workspace, "vera", number, request_id="accept-1")


def test_what_a_decision_settled_is_accepted_by_a_lead_alone(workspace: Workspace) -> None:
    number = proposed(workspace, FIRST)
    decided(workspace, number, Judgement(Verdict.EB, flags=frozenset({SignalFlag.PULSCOMP})))
    with pytest.raises(NotPermitted, match="a lead accepts it"):
        accept(workspace, "rita", number, request_id="accept-1")
    accept(workspace, "lena", number, request_id="accept-2")
    assert entries(workspace)[0].pulscomp


def test_a_decision_against_it_outweighs_the_votes(workspace: Workspace) -> None:
    number = settled(workspace, FIRST)
    decided(workspace, number, Judgement(Verdict.NOT_EB, Reason.BLEND))
    with pytest.raises(InputError, match="not settled"):
        accept(workspace, "rita", number, request_id="accept-1")


def test_a_repeated_click_changes_nothing(workspace: Workspace) -> None:
    number = settled(workspace, FIRST)
    first = accept(workspace, "rita", number, request_id="accept-1")
    drawn = phase_figure(workspace).stat().st_mtime_ns
    assert accept(workspace, "rita", number, request_id="accept-1") == first
    assert phase_figure(workspace).stat().st_mtime_ns == drawn
    assert workspace.database.read(lambda session: session.scalar(select(func.count(Run.id)))) == 1


def test_accepting_again_brings_the_signal_up_to_date(workspace: Workspace) -> None:
    number = settled(workspace, FIRST)
    first = accept(workspace, "rita", number, request_id="accept-1")
    again = accept(workspace, "otto", number, flags=[SignalFlag.MULTI], request_id="accept-2")
    assert again == first
    assert [(each.signal_id, each.multi) for each in entries(workspace)] == [(1, True)]


def test_a_multiple_of_a_signal_is_offered_as_its_update_not_as_a_second_one(
    workspace: Workspace,
) -> None:
    accept(workspace, "rita", settled(workspace, FIRST), request_id="accept-1")
    half = settled(workspace, Ephemeris(FIRST.bjd0 + 2.345, FIRST.period / 2), model="BLS")
    with pytest.raises(SignalExists, match="1/2 of that of signal 1") as refused:
        accept(workspace, "rita", half, request_id="accept-2")
    assert refused.value.signal_id == 1
    offer = load_signals(workspace, "rita", TESS_ID).offers[half]
    assert (offer.signal_id, offer.updates, offer.accepted) == (1, True, False)
    accept(workspace, "rita", half, signal_id=1, request_id="accept-3")
    assert [(each.signal_id, each.ephemeris_id) for each in entries(workspace)] == [(1, half)]


def test_a_member_may_not_give_a_number_to_another_period(workspace: Workspace) -> None:
    accept(workspace, "rita", settled(workspace, FIRST), request_id="accept-1")
    second = settled(workspace, SECOND)
    with pytest.raises(NotPermitted, match="signal 1 has another period"):
        accept(workspace, "rita", second, signal_id=1, request_id="accept-2")


def test_the_second_signal_is_number_2_and_measured_without_the_first(workspace: Workspace) -> None:
    accept(workspace, "rita", settled(workspace, FIRST), request_id="accept-1")
    accept(workspace, "rita", settled(workspace, SECOND), request_id="accept-2")
    first, second = entries(workspace)
    assert (first.signal_id, second.signal_id) == (1, 2)
    assert second.prim_depth_2g == pytest.approx(0.03, rel=0.15)
    assert second.sec_depth_2g is None
    assert phase_figure(workspace, 2).exists()


def test_someone_who_has_not_voted_gets_no_offer(workspace: Workspace) -> None:
    number = settled(workspace, FIRST)
    assert load_signals(workspace, "nils", TESS_ID).offers == {}
    assert load_signals(workspace, "rita", TESS_ID).offers[number].refusal == ""


def test_a_failing_transaction_leaves_neither_entry_nor_figure(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = settled(workspace, FIRST)

    def refuse(*_: object) -> None:
        raise InputError("refused")

    monkeypatch.setattr("tessebs_core.database.stores.signals.set_flags", refuse)
    with pytest.raises(InputError, match="refused"):
        accept(workspace, "rita", number, request_id="accept-1")
    assert (entries(workspace), figures(workspace)) == ([], set())


def test_a_failing_commit_leaves_neither_entry_nor_figure(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = settled(workspace, FIRST)
    accept(workspace, "rita", number, request_id="accept-1")
    before = phase_figure(workspace).read_bytes()

    def placed_and_refused(staged: StagedFiles, names: dict[Path, Path], gone: object = ()) -> None:
        place(staged, names, ())
        assert phase_figure(workspace).read_bytes() != before
        raise KeyboardInterrupt

    place = StagedFiles.place
    monkeypatch.setattr(StagedFiles, "place", placed_and_refused)
    moved = settled(workspace, Ephemeris(FIRST.bjd0 + 0.5, FIRST.period), model="BLS")
    with pytest.raises(KeyboardInterrupt):
        accept(workspace, "rita", moved, signal_id=1, request_id="accept-2")
    assert phase_figure(workspace).read_bytes() == before
    assert entries(workspace)[0].ephemeris_id == number
    assert not [name for name in figures(workspace) if name.endswith((".tmp", ".unfinished"))]


def test_a_figure_that_cannot_be_renamed_rolls_the_transaction_back(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = settled(workspace, FIRST)
    replace, count = Path.replace, []

    def fails_at_the_third(path: Path, target: Path) -> Path:
        if target.suffix == ".png":
            count.append(target)
            if len(count) == 3:
                raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fails_at_the_third)
    with pytest.raises(StorageError, match="No space left"):
        accept(workspace, "rita", number, request_id="accept-1")
    assert (entries(workspace), figures(workspace)) == ([], set())


def test_stopping_changes_nothing(workspace: Workspace) -> None:
    number = settled(workspace, FIRST)
    with pytest.raises(Cancelled):
        accept(workspace, "rita", number, request_id="accept-1", cancelled=lambda: True)
    assert (entries(workspace), figures(workspace)) == ([], set())


def test_without_a_light_curve_there_is_nothing_to_accept_on(workspace: Workspace) -> None:
    number = settled(workspace, FIRST)
    workspace.folder.syndicated(TESS_ID).unlink()
    with pytest.raises(NoLightCurve, match="tessebs tic add"):
        accept(workspace, "rita", number, request_id="accept-1")


def test_two_people_at_once_make_one_entry(workspace: Workspace) -> None:
    number = settled(workspace, FIRST)
    names = ("rita", "otto")

    def press(name: str) -> int:
        return accept(workspace, name, number, request_id=f"accept-{name}")

    found = at_once([lambda name=name: press(name) for name in names])
    assert len(set(found)) == 1
    assert [each.signal_id for each in entries(workspace)] == [1]
    assert not [name for name in figures(workspace) if name.endswith((".tmp", ".unfinished"))]


def test_two_signals_accepted_at_once_get_two_numbers(workspace: Workspace) -> None:
    numbers = [settled(workspace, FIRST), settled(workspace, SECOND)]
    at_once(
        [
            lambda number=number: accept(workspace, "rita", number, request_id=f"accept-{number}")
            for number in numbers
        ]
    )
    found = entries(workspace)
    assert [each.signal_id for each in found] == [1, 2]
    assert {each.ephemeris_id for each in found} == set(numbers)


def test_a_process_killed_between_renaming_and_commit_is_healed_by_the_next_run(
    workspace: Workspace, tmp_path: Path
) -> None:
    number = settled(workspace, FIRST)
    accept(workspace, "rita", number, request_id="accept-1")
    before = phase_figure(workspace).read_bytes()
    moved = settled(workspace, Ephemeris(FIRST.bjd0 + 0.5, FIRST.period), model="BLS")
    url = workspace.database.engine.url.render_as_string(hide_password=False)
    child = get_context("spawn").Process(target=accept_and_die, args=(url, str(tmp_path), moved))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert phase_figure(workspace).read_bytes() != before  # renamed, and never committed
    assert entries(workspace)[0].ephemeris_id == number
    create_static_files(workspace, TESS_ID)
    assert phase_figure(workspace).read_bytes() == before
    assert not [name for name in figures(workspace) if name.endswith(".unfinished")]
