from pathlib import Path

import pytest

from tessebs_core import records
from tessebs_core.catalog import TIC, Ephemeris, EphemerisSource
from tessebs_core.errors import BadEphemeris, InputError, UnknownTarget
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import PERIOD, T0, TARGET


def test_the_call_that_the_documentation_shows(opened: Workspace, tmp_path: Path) -> None:
    figures = tmp_path / "static" / "catalog"
    tic = TIC.from_mast(
        tess_id=TARGET, syndicate_data=True, attach_spd_data=True, create_static=True, static_dir=figures
    )
    assert [sector.sector_id for sector in tic.sectors] == [1, 2]
    assert {provenance.name for provenance in tic.provenances} == {"SPOC", "QLP"}
    assert (figures / "lc_figs" / f"tic{TARGET:010d}.SPOC.zlc.png").exists()
    assert tic.periodogram("SPOC").power.max() > 0


def test_box_least_squares_is_stored(opened: Workspace) -> None:
    tic = TIC.from_mast(TARGET, syndicate_data=True)
    run = tic.run_bls(provenance="SPOC")
    assert run.period == pytest.approx(PERIOD, rel=1e-3)
    cycles = (run.bjd0 - T0) / PERIOD
    assert cycles == pytest.approx(round(cycles), abs=0.01)
    assert run.depth == pytest.approx(0.05, rel=0.05)
    assert [each.id for each in tic.bls_runs] == [run.id]
    assert run.run.light_curve_hash is not None


@pytest.mark.parametrize("kind", ["dict", "record", "row"])
def test_a_proposal_may_be_given_as_a_dict_or_an_instance(opened: Workspace, kind: str) -> None:
    TIC.from_mast(TARGET, download=False)
    given = {
        "dict": ({"bjd0": 1325.5, "period": 2.5}, {"model": "QATS", "version": "2"}),
        "record": (records.Ephemeris(1325.5, 2.5), records.Source("QATS", "2")),
        "row": (Ephemeris(bjd0=1325.5, period=2.5), EphemerisSource(model="QATS", version="2", author="")),
    }
    ephemeris, source = given[kind]
    stored = TIC.add_to_triage(tess_id=TARGET, ephemeris=ephemeris, source=source)
    assert (stored.period, stored.source.model, stored.tic.tess_id) == (2.5, "QATS", TARGET)


def test_proposing_for_a_target_that_is_not_there_fetches_it(opened: Workspace) -> None:
    TIC.add_to_triage(tess_id=TARGET, ephemeris={"bjd0": 1325.5, "period": 2.5}, source={"model": "BLS"})
    assert TIC.get(TARGET).Tmag == 10.5


@pytest.mark.parametrize(
    ("ephemeris", "error"),
    [
        ({"bjd0": 1325.5}, InputError),
        ({"bjd0": 1325.5, "period": 2.5, "perod": 1}, InputError),
        ({"bjd0": 2458325.5, "period": 2.5}, BadEphemeris),
        ({"bjd0": "soon", "period": 2.5}, InputError),
    ],
    ids=["no period", "a misspelt word", "a full BJD", "a text"],
)
def test_what_is_no_ephemeris_is_refused(
    opened: Workspace, ephemeris: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        TIC.add_to_triage(tess_id=TARGET, ephemeris=ephemeris, source={"model": "QATS"})


def test_provenances_are_asked_for_again(opened: Workspace) -> None:
    tic = TIC.from_mast(TARGET, download=False)
    assert {each.name for each in tic.update_provenances()} == {"SPOC", "QLP"}


def test_static_files_are_made_as_the_arguments_say(opened: Workspace, tmp_path: Path) -> None:
    tic = TIC.from_mast(TARGET, syndicate_data=True)
    made = tic.create_static_files(
        static_dir=tmp_path / "out", data_dir=None, filelist=None, export_lc=True, export_spd=True,
        plot_lc=False, plot_spd=False, force_overwrite=False,
    )  # fmt: skip
    assert sorted({path.suffix for path in made}) == [".lc", ".spd"]


def test_static_files_are_not_made_twice_unless_forced(opened: Workspace) -> None:
    tic = TIC.from_mast(TARGET, syndicate_data=True)
    first = tic.create_static_files(plot_spd=False, export_spd=False)
    assert first
    assert tic.create_static_files(plot_spd=False, export_spd=False) == ()
    assert tic.create_static_files(plot_spd=False, export_spd=False, force_overwrite=True) == first


def test_static_files_of_chosen_products_alone(opened: Workspace, tmp_path: Path) -> None:
    tic = TIC.from_mast(TARGET, syndicate_data=True)
    tic.create_static_files(static_dir=tmp_path / "out", filelist=["spoc-s0002.fits"], plot_lc=False)
    text = (tmp_path / "out" / "lc_data" / f"tic{TARGET:010d}.SPOC.lc").read_text()
    first = next(line for line in text.splitlines() if not line.startswith("#"))
    assert float(first.split()[0]) > 1350  # the second sector begins at BTJD 1352.7


def test_a_file_that_is_no_product_of_the_target_is_refused(opened: Workspace) -> None:
    tic = TIC.from_mast(TARGET, syndicate_data=True)
    with pytest.raises(InputError, match="no file"):
        tic.create_static_files(filelist=["another.fits"])


def test_an_unknown_number_is_said_to_be_unknown(opened: Workspace) -> None:
    with pytest.raises(UnknownTarget, match="TIC 5"):
        TIC.get(5)


def test_a_periodogram_may_be_of_a_range_of_time_or_of_differences(opened: Workspace) -> None:
    tic = TIC.from_mast(TARGET, syndicate_data=True, attach_spd_data=True)
    whole, part = tic.periodogram("SPOC"), tic.periodogram("SPOC", start=1326.0, end=1340.0)
    assert part.frequency.size < whole.frequency.size
    assert tic.periodogram("SPOC", differences=True).frequency.size == pytest.approx(
        whole.frequency.size, rel=0.01
    )
