"""Targets: what the archive says of them, and their files."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tessebs_core.archive.downloads import MOST_WORKERS, download_all, is_held
from tessebs_core.archive.products import list_products
from tessebs_core.archive.sectors import sector_pointings
from tessebs_core.archive.targets import fetch_metadata, fetch_sectors
from tessebs_core.database.stores import products as product_store
from tessebs_core.database.stores.sectors import save_sectors
from tessebs_core.database.stores.targets import (
    find_target,
    save_target,
    set_provenances,
    set_sectors,
    target_record,
)
from tessebs_core.provenances.registry import known_provenances
from tessebs_core.records import HeldProduct, ListedProduct, TargetMetadata
from tessebs_core.vocabulary import ProductState
from tessebs_core.workflows.figures import create_static_files
from tessebs_core.workflows.light_curves import provenances_with_light_curve, syndicate
from tessebs_core.workflows.permissions import require_member
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.workspace import Workspace

__all__ = [
    "IngestChoices",
    "IngestReport",
    "add_target",
    "fetch_products",
    "refresh_target",
    "update_provenances",
]


@dataclass(frozen=True)
class IngestChoices:
    """What to do with a target once its metadata are stored; each step needs those before it.

    ``workers`` are the files that are fetched at a time.
    """

    download: bool = True
    syndicate: bool = True
    attach_spd: bool = True
    figures: bool = True
    workers: int = MOST_WORKERS


@dataclass(frozen=True)
class IngestReport:
    """What came of adding a target: what is held, what failed and why, what to know."""

    tess_id: int
    provenances: tuple[str, ...]
    held: int
    failures: tuple[str, ...]
    warnings: tuple[str, ...]


def add_target(
    workspace: Workspace,
    tess_id: int,
    *,
    choices: IngestChoices | None = None,
    report: Report = silent,
    files: Report | None = None,
) -> IngestReport:
    """Fetch a target from MAST and SIMBAD: metadata, sectors, products, light curves, figures.

    Files already held are not asked for again, so the same call resumes what was interrupted
    and refreshes what has changed.

    Parameters
    ----------
    report : callable, optional
        Told of each step; raising `Cancelled` from it stops the work there.
    files : callable, optional
        Told of each file instead of ``report``.

    Raises
    ------
    UnknownTarget
        The TESS Input Catalog has no such TIC; nothing was changed.
    ArchiveUnavailable, ArchiveRefused
        MAST gave no metadata or no product list; nothing was changed.
    StorageError
        The data folder cannot be written.
    """
    choices = choices or IngestChoices()
    report(Step(0, 5, "asking MAST and SIMBAD"))
    warnings = refresh_target(workspace, tess_id)
    if choices.download:
        report(Step(1, 5, "downloading light curves"))
        fetch_products(workspace, tess_id, report=files or report, workers=choices.workers)
    if choices.download and choices.syndicate:
        report(Step(3, 5, "reading light curves"))
        syndicate(workspace, tess_id, attach_spd=choices.attach_spd)
        if choices.figures:
            report(Step(4, 5, "drawing figures"))
            create_static_files(workspace, tess_id)
    report(Step(5, 5, "done"))
    return _state_of(workspace, tess_id, warnings)


def refresh_target(
    workspace: Workspace, tess_id: int, *, username: str | None = None, report: Report = silent
) -> tuple[str, ...]:
    """Update a target's metadata, sectors, provenances and product list from the archive.

    Everything is asked first and stored in one transaction, so a failure, or ``report`` raising
    `Cancelled`, changes nothing.

    Parameters
    ----------
    username : str, optional
        Who asked for it; must be a member, and is named in the audit trail.

    Returns
    -------
    tuple of str
        What the archive did not give, in words; empty when all is well.
    """
    if username is not None:
        # Before the archive is asked; and again, with what is stored.
        workspace.database.write(lambda session: require_member(session, username), repeatable=True)
    report(Step(0, 4, "asking for metadata"))
    metadata, warnings = fetch_metadata(workspace.archive, tess_id)
    report(Step(1, 4, "asking for sectors"))
    sectors = _sectors_of(workspace, metadata)
    report(Step(2, 4, "asking for products"))
    listed = _listed_products(workspace, metadata)
    report(Step(3, 4, "storing"))
    known = [each for each in sector_pointings() if each.sector_id in sectors]

    def work(session: Session) -> None:
        if username is not None:
            require_member(session, username)
        save_sectors(session, known)
        tic = save_target(session, metadata)  # keeps what is stored where the archive says nothing
        set_sectors(session, tic, sectors)
        _store_listing(session, tess_id, listed)

    workspace.database.write(work, repeatable=True)
    return warnings


def update_provenances(workspace: Workspace, tess_id: int) -> tuple[str, ...]:
    """Ask MAST which products a known target has now; return the names of their provenances."""
    metadata = workspace.database.read(lambda session: target_record(find_target(session, tess_id)))
    listed = _listed_products(workspace, metadata)
    workspace.database.write(lambda session: _store_listing(session, tess_id, listed), repeatable=True)
    return tuple(sorted({each.provenance for each in listed}))


def fetch_products(
    workspace: Workspace, tess_id: int, *, report: Report = silent, workers: int = MOST_WORKERS
) -> tuple[HeldProduct, ...]:
    """Download the light-curve files of a target that are not held yet.

    Each file's fate is stored as soon as it is known; one that fails does not stop the others.

    Returns
    -------
    tuple of HeldProduct
        Those that arrived now; the ones held before made no request.
    """
    database = workspace.database

    def on_held(held: HeldProduct) -> None:
        database.write(lambda session: product_store.mark_held(session, held), repeatable=True)

    def on_failed(product: ListedProduct, error: Exception) -> None:
        database.write(
            lambda session: product_store.mark_failed(session, product.uri, str(error)), repeatable=True
        )

    return download_all(
        workspace.archive,
        _missing_products(workspace, tess_id),
        workspace.folder,
        on_held=on_held,
        on_failed=on_failed,
        progress=lambda done, total, text: report(Step(done, total, text)),
        workers=workers,
    )


def _missing_products(workspace: Workspace, tess_id: int) -> list[ListedProduct]:
    """List the target's products whose file is not in the data folder, whole."""
    rows = workspace.database.read(
        lambda session: [
            (product_store.listed_record(row), product_store.held_record(row))
            for row in product_store.products_of(session, tess_id)
        ]
    )
    return [listed for listed, held in rows if held is None or not is_held(held, workspace.folder)]


def _listed_products(workspace: Workspace, metadata: TargetMetadata) -> tuple[ListedProduct, ...]:
    """List the target's products, those that are named by a Gaia id included."""
    gaia_ids = [each for each in (metadata.gaia_id, metadata.gaia_dr3_id) if each is not None]
    return list_products(workspace.archive, metadata.tess_id, known_provenances(), gaia_ids=gaia_ids)


def _sectors_of(workspace: Workspace, metadata: TargetMetadata) -> tuple[int, ...]:
    if metadata.ra is None or metadata.dec is None:
        return ()
    return fetch_sectors(workspace.archive, metadata.tess_id, metadata.ra, metadata.dec)


def _store_listing(session: Session, tess_id: int, listed: tuple[ListedProduct, ...]) -> None:
    product_store.save_listed(session, listed)
    tic = find_target(session, tess_id)
    set_provenances(session, tic, sorted({each.provenance for each in listed}))


def _state_of(workspace: Workspace, tess_id: int, warnings: tuple[str, ...]) -> IngestReport:
    def work(session: Session) -> IngestReport:
        rows = product_store.products_of(session, tess_id)
        return IngestReport(
            tess_id=tess_id,
            provenances=provenances_with_light_curve(workspace, tess_id),
            held=sum(row.state is ProductState.HELD for row in rows),
            failures=tuple(
                f"{row.provenance.name}: {row.error}" for row in rows if row.state is ProductState.FAILED
            ),
            warnings=warnings,
        )

    return workspace.database.read(work)
