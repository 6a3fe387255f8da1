"""An ephemeris fitted to all eclipses of a light curve that is held."""

from tessebs_core.compute.refinement import Refinement, refine
from tessebs_core.errors import NoEclipses
from tessebs_core.records import Ephemeris, LightCurve
from tessebs_core.workflows.light_curves import load_light_curve
from tessebs_core.workflows.workspace import Workspace

__all__ = ["refine_ephemeris", "settled_refinement"]


_MOST_FITS = 4


def refine_ephemeris(workspace: Workspace, tess_id: int, provenance: str, ephemeris: Ephemeris) -> Refinement:
    """Fit time of minimum and period to all eclipses of one product held; nothing is stored.

    Raises
    ------
    NoLightCurve
        There is no light curve of this product here.
    BadLightCurve, NoEclipses
        See `settled_refinement`.
    """
    return settled_refinement(load_light_curve(workspace, tess_id, provenance), ephemeris)


def settled_refinement(light_curve: LightCurve, ephemeris: Ephemeris) -> Refinement:
    """Fit time of minimum and period to all eclipses until a repeated fit says the same.

    Parameters
    ----------
    ephemeris : Ephemeris
        Right to about an eclipse duration over the data.

    Raises
    ------
    BadLightCurve
        The light curve is too short.
    NoEclipses
        Fewer than two eclipses are seen whole on this ephemeris, or the fit does not settle.

    Notes
    -----
    A first fit from a period that smears the eclipses can settle, with a small error, on a period at which
    some of them fall on others. Fitted again from there it finds other eclipses or none; from a period that
    is right the second fit differs by less than its error.
    """
    found = refine(light_curve, ephemeris)
    for _ in range(_MOST_FITS):
        again = None if found is None else refine(light_curve, found.ephemeris)
        if found is not None and again is not None:
            moved = abs(again.ephemeris.period - found.ephemeris.period)
            if moved <= (again.ephemeris.period_uncert or 0.0):
                return again
        found = again
    raise NoEclipses(
        f"TIC {light_curve.tess_id} {light_curve.provenance}: no fit holds near t0 = {ephemeris.bjd0:.5f}, "
        f"P = {ephemeris.period:.7f} d; it takes two whole eclipses that nearly line up. Put phase 0 on the "
        "primary minimum and correct the period, then fit again."
    )
