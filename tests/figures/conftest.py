from collections.abc import Callable

import numpy as np
import pytest

from tessebs_core.records import LightCurve

MakeLightCurve = Callable[..., LightCurve]


@pytest.fixture
def make_light_curve() -> MakeLightCurve:
    """Make an eclipsing binary of 1.7 d seen in the named sectors."""

    def make(*sectors: int, cadence: float = 1800.0, provenance: str = "SPOC") -> LightCurve:
        step = cadence / 86400
        times = [1325 + 27.4 * (each - 1) + np.arange(0, 26, step) for each in sectors]
        time = np.concatenate([*times, np.array([])])
        phase = (time - 1325.5) / 1.7 % 1
        noise = np.random.default_rng(1).normal(0, 2e-3, time.size)
        return LightCurve(
            tess_id=126602778,
            provenance=provenance,
            time=time,
            flux=1 - 0.3 * (np.minimum(phase, 1 - phase) < 0.04) + noise,
            flux_err=np.full(time.size, 2e-3),
            sector=np.repeat(sectors, [each.size for each in times]) if sectors else np.array([], int),
            cadence=np.full(time.size, cadence),
            quality=np.zeros(time.size, int),
        )

    return make
