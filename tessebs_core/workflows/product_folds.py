"""Every product of a target on one ephemeris."""

from collections.abc import Callable

from tessebs_core.compute.product_folds import compare_folds, fold_product
from tessebs_core.errors import Cancelled, NoLightCurve
from tessebs_core.records import Ephemeris
from tessebs_core.records.product_folds import ProductComparison
from tessebs_core.workflows.light_curves import load_light_curve, provenances_with_light_curve
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.workspace import Workspace

__all__ = ["compare_products"]


def compare_products(
    workspace: Workspace,
    tess_id: int,
    ephemeris: Ephemeris,
    *,
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> ProductComparison:
    """Fold every product that is held on one ephemeris and compare its depths; nothing is stored.

    Raises
    ------
    NoLightCurve
        The target has no light curve here.
    CorruptProduct
        The target's file cannot be read.
    Cancelled
        The work was stopped on request.
    """
    held = provenances_with_light_curve(workspace, tess_id)
    if not held:
        raise NoLightCurve(
            f"TIC {tess_id} has no light curves here. `tessebs tic add {tess_id}` fetches them from MAST."
        )
    folds = []
    for done, provenance in enumerate(held):
        if cancelled():
            raise Cancelled("The comparison was stopped; nothing was changed.")
        report(Step(done, len(held), f"folding {provenance}"))
        folds.append(fold_product(load_light_curve(workspace, tess_id, provenance), ephemeris))
    return compare_folds(ephemeris, folds)
