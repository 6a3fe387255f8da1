from pathlib import Path

import pytest

from tessebs_core.compute.eclipse_numbers import EclipseNumber
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.errors import InputError, NotPermitted
from tessebs_core.records import Ephemeris, Source
from tessebs_core.workflows.accepting import accept
from tessebs_core.workflows.catalogue import CatalogueEntry, enter_binary
from tessebs_core.workflows.queue import next_candidate
from tessebs_core.workflows.swapping import swap_eclipses
from tessebs_core.workflows.workspace import Workspace
from tests.support.settled import FIRST, SECONDARY_PHASE, TESS_ID, settled, settled_workspace


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    return settled_workspace(tmp_path, database)


@pytest.fixture
def entry_id(workspace: Workspace) -> int:
    """Signal 1, measured; its secondary is at phase 0.43."""
    return accept(workspace, "rita", settled(workspace, FIRST), request_id="accept-1")


def numbers(workspace: Workspace, entry_id: int) -> dict[str, float | None]:
    def work(session) -> dict[str, float | None]:
        entry = session.get_one(EB, entry_id)
        found = {each.value: getattr(entry, each.value) for each in EclipseNumber}
        return found | {"bjd0": entry.ephemeris.bjd0, "period": entry.ephemeris.period}

    return workspace.database.read(work)


def test_the_secondary_becomes_the_primary_in_every_number(workspace: Workspace, entry_id: int) -> None:
    before = numbers(workspace, entry_id)
    now = swap_eclipses(workspace, "rita", entry_id, request_id="swap-1")
    after = numbers(workspace, entry_id)
    phase = before["sec_pos_2g"]
    assert phase == pytest.approx(SECONDARY_PHASE, abs=0.002)
    assert after["bjd0"] == pytest.approx(before["bjd0"] + phase * FIRST.period, abs=1e-9)
    assert after["period"] == FIRST.period
    for model in ("2g", "pf"):
        for quantity in ("width", "depth"):
            assert after[f"prim_{quantity}_{model}"] == before[f"sec_{quantity}_{model}"]
            assert after[f"sec_{quantity}_{model}"] == before[f"prim_{quantity}_{model}"]
    assert after["prim_pos_2g"] == 0.0
    assert after["sec_pos_2g"] == pytest.approx((before["prim_pos_2g"] - phase) % 1.0, abs=1e-9)
    assert after["morph_coeff"] == before["morph_coeff"]
    row = workspace.database.read(lambda session: session.get_one(EphemerisRow, now).source)
    assert (row.model, row.author) == ("swap", "rita")


def test_the_new_zero_point_has_the_uncertainty_of_the_secondary(workspace: Workspace, entry_id: int) -> None:
    now = swap_eclipses(workspace, "rita", entry_id, request_id="swap-1")
    row = workspace.database.read(lambda session: session.get_one(EphemerisRow, now))
    assert 1e-5 < row.bjd0_uncert < 0.01


def test_swapping_twice_gives_back_the_same_numbers(workspace: Workspace, entry_id: int) -> None:
    before = numbers(workspace, entry_id)
    swap_eclipses(workspace, "rita", entry_id, request_id="swap-1")
    swap_eclipses(workspace, "otto", entry_id, request_id="swap-2")
    after = numbers(workspace, entry_id)
    assert after == pytest.approx(before, abs=1e-11)


def test_the_old_ephemeris_stays_and_no_third_one_is_made(workspace: Workspace, entry_id: int) -> None:
    for turn in range(4):
        swap_eclipses(workspace, "rita", entry_id, request_id=f"swap-{turn}")
    rows = workspace.database.read(lambda session: session.query(EphemerisRow).count())
    assert rows == 2


def test_the_figure_is_drawn_anew(workspace: Workspace, entry_id: int) -> None:
    figure = workspace.folder.phase_figure(TESS_ID, 1, "SPOC")
    before = figure.read_bytes()
    swap_eclipses(workspace, "rita", entry_id, request_id="swap-1")
    assert figure.read_bytes() != before


def test_a_repeated_request_swaps_once(workspace: Workspace, entry_id: int) -> None:
    first = swap_eclipses(workspace, "rita", entry_id, request_id="swap-1")
    assert swap_eclipses(workspace, "rita", entry_id, request_id="swap-1") == first


def test_without_a_known_secondary_there_is_nothing_to_swap(workspace: Workspace) -> None:
    entry = enter_binary(workspace, CatalogueEntry(TESS_ID, Ephemeris(1326.4, 2.345), Source("truth")))
    with pytest.raises(InputError, match="no secondary whose position is known"):
        swap_eclipses(workspace, "rita", entry, request_id="swap-1")
    swap_eclipses(workspace, "rita", entry, phase=0.43, request_id="swap-2")
    assert numbers(workspace, entry)["bjd0"] == pytest.approx(1326.4 + 0.43 * 2.345)


def test_a_viewer_may_not_swap(workspace: Workspace, entry_id: int) -> None:
    with pytest.raises(NotPermitted):
        swap_eclipses(workspace, "vera", entry_id, request_id="swap-1")


def test_what_swapping_leaves_behind_is_not_to_be_judged(workspace: Workspace, entry_id: int) -> None:
    for turn in range(2):
        swap_eclipses(workspace, "rita", entry_id, request_id=f"swap-{turn}")
    assert next_candidate(workspace, "nils") is None
