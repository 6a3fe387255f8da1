"""Periodograms and fits of a light curve that is held, all of it or a part."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from tessebs_core.compute.peaks import find_peaks
from tessebs_core.errors import BadLightCurve, NoEclipses, NoLightCurve
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records import Ephemeris, LightCurve
from tessebs_core.settings import Settings
from tessebs_core.vocabulary import PeriodogramMethod
from tessebs_core.workflows import refining
from tessebs_core.workflows.light_curves import load_periodogram
from tessebs_core.workflows.refining import refine_ephemeris
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import PERIOD, T0, TARGET, dipping_flux

BOTH = list(PeriodogramMethod)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A data folder with one target: 75 days of eclipses, the last 25 of them of twice the period."""
    settings = Settings(f"sqlite:///{tmp_path / 'none.sqlite3'}", tmp_path / "data")
    made = Workspace.from_settings(settings)
    time = np.arange(T0 - 1.0, T0 + 74.0, 1800 / 86400)
    flux = dipping_flux(time)
    odd = np.round((time - T0) / PERIOD) % 2 == 1
    flux[odd & (time > T0 + 49.0)] = 1.0
    light_curve = LightCurve(
        TARGET, "SPOC", time, flux, np.full(time.size, 5e-4),
        np.ones(time.size, int), np.full(time.size, 1800.0), np.zeros(time.size, int),
    )  # fmt: skip
    write_syndicated(made.folder.syndicated(TARGET), [light_curve], {})
    return made


def best_period(workspace: Workspace, method: PeriodogramMethod, **part: float | bool) -> float:
    return find_peaks(load_periodogram(workspace, TARGET, "SPOC", method, **part), 1)[0].period  # type: ignore[arg-type]


def test_a_box_search_of_a_range_of_time_sees_only_that_range(workspace: Workspace) -> None:
    method = PeriodogramMethod.BOX_LEAST_SQUARES
    assert best_period(workspace, method, end=T0 + 49.0) == pytest.approx(PERIOD, rel=0.01)
    assert best_period(workspace, method, start=T0 + 49.0) == pytest.approx(2 * PERIOD, rel=0.01)


def test_lomb_scargle_of_a_range_has_the_resolution_of_that_range(workspace: Workspace) -> None:
    method = PeriodogramMethod.LOMB_SCARGLE
    whole = load_periodogram(workspace, TARGET, "SPOC", method)
    part = load_periodogram(workspace, TARGET, "SPOC", method, start=T0, end=T0 + 25.0)
    assert np.diff(part.frequency)[0] == pytest.approx(3 * np.diff(whole.frequency)[0], rel=0.01)


def test_a_drift_that_hides_the_eclipses_vanishes_in_the_differences(
    tmp_path: Path, workspace: Workspace
) -> None:
    time = np.arange(T0 - 1.0, T0 + 49.0, 1800 / 86400)
    drift = 0.5 * np.sin(time / 9.0)
    light_curve = LightCurve(
        TARGET, "QLP", time, dipping_flux(time) + drift, np.full(time.size, 5e-4),
        np.ones(time.size, int), np.full(time.size, 1800.0), np.zeros(time.size, int),
    )  # fmt: skip
    write_syndicated(workspace.folder.syndicated(TARGET), [light_curve], {})
    for method in BOTH:
        whole = find_peaks(load_periodogram(workspace, TARGET, "QLP", method), 1)[0].period
        changes = load_periodogram(workspace, TARGET, "QLP", method, differences=True)
        found = find_peaks(changes, 1)[0].period
        assert not is_multiple(whole)
        assert is_multiple(found)


def is_multiple(period: float) -> bool:
    """Whether a period, or a small multiple of it, is the true one."""
    return min(abs(n * period / PERIOD - 1) for n in range(1, 12)) < 0.01


@pytest.mark.parametrize("method", BOTH)
def test_a_range_without_points_is_refused_in_words(workspace: Workspace, method: PeriodogramMethod) -> None:
    with pytest.raises(BadLightCurve):
        load_periodogram(workspace, TARGET, "SPOC", method, start=T0 + 500.0)


@pytest.mark.parametrize("method", BOTH)
def test_a_product_that_is_not_held_is_told(workspace: Workspace, method: PeriodogramMethod) -> None:
    with pytest.raises(NoLightCurve):
        load_periodogram(workspace, TARGET, "QLP", method, differences=True)


def test_a_fit_finds_the_ephemeris_within_its_uncertainties(workspace: Workspace) -> None:
    fit = refine_ephemeris(workspace, TARGET, "SPOC", Ephemeris(T0 + 0.005, PERIOD * 1.0005))
    assert fit.ephemeris.period_uncert is not None
    assert abs(fit.ephemeris.period - PERIOD) < 4 * fit.ephemeris.period_uncert
    assert fit.ephemeris.period_uncert < 1e-4
    assert fit.cycle.size > 20


def test_a_fit_where_no_eclipses_are_says_what_to_do(workspace: Workspace) -> None:
    with pytest.raises(NoEclipses, match="two whole eclipses"):
        refine_ephemeris(workspace, TARGET, "SPOC", Ephemeris(T0, 200.0))  # one eclipse in all


def test_a_fit_that_is_another_when_it_is_repeated_is_refused(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    restless = (SimpleNamespace(ephemeris=Ephemeris(T0, PERIOD * each, 1e-4, 1e-5)) for each in (1, 1.01) * 9)
    monkeypatch.setattr(refining, "refine", lambda *_: next(restless))
    with pytest.raises(NoEclipses, match="no fit holds"):
        refine_ephemeris(workspace, TARGET, "SPOC", Ephemeris(T0, PERIOD))
