from collections.abc import Callable
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from tessebs_core.compute.period_report import period_report
from tessebs_core.errors import BadLightCurve, Cancelled
from tessebs_core.records import Ephemeris, LightCurve, Source
from tessebs_core.records.reporting import Step
from tessebs_core.vocabulary import PeriodGrade
from tests.support.folded import START, light_curve

FILES = Path(__file__).parents[2] / "../shared/data/light_curves"
REAL = pytest.mark.skipif(not FILES.is_dir(), reason="the real light curves are not at hand")
TRUE = Ephemeris(START + 0.9, 3.07)
CURVE = light_curve(TRUE, [(0.0, 0.2, 0.2), (0.5, 0.1, 0.2)], noise=2e-3)


def test_a_report_has_an_ephemeris_within_its_errors() -> None:
    found = period_report(CURVE)
    assert found.ephemeris is not None
    assert found.grade is PeriodGrade.CERTAIN
    assert found.ephemeris.bjd0_uncert is not None
    assert found.ephemeris.period_uncert is not None
    assert abs(found.ephemeris.period - 3.07) < 4 * found.ephemeris.period_uncert
    cycles = (found.ephemeris.bjd0 - TRUE.bjd0) / 3.07
    assert abs(cycles - round(cycles)) * 3.07 < 4 * found.ephemeris.bjd0_uncert + 1e-4
    assert [each.multiple for each in found.evidence] == [0.5, 1.0, 2.0, 3.0]
    assert found.candidates


def test_proposals_are_grouped_about_the_period_found() -> None:
    found = period_report(CURVE, [(Ephemeris(TRUE.bjd0, 1.535), Source("QATS"))])
    (group,) = found.groups
    assert group.members[0].ratio == (1, 2)
    assert group.members[0].same_minimum


def test_the_folds_of_a_proposal_are_weighed_too() -> None:
    found = period_report(CURVE, [(Ephemeris(TRUE.bjd0, 1.535), None)])
    assert [each.multiple for each in found.evidence] == [0.25, 0.5, 1.0, 2.0, 3.0]
    at_its_half = found.evidence[0]
    assert at_its_half.period == pytest.approx(3.07 / 4, rel=1e-4)
    assert at_its_half.bic > 0


def test_steps_are_reported_in_order() -> None:
    steps: list[Step] = []
    period_report(CURVE, report=steps.append)
    assert [step.done for step in steps] == list(range(5))
    assert {step.total for step in steps} == {5}


def test_work_stops_at_the_next_step_when_it_is_cancelled() -> None:
    asked = count()
    steps: list[Step] = []
    stop: Callable[[], bool] = lambda: next(asked) == 2  # noqa: E731 -- a function of one line
    with pytest.raises(Cancelled):
        period_report(CURVE, report=steps.append, cancelled=stop)
    assert len(steps) == 2


def test_hours_of_data_are_refused() -> None:
    columns = (getattr(CURVE, name)[:20] for name in (
        "time", "flux", "flux_err", "sector", "cadence", "quality"))  # fmt: skip
    with pytest.raises(BadLightCurve):
        period_report(LightCurve(1, "SPOC", *columns))


def test_a_constant_flux_has_no_eclipses() -> None:
    constant = light_curve(TRUE, (), noise=0.0)
    assert period_report(constant).grade is PeriodGrade.NO_ECLIPSES


@REAL
@pytest.mark.parametrize(
    ("tess_id", "period"), [(126602778, 0.7121198), (32150630, 1.492036), (38846515, 2.849384)]
)
def test_published_periods_are_found_or_called_ambiguous(tess_id: int, period: float) -> None:
    name = f"tess2018206045859-s0001-{tess_id:016d}-0120-s_lc.fits"
    with fits.open(FILES / name, memmap=False) as hdus:
        table = hdus[1].data
        time, flux, error = (table[each].astype(float) for each in ("TIME", "SAP_FLUX", "SAP_FLUX_ERR"))
        good = np.isfinite(time) & np.isfinite(flux) & (table["QUALITY"] & 16575 == 0)
    median, size = np.median(flux[good]), int(good.sum())
    found = period_report(
        LightCurve(
            tess_id, "SPOC", time[good], flux[good] / median, error[good] / median,
            np.ones(size, np.int64), np.full(size, 120.0), np.zeros(size, np.int64),
        )
    )  # fmt: skip
    assert found.period is not None
    is_right = abs(found.period / period - 1) < 1e-3
    assert is_right or found.grade is PeriodGrade.AMBIGUOUS
    assert is_right or found.alternative == pytest.approx(period, rel=1e-3)
