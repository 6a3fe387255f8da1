"""Which static figures of a target are there, and their bytes."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from tessebs_core.errors import StorageError
from tessebs_core.records import DataFolder
from tessebs_core.records.target_views import StaticFigure
from tessebs_core.vocabulary import FigureKind, FigureState
from tessebs_core.workflows.workspace import Workspace

__all__ = ["read_figure", "static_figures"]

_OF_PRODUCT = (FigureKind.LIGHT_CURVE, FigureKind.FIRST_DAYS, FigureKind.PERIODOGRAM)


def static_figures(
    folder: DataFolder,
    tess_id: int,
    provenances: Iterable[str],
    *,
    signals: Collection[int] = (),
    proposals: Collection[int] = (),
) -> tuple[StaticFigure, ...]:
    """Say of every static figure that a target could have whether it is there.

    Each is looked for by its name: the folders of a large catalogue are too full to be listed.

    Parameters
    ----------
    provenances : iterable of str
        The products.
    signals, proposals : collections of int
        Numbers of the signals, and keys of the proposals, to look for folds of.
    """
    data = folder.syndicated(tess_id)
    since = data.stat().st_mtime_ns if data.exists() else 0
    return tuple(
        _as_it_stands(folder, each, since)
        for provenance in provenances
        for each in _possible(tess_id, provenance, signals, proposals)
    )


def read_figure(workspace: Workspace, figure: StaticFigure) -> bytes:
    """Read a picture, PNG.

    Raises
    ------
    StorageError
        It is not there (any more), or cannot be read.
    """
    path = _path(workspace.folder, figure)
    try:
        return path.read_bytes()
    except OSError as error:
        raise StorageError(
            f"{path.name} cannot be read: {error.strerror or error}. "
            f"`tessebs figures {figure.tess_id}` makes the figures of this target."
        ) from error


def _possible(
    tess_id: int, provenance: str, signals: Iterable[int], proposals: Iterable[int]
) -> Iterator[StaticFigure]:
    for kind in _OF_PRODUCT:
        yield StaticFigure(tess_id, kind, provenance)
    for number in signals:
        yield StaticFigure(tess_id, FigureKind.SIGNAL, provenance, number)
    for number in proposals:
        yield StaticFigure(tess_id, FigureKind.PROPOSAL, provenance, number)


def _as_it_stands(folder: DataFolder, figure: StaticFigure, since: int) -> StaticFigure:
    try:
        made = _path(folder, figure).stat().st_mtime_ns
    except FileNotFoundError:
        return figure
    return replace(figure, state=FigureState.OUTDATED if made < since else FigureState.MADE, made_ns=made)


def _path(folder: DataFolder, figure: StaticFigure) -> Path:
    which, number = (figure.tess_id, figure.provenance), figure.number
    if figure.kind is FigureKind.LIGHT_CURVE:
        return folder.light_curve_figure(*which)
    if figure.kind is FigureKind.FIRST_DAYS:
        return folder.zoomed_figure(*which)
    if figure.kind is FigureKind.PERIODOGRAM:
        return folder.periodogram_figure(*which)
    if number is None:
        raise StorageError(f"A {figure.kind} figure without a number has no file.")
    if figure.kind is FigureKind.SIGNAL:
        return folder.phase_figure(figure.tess_id, number, figure.provenance)
    return folder.triage_figure(figure.tess_id, figure.provenance, number)
