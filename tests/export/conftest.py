from collections.abc import Callable

import numpy as np
import pytest

from tessebs_core.records import LightCurve

MakeLightCurve = Callable[..., LightCurve]


@pytest.fixture
def make_light_curve() -> MakeLightCurve:
    """Make a light curve of two sectors with errors missing in the second."""

    def make(provenance: str = "SPOC", *, points: int = 200, tess_id: int = 126602778) -> LightCurve:
        rng = np.random.default_rng(points)
        half = points // 2
        time = np.concatenate([1325 + np.arange(half) / 720, 1500 + np.arange(points - half) / 720])
        return LightCurve(
            tess_id=tess_id,
            provenance=provenance,
            time=time,
            flux=1 + rng.normal(0, 0.01, points),
            flux_err=np.where(np.arange(points) < half, 0.01, np.nan),
            sector=np.where(np.arange(points) < half, 1, 2),
            cadence=np.where(np.arange(points) < half, 120.0, 20.0),
            quality=rng.integers(0, 2**40, points),
        )

    return make
