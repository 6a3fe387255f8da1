"""What a person has done for one target: refreshed from the archives, syndicated, drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from tessebs_core.database.stores.products import products_of
from tessebs_core.database.stores.targets import find_target, target_record
from tessebs_core.errors import NoLightCurve
from tessebs_core.records import TargetMetadata
from tessebs_core.records.target_views import QUANTITIES, Change, Refreshed
from tessebs_core.workflows.figures import FigureChoices, create_static_files
from tessebs_core.workflows.light_curves import provenances_with_light_curve, syndicate
from tessebs_core.workflows.permissions import require_member
from tessebs_core.workflows.reporting import Report, silent
from tessebs_core.workflows.targets import refresh_target
from tessebs_core.workflows.workspace import Workspace

__all__ = ["draw_figures", "refresh_metadata", "syndicate_anew"]


def refresh_metadata(
    workspace: Workspace, username: str, tess_id: int, *, report: Report = silent
) -> Refreshed:
    """Ask MAST and SIMBAD for a known target again, store what they say, and tell what that changed.

    What an archive does not say stays as it is stored.

    Raises
    ------
    UnknownTarget
        The catalogue, or the TESS Input Catalog, has no such TIC.
    NotPermitted
        A viewer may only look.
    ArchiveUnavailable, ArchiveRefused, Cancelled
        Nothing was changed.
    """
    before = _known(workspace, username, tess_id)
    warnings = refresh_target(workspace, tess_id, username=username, report=report)
    after = _known(workspace, username, tess_id)
    return Refreshed(tess_id, tuple(_changes(before, after)), warnings)


def syndicate_anew(
    workspace: Workspace, username: str, tess_id: int, *, report: Report = silent
) -> tuple[str, ...]:
    """Write the target's syndicated file anew from the files held, with periodograms.

    Returns
    -------
    tuple of str
        The products in it.

    Raises
    ------
    NoLightCurve
        No file is held that could be used; a syndicated file that is there stays.
    UnknownTarget, NotPermitted, Cancelled
        Nothing was changed.
    """
    _known(workspace, username, tess_id)
    written = syndicate(workspace, tess_id, report=report)
    if not written:
        raise NoLightCurve(
            f"TIC {tess_id} has no light-curve file here that could be used, so nothing was written. "
            f"`tessebs tic add {tess_id}` fetches them from MAST; the products say why one failed."
        )
    return written


def draw_figures(
    workspace: Workspace, username: str, tess_id: int, *, force: bool = False, report: Report = silent
) -> tuple[Path, ...]:
    """Draw the static figures that are missing or older than the light curves; all of them with ``force``.

    Returns
    -------
    tuple of Path
        What was drawn.

    Raises
    ------
    NoLightCurve
        There is nothing to draw.
    UnknownTarget, NotPermitted
        Nothing was changed.
    Cancelled
        What was drawn by then is kept.
    """
    _known(workspace, username, tess_id)
    if not provenances_with_light_curve(workspace, tess_id):
        raise NoLightCurve(
            f"TIC {tess_id} has no light curves here, so there is nothing to draw. "
            "Syndicate it first; that needs its files from MAST."
        )
    choices = FigureChoices(force_overwrite=force)
    return create_static_files(workspace, tess_id, choices=choices, report=report)


@dataclass(frozen=True)
class _Known:
    """What the database says of a target that a refresh can change."""

    metadata: TargetMetadata
    sectors: tuple[int, ...]
    provenances: tuple[str, ...]
    files: int


def _known(workspace: Workspace, username: str, tess_id: int) -> _Known:
    """What is stored, for somebody who may change it."""

    def work(session: Session) -> _Known:
        require_member(session, username)
        tic = find_target(session, tess_id)
        return _Known(
            target_record(tic),
            tuple(sorted(each.sector_id for each in tic.sectors)),
            tuple(each.name for each in tic.provenances),
            len(products_of(session, tess_id)),
        )

    return workspace.database.write(work, repeatable=True)  # somebody new becomes a member


def _changes(before: _Known, after: _Known) -> Iterable[Change]:
    for each in QUANTITIES:
        old, new = getattr(before.metadata, each.field), getattr(after.metadata, each.field)
        if old != new:
            yield Change(each.label, _words(old, each.unit), _words(new, each.unit))
    for name, earlier, later in (
        ("sectors", before.sectors, after.sectors),
        ("products", before.provenances, after.provenances),
    ):
        if earlier != later:
            yield Change(name, ", ".join(map(str, earlier)) or "none", ", ".join(map(str, later)) or "none")
    if before.files != after.files:
        yield Change("files listed", str(before.files), str(after.files))


def _words(value: object, unit: str) -> str:
    if value is None:
        return "unknown"
    return f"{value} {unit}".strip()
