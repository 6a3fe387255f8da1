import numpy as np
import pytest

from tessebs_core.archive.sectors import sector_pointings
from tessebs_core.demonstration.observing import (
    _SPANS,
    DESATURATION,
    SECONDS_PER_DAY,
    exposures,
    image_exposure,
    sector_span,
)
from tessebs_core.records import BTJD_ZERO

UNIX_EPOCH = 2440587.5


@pytest.mark.parametrize("sector", sorted(_SPANS))
def test_a_sector_lies_within_its_published_dates(sector: int) -> None:
    published = next(each for each in sector_pointings() if each.sector_id == sector)
    days = [each.toordinal() + 1721424.5 - BTJD_ZERO for each in (published.date_start, published.date_end)]
    span = sector_span(sector)
    assert days[0] < span.first < days[0] + 4
    assert days[1] - 3 < span.last < days[1] + 2
    assert span.first < span.gap_begins < span.gap_ends < span.last


@pytest.mark.parametrize(("sector", "expected"), [(1, 1800), (26, 1800), (27, 600), (55, 600), (56, 200)])
def test_image_cadence_follows_the_era(sector: int, expected: float) -> None:
    assert image_exposure(sector) == expected


@pytest.mark.parametrize("cadence", [20.0, 120.0, 600.0, 1800.0])
def test_exposures_leave_the_gap_free_and_keep_their_spacing(cadence: float) -> None:
    span, when = sector_span(39), exposures(39, cadence)
    assert not ((when.time > span.gap_begins) & (when.time < span.gap_ends)).any()
    steps = np.diff(when.time)
    spaced = np.isclose(steps, cadence / SECONDS_PER_DAY, atol=1e-9)
    assert (~spaced).sum() == 1


def test_every_cadence_sees_the_same_momentum_dumps() -> None:
    slow, fast = exposures(1, 1800.0), exposures(1, 120.0)
    dumps = slow.time[slow.quality & DESATURATION > 0]
    assert 6 <= dumps.size <= 20
    for dump in dumps:
        assert (fast.quality[np.abs(fast.time - dump) < 1800 / SECONDS_PER_DAY] & DESATURATION).any()
