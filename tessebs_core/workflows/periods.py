"""Period searches whose results are stored."""

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from tessebs_core import __version__
from tessebs_core.compute.box_least_squares import box_least_squares
from tessebs_core.database.stores.runs import save_bls_run, save_run
from tessebs_core.export.syndicated import light_curve_hash
from tessebs_core.workflows.light_curves import load_light_curve
from tessebs_core.workflows.workspace import Workspace

__all__ = ["BoxParameters", "run_bls"]


@dataclass(frozen=True)
class BoxParameters:
    """What a box search is asked: durations and periods in days; None lets the search choose."""

    duration: float | None = None
    min_eclipses: int = 2
    pmin: float = 0.1
    pmax: float | None = None


def run_bls(
    workspace: Workspace, tess_id: int, provenance: str, parameters: BoxParameters | None = None
) -> int:
    """Search a light curve with box least squares and store the best box.

    Returns
    -------
    int
        The id of the stored ``BLS_run``, whose ``Run`` says which code, parameters and light curve made it.

    Raises
    ------
    NoLightCurve
        The target has no light curve of this product here.
    InputError
        The parameters leave nothing to search.
    """
    asked = parameters or BoxParameters()
    light_curve = load_light_curve(workspace, tess_id, provenance)
    found = box_least_squares(
        light_curve.time,
        light_curve.flux,
        light_curve.flux_err,
        minimum_period=asked.pmin,
        maximum_period=asked.pmax,
        duration=asked.duration,
        minimum_eclipses=asked.min_eclipses,
    )

    def work(session: Session) -> int:
        run = save_run(
            session,
            code="tessebs_core.compute.box_least_squares",
            version=__version__,
            parameters=asdict(asked),
            light_curve_hash=light_curve_hash(light_curve),
            provenance=provenance,
            sectors=light_curve.sectors,
        )
        return save_bls_run(session, tess_id, found, run=run, provenance=provenance).id

    return workspace.database.write(work)
