"""Light curves and periodograms of a target, from the files held."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from tessebs_core.compute.box_least_squares import box_least_squares
from tessebs_core.compute.cleaning import flux_difference_errors, flux_differences, within
from tessebs_core.compute.lomb_scargle import light_curve_periodogram
from tessebs_core.database.stores.products import held_record, mark_failed, products_of
from tessebs_core.errors import BadLightCurve, InputError, NoLightCurve, ProductError
from tessebs_core.export.syndicated import (
    held_provenances,
    read_light_curve,
    read_periodogram,
    write_syndicated,
)
from tessebs_core.provenances.reading import read_segment, stitch
from tessebs_core.provenances.registry import known_provenances, provenance_named
from tessebs_core.records import HeldProduct, LightCurve, Periodogram
from tessebs_core.vocabulary import PeriodogramMethod
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.workspace import Workspace

__all__ = [
    "attach_periodograms",
    "load_light_curve",
    "load_periodogram",
    "lomb_scargle_of",
    "periodogram_of",
    "provenances_with_light_curve",
    "stitch_files",
    "syndicate",
]


def provenances_with_light_curve(workspace: Workspace, tess_id: int) -> tuple[str, ...]:
    """Name the products whose light curves stand in the target's syndicated file."""
    path = workspace.folder.syndicated(tess_id)
    return held_provenances(path) if path.exists() else ()


def load_light_curve(workspace: Workspace, tess_id: int, provenance: str) -> LightCurve:
    """Read one product's light curve from the target's syndicated file.

    Raises
    ------
    NoLightCurve
        The file or the product in it does not exist; ``tessebs tic add`` fetches them.
    CorruptProduct
        The file cannot be read.
    """
    path = workspace.folder.syndicated(tess_id)
    if not path.exists():
        raise NoLightCurve(
            f"TIC {tess_id} has no light curves here. `tessebs tic add {tess_id}` fetches them from MAST."
        )
    return read_light_curve(path, tess_id, provenance)


def load_periodogram(
    workspace: Workspace,
    tess_id: int,
    provenance: str,
    method: PeriodogramMethod,
    *,
    differences: bool = False,
    start: float | None = None,
    end: float | None = None,
    quick: bool = False,
) -> Periodogram:
    """Read or compute the periodogram of one product's light curve.

    The Lomb-Scargle periodogram of all of it is the syndicated file's; where that has none, and for all
    else, it is computed from the light curve.

    Parameters
    ----------
    differences : bool
        Of the flux changes between neighbours, in which drifts vanish and ingresses stand out.
    start, end : float, optional
        Of the points between these times alone, BTJD, both included.
    quick : bool
        For a person who waits: see `tessebs_core.compute.box_least_squares.box_least_squares`.

    Raises
    ------
    NoLightCurve
        There is nothing to compute it from.
    BadLightCurve
        The range holds too few points, or leaves no periods to search.
    """
    of_all = not differences and start is None and end is None
    path = workspace.folder.syndicated(tess_id)
    if method is PeriodogramMethod.LOMB_SCARGLE and of_all and path.exists():
        found = read_periodogram(path, provenance)
        if found is not None:
            return found
    light_curve = load_light_curve(workspace, tess_id, provenance)
    return periodogram_of(light_curve, method, differences=differences, start=start, end=end, quick=quick)


def periodogram_of(
    light_curve: LightCurve,
    method: PeriodogramMethod,
    *,
    differences: bool = False,
    start: float | None = None,
    end: float | None = None,
    quick: bool = False,
) -> Periodogram:
    """Compute the periodogram of a light curve at hand; arguments as for `load_periodogram`."""
    light_curve = within(light_curve, start, end)
    if method is PeriodogramMethod.LOMB_SCARGLE:
        return light_curve_periodogram(light_curve, differences=differences)
    time, values, errors = light_curve.time, light_curve.flux, light_curve.flux_err
    if differences:
        (time, values), errors = flux_differences(light_curve), flux_difference_errors(light_curve)
    return box_least_squares(time, values, errors, quick=quick).periodogram


def syndicate(
    workspace: Workspace, tess_id: int, *, attach_spd: bool = True, report: Report = silent
) -> tuple[str, ...]:
    """Write all held light curves of a target into its one syndicated file.

    A file that cannot be used is marked failed, with the reason, and does not stop the others.

    Parameters
    ----------
    attach_spd : bool
        Also compute and attach each light curve's Lomb-Scargle periodogram.

    Returns
    -------
    tuple of str
        The provenances written; none, and no file, if no product can be used.
    """
    held = _held_products(workspace, tess_id)
    light_curves: list[LightCurve] = []
    for done, (provenance, products) in enumerate(held.items()):
        report(Step(done, len(held), f"reading {provenance}"))
        segments = _readable_segments(workspace, products)
        if segments:
            light_curves.append(stitch(segments))
    if not light_curves:
        return ()
    periodograms = _periodograms_of(light_curves) if attach_spd else {}
    write_syndicated(workspace.folder.syndicated(tess_id), light_curves, periodograms)
    report(Step(len(held), len(held), "light curves written"))
    return tuple(each.provenance for each in light_curves)


def attach_periodograms(workspace: Workspace, tess_id: int) -> tuple[str, ...]:
    """Compute the Lomb-Scargle periodograms of a syndicated file anew and attach them.

    Raises
    ------
    NoLightCurve
        There is no syndicated file.
    """
    names = provenances_with_light_curve(workspace, tess_id)
    if not names:
        raise NoLightCurve(f"TIC {tess_id} has no syndicated file. `tessebs tic add {tess_id}` makes it.")
    light_curves = [load_light_curve(workspace, tess_id, name) for name in names]
    periodograms = _periodograms_of(light_curves)
    write_syndicated(workspace.folder.syndicated(tess_id), light_curves, periodograms)
    return tuple(periodograms)


def _periodograms_of(light_curves: Iterable[LightCurve]) -> dict[str, Periodogram]:
    """Compute one for each product; one that is too short for any has none, and is no less a light curve."""
    periodograms = {}
    for light_curve in light_curves:
        with suppress(BadLightCurve):
            periodograms[light_curve.provenance] = lomb_scargle_of(light_curve)
    return periodograms


def stitch_files(
    workspace: Workspace, tess_id: int, filelist: Sequence[str | Path]
) -> tuple[LightCurve, ...]:
    """Read the named files of a target, each one of its held products, into one light curve a product.

    Raises
    ------
    InputError
        A name is none of the target's held products.
    """
    wanted = {Path(name).name for name in filelist}
    light_curves = []
    found: set[str] = set()
    for products in _held_products(workspace, tess_id).values():
        chosen = [each for each in products if Path(each.path).name in wanted]
        found |= {Path(each.path).name for each in chosen}
        if segments := _readable_segments(workspace, chosen):
            light_curves.append(stitch(segments))
    if missing := sorted(wanted - found):
        raise InputError(f"TIC {tess_id} holds no file {missing[0]!r}. tic.products names those that it has.")
    return tuple(light_curves)


def lomb_scargle_of(light_curve: LightCurve) -> Periodogram:
    """Compute the periodogram that is attached to the syndicated file."""
    return light_curve_periodogram(light_curve)


def _held_products(workspace: Workspace, tess_id: int) -> dict[str, list[HeldProduct]]:
    """Held files by product, in the products' own order: the first is shown first everywhere."""
    rows = workspace.database.read(
        lambda session: [held_record(row) for row in products_of(session, tess_id)]
    )
    by_provenance: dict[str, list[HeldProduct]] = {each.name: [] for each in known_provenances()}
    for held in rows:
        if held is not None:
            by_provenance.setdefault(held.product.provenance, []).append(held)
    return {name: products for name, products in by_provenance.items() if products}


def _readable_segments(workspace: Workspace, products: list[HeldProduct]) -> list[LightCurve]:
    segments = []
    for held in products:
        try:
            provenance = provenance_named(held.product.provenance)
            segments.append(read_segment(workspace.folder.root / held.path, provenance, held.product))
        except ProductError as error:
            _store_failure(workspace, held.product.uri, str(error))
    return segments


def _store_failure(workspace: Workspace, uri: str, words: str) -> None:
    workspace.database.write(lambda session: mark_failed(session, uri, words), repeatable=True)
