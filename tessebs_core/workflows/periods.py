"""Period searches whose results are stored."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from tessebs_core import __version__
from tessebs_core.compute.box_least_squares import box_least_squares
from tessebs_core.database.stores.runs import box_run_made_by, save_bls_run, save_run
from tessebs_core.database.stores.targets import target_id
from tessebs_core.export.syndicated import light_curve_hash
from tessebs_core.records import LightCurve
from tessebs_core.workflows.light_curves import load_light_curve
from tessebs_core.workflows.workspace import Workspace

if TYPE_CHECKING:
    from tessebs_core.compute.box_least_squares import BoxSearch

__all__ = ["BoxParameters", "ComputedBox", "compute_box", "run_bls"]

_CODE = "tessebs_core.compute.box_least_squares"


@dataclass(frozen=True)
class BoxParameters:
    """What a box search is asked: durations and periods in days; None lets the search choose."""

    duration: float | None = None
    min_eclipses: int = 2
    pmin: float = 0.1
    pmax: float | None = None


@dataclass(frozen=True)
class ComputedBox:
    """The best box of a search, with what made it; saving takes part in the transaction of its session."""

    found: "BoxSearch"
    light_curve: LightCurve
    parameters: BoxParameters

    def save(self, session: Session) -> int:
        """Store it with its `Run`; returns the id of the ``BLS_run``."""
        run = save_run(
            session,
            code=_CODE,
            version=__version__,
            parameters=asdict(self.parameters),
            light_curve_hash=light_curve_hash(self.light_curve),
            provenance=self.light_curve.provenance,
            sectors=self.light_curve.sectors,
        )
        provenance = self.light_curve.provenance
        return save_bls_run(session, self.light_curve.tess_id, self.found, run=run, provenance=provenance).id

    def save_unless_stored(self, session: Session) -> int:
        """As `save`, unless the same code has searched the same light curve with the same parameters."""
        tess_id = self.light_curve.tess_id
        target_id(session, tess_id, locked=True)  # two who come at once come one after the other
        known = box_run_made_by(
            session,
            tess_id,
            code=_CODE,
            version=__version__,
            parameters=asdict(self.parameters),
            light_curve_hash=light_curve_hash(self.light_curve),
        )
        return self.save(session) if known is None else known.id


def compute_box(
    workspace: Workspace, tess_id: int, provenance: str, parameters: BoxParameters | None = None
) -> ComputedBox:
    """Search a light curve with box least squares, to be saved in a transaction of the caller's.

    Raises
    ------
    NoLightCurve, InputError
        As in `run_bls`.
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
    return ComputedBox(found, light_curve, asked)


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
    return workspace.database.write(compute_box(workspace, tess_id, provenance, parameters).save)
