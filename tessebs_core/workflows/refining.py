"""An ephemeris fitted to all eclipses of a light curve that is held."""

from tessebs_core.compute.refinement import Refinement, refine
from tessebs_core.errors import NoEclipses
from tessebs_core.records import Ephemeris
from tessebs_core.workflows.light_curves import load_light_curve
from tessebs_core.workflows.workspace import Workspace

__all__ = ["refine_ephemeris"]


def refine_ephemeris(workspace: Workspace, tess_id: int, provenance: str, ephemeris: Ephemeris) -> Refinement:
    """Fit time of minimum and period to all eclipses of one product; nothing is stored.

    Parameters
    ----------
    ephemeris : Ephemeris
        Right to a tenth of an eclipse duration over the data.

    Raises
    ------
    NoLightCurve, BadLightCurve
        There is no light curve of this product here, or it is too short.
    NoEclipses
        Fewer than two eclipses are seen whole on this ephemeris.
    """
    found = refine(load_light_curve(workspace, tess_id, provenance), ephemeris)
    if found is None:
        raise NoEclipses(
            f"TIC {tess_id} {provenance}: fewer than two whole eclipses were found at t0 = "
            f"{ephemeris.bjd0:.5f}, P = {ephemeris.period:.7f} d, so nothing was fitted. Put phase 0 on the "
            "primary minimum and correct the period until the eclipses line up, then fit again."
        )
    return found
