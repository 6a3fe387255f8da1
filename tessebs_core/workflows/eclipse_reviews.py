"""What a person reviews of the eclipses: a target's entries, and an ephemeris that is none yet."""

from sqlalchemy.orm import Session

from tessebs_core.compute.eclipse_review import EclipseReview, review_of
from tessebs_core.compute.eclipses import measure_eclipses
from tessebs_core.database.stores import signals
from tessebs_core.records import Ephemeris
from tessebs_core.records.signals import CatalogueSignal
from tessebs_core.workflows.light_curves import load_light_curve
from tessebs_core.workflows.workspace import Workspace

__all__ = ["catalogue_signals", "review_ephemeris"]


def catalogue_signals(workspace: Workspace, tess_id: int) -> tuple[CatalogueSignal, ...]:
    """A target's catalogue entries by number; none for a target that is not in the catalogue."""

    def work(session: Session) -> tuple[CatalogueSignal, ...]:
        return tuple(signals.signal_record(each) for each in signals.signals_of(session, tess_id))

    return workspace.database.read(work)


def review_ephemeris(
    workspace: Workspace, tess_id: int, ephemeris: Ephemeris, provenance: str
) -> EclipseReview:
    """Measure the eclipses on an ephemeris that is no entry's; nothing is stored, nor can be.

    Raises
    ------
    NoLightCurve, BadLightCurve
        There is nothing to measure on.
    """
    light_curve = load_light_curve(workspace, tess_id, provenance)
    return review_of(measure_eclipses(light_curve.time, light_curve.flux, ephemeris, light_curve.flux_err))
