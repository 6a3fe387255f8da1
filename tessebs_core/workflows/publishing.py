"""Transactions that bring figures with them: rows and pictures change together, or not at all.

The pictures are drawn beside their places before the transaction begins. In it, when everything is written
but not committed, they are renamed; if anything fails they go back. A process that is killed between the
renaming and the end leaves a mark beside the figures. Whoever next draws, accepts or swaps for that target
sees the mark, draws the phase figures anew from what the database says, and takes those away whose signal
it does not know. All of this happens while the target's row is locked, so that no two writers meet.
"""

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from tessebs_core.database.stores.signals import signal_record, signals_of
from tessebs_core.database.stores.targets import target_id
from tessebs_core.figures.phases import draw_phase
from tessebs_core.records import DataFolder
from tessebs_core.storage import StagedFiles
from tessebs_core.workflows.light_curves import load_light_curve, provenances_with_light_curve
from tessebs_core.workflows.signal_light import light_of_signal, others_of
from tessebs_core.workflows.workspace import Workspace

__all__ = ["Outcome", "mend_figures", "write_with_figures"]

T = TypeVar("T")

_ABANDONED_AFTER = 3600.0  # seconds after which a temporary picture belongs to nobody


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What a transaction gives back, and what becomes of the figures.

    ``names`` gives each file that was drawn its place, ``gone`` are figures to take away. ``repeated`` says
    that the request was answered before: nothing was changed and no figure moves.
    """

    result: T
    names: Mapping[Path, Path] = field(default_factory=dict)
    gone: Sequence[Path] = ()
    repeated: bool = False


def write_with_figures(
    workspace: Workspace, tess_id: int, staged: StagedFiles, work: Callable[[Session], Outcome[T]]
) -> T:
    """Run ``work`` in one transaction with the target's row locked, and place the figures in it.

    ``work`` may be run again, and twice must do no harm: see `Database.write`. If the transaction fails, or a
    figure cannot be renamed, rows and figures are as before.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    StorageError
        A figure cannot take its place.
    """
    writer = f"{os.getpid()}-{threading.get_ident()}"
    mark = workspace.folder.unfinished_figures(tess_id, writer)
    may_be_committed = False

    def attempt(session: Session) -> T:
        nonlocal may_be_committed
        may_be_committed = False
        target_id(session, tess_id, locked=True)
        _mend(workspace, session, tess_id, own=mark)
        outcome = work(session)
        session.flush()
        if not outcome.repeated:
            staged.undo()  # of an attempt that was rolled back
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch()
            staged.place(outcome.names, outcome.gone)
        may_be_committed = True
        return outcome.result

    try:
        result = workspace.database.write(attempt, repeatable=True)
    except BaseException:
        staged.undo()
        if not may_be_committed:  # else nobody knows, and the mark stays for whoever looks next
            mark.unlink(missing_ok=True)
        raise
    staged.settle()
    mark.unlink(missing_ok=True)
    return result


def mend_figures(workspace: Workspace, tess_id: int) -> None:
    """Draw the phase figures of a target anew if a process was killed while it changed them."""
    if _marks(workspace.folder, tess_id):

        def work(session: Session) -> None:
            target_id(session, tess_id, locked=True)
            _mend(workspace, session, tess_id)

        workspace.database.write(work, repeatable=True)


def _mend(workspace: Workspace, session: Session, tess_id: int, own: Path | None = None) -> None:
    left = [each for each in _marks(workspace.folder, tess_id) if each != own]
    if not left:
        return
    known = [signal_record(row) for row in signals_of(session, tess_id)]
    numbers = {each.signal_id for each in known if each.ephemeris is not None}
    for path, number in workspace.folder.phase_figures(tess_id).items():
        if number not in numbers:
            path.unlink(missing_ok=True)
    for provenance in provenances_with_light_curve(workspace, tess_id):
        light_curve = load_light_curve(workspace, tess_id, provenance)
        for each in known:
            if each.ephemeris is not None:
                alone = light_of_signal(light_curve, others_of(known, each.signal_id))
                place = workspace.folder.phase_figure(tess_id, each.signal_id, provenance)
                draw_phase(alone, each.ephemeris, place)
    for folder in {left[0].parent, workspace.folder.periodogram_figure(tess_id, "any").parent}:
        _sweep(folder, f".tic{tess_id:010d}.")
    for mark in left:
        mark.unlink(missing_ok=True)


def _marks(folder: DataFolder, tess_id: int) -> list[Path]:
    pattern = folder.unfinished_figures(tess_id)
    return sorted(pattern.parent.glob(pattern.name))


def _sweep(folder: Path, beginning: str) -> None:
    """Remove temporary pictures that nobody will come back for."""
    for each in folder.glob(f"{beginning}*.tmp"):
        if time.time() - each.stat().st_mtime > _ABANDONED_AFTER:
            each.unlink(missing_ok=True)
