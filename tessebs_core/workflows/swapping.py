"""Swapping primary and secondary of a catalogue entry, everything consistently."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tessebs_core import __version__
from tessebs_core.compute.eclipse_numbers import EclipseNumber
from tessebs_core.compute.phase_profiles import wrapped
from tessebs_core.compute.swapping import measured_secondary, swapped_ephemeris, swapped_numbers
from tessebs_core.database.schema import EB
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.database.stores import signals
from tessebs_core.database.stores.ephemerides import ephemeris_record, proposals_of, propose_ephemeris
from tessebs_core.database.stores.runs import SWAPPING, run_of_request, save_run
from tessebs_core.errors import BadLightCurve, InputError, StaleForm
from tessebs_core.records import Ephemeris, Source
from tessebs_core.storage import StagedFiles
from tessebs_core.workflows.light_curves import load_light_curve, provenances_with_light_curve
from tessebs_core.workflows.permissions import require_member
from tessebs_core.workflows.publishing import Outcome, write_with_figures
from tessebs_core.workflows.reporting import Report, silent
from tessebs_core.workflows.signal_figures import draw_signal
from tessebs_core.workflows.signal_light import light_of_signal, others_of
from tessebs_core.workflows.workspace import Workspace

__all__ = ["swap_eclipses"]

_SAME_ECLIPSE = 0.02  # cycles; nearer to phase 0 there is no other eclipse to swap with
_ROUNDING = 1e-9  # cycles
_NEAR = 0.05  # cycles within which a measured dip is the eclipse that the entry names


@dataclass(frozen=True)
class _Swap:
    """What will be written: the shift in cycles, the new ephemeris, and its row if there is one."""

    tess_id: int
    before: int  # ephemeris id
    phase: float
    ephemeris: Ephemeris
    known_as: int | None
    others: tuple[Ephemeris, ...]


def swap_eclipses(
    workspace: Workspace,
    username: str,
    entry_id: int,
    *,
    phase: float | None = None,
    request_id: str,
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Make the secondary eclipse of an entry its primary.

    The zero point moves to the secondary, as a new ephemeris (source ``swap``); the old one stays a proposal.
    Widths, depths and positions of both models change places, positions are from the new zero point, and the
    figures are drawn anew, all in one transaction. Swapping again goes back to the ephemeris before.

    Parameters
    ----------
    phase : float, optional
        Where the secondary is, cycles; the entry's two-Gaussian position, or else the polyfit's, by default.
    request_id : str
        The same id again changes nothing and returns the same ephemeris.
    report, cancelled : callable, optional
        Progress, and whether to stop; stopping changes nothing.

    Returns
    -------
    int
        The id of the ephemeris that the entry has now.

    Raises
    ------
    InputError
        There is no such entry, it has no ephemeris, or nothing says where its secondary is.
    NotPermitted
        A viewer may not change the catalogue.
    StaleForm
        Somebody changed the entry while the figures were drawn; nothing was changed.
    """

    def planned(session: Session) -> tuple[int, _Swap | None]:
        require_member(session, username)
        before = run_of_request(session, SWAPPING, username, request_id)
        if before is not None:
            return int(before.parameters["now"]), None
        return 0, _plan(session, signals.entry_numbered(session, entry_id), phase)

    answered, swap = workspace.database.write(planned, repeatable=True)
    if swap is None:
        return answered
    uncertainty = _uncertainty(workspace, swap) if swap.known_as is None else None

    def work(session: Session) -> Outcome[int]:
        before = run_of_request(session, SWAPPING, username, request_id)
        if before is not None:
            return Outcome(int(before.parameters["now"]), repeated=True)
        entry = signals.entry_numbered(session, entry_id)
        if swap != _plan(session, entry, phase):
            raise StaleForm("The entry changed while the figures were drawn. Look, and swap again.")
        now = _write(session, username, entry, swap, uncertainty, request_id=request_id)
        return Outcome(now, figures.names(workspace.folder, swap.tess_id, entry.signal_id))

    with StagedFiles() as staged:
        figures = draw_signal(
            workspace, swap.tess_id, swap.ephemeris, staged,
            others=swap.others, report=report, cancelled=cancelled,
        )  # fmt: skip
        return write_with_figures(workspace, swap.tess_id, staged, work)


def _plan(session: Session, entry: EB, phase: float | None) -> _Swap:
    if entry.ephemeris is None:
        raise InputError(f"Entry {entry.id} has no accepted ephemeris; there is nothing to swap.")
    tess_id, now = entry.tic.tess_id, entry.ephemeris
    known = [signals.signal_record(each) for each in signals.signals_of(session, tess_id)]
    others = others_of(known, entry.signal_id)
    came_from = _came_from(session, now)
    if came_from is not None and phase is None:
        row, shift = came_from
        return _Swap(tess_id, now.id, -shift, ephemeris_record(row), row.id, others)
    if phase is None:
        phase = entry.sec_pos_2g if entry.sec_pos_2g is not None else entry.sec_pos_pf
    if phase is None:
        raise InputError(
            f"Entry {entry.id} (signal {entry.signal_id}) has no secondary whose position is known. "
            "Accept one in a review of its eclipses, or say at which phase it is."
        )
    phase %= 1.0
    again = _swapped_before(session, tess_id, now.id, phase)
    if again is not None:
        row, shift = again
        return _Swap(tess_id, now.id, shift, ephemeris_record(row), row.id, others)
    if min(phase, 1 - phase) < _SAME_ECLIPSE:
        raise InputError(f"Phase {phase:.4f} is the primary itself; there is nothing to swap.")
    return _Swap(tess_id, now.id, phase, swapped_ephemeris(ephemeris_record(now), phase), None, others)


def _came_from(session: Session, row: EphemerisRow) -> tuple[EphemerisRow, float] | None:
    """The ephemeris that was swapped for this one, and by how many cycles; None if none was or it is gone."""
    if row.run is None or row.run.code != SWAPPING:
        return None
    before = session.get(EphemerisRow, row.run.parameters["before"]["ephemeris"])
    if before is None or before.tic_id != row.tic_id:
        return None
    taken = any(each.ephemeris_id == before.id for each in signals.signals_of(session, row.tic.tess_id))
    return None if taken else (before, float(row.run.parameters["phase"]))


def _swapped_before(
    session: Session, tess_id: int, ephemeris_id: int, phase: float
) -> tuple[EphemerisRow, float] | None:
    """What an earlier swap by this phase made of this ephemeris, and the phase to all its digits."""
    for row in proposals_of(session, tess_id):
        if row.run is not None and row.run.code == SWAPPING:
            made = row.run.parameters
            if made["before"]["ephemeris"] == ephemeris_id and abs(made["phase"] - phase) < _ROUNDING:
                return row, float(made["phase"])
    return None


def _uncertainty(workspace: Workspace, swap: _Swap) -> float | None:
    """One sigma of the secondary's phase, as it is measured now; None where it is not found again."""
    held = provenances_with_light_curve(workspace, swap.tess_id)
    old = swapped_ephemeris(swap.ephemeris, -swap.phase)
    for provenance in held[:1]:
        light_curve = load_light_curve(workspace, swap.tess_id, provenance)
        with suppress(BadLightCurve):
            found = measured_secondary(light_of_signal(light_curve, swap.others), old)
            if found is not None and abs(float(wrapped(found.position - swap.phase))) < _NEAR:
                return found.position_unc
    return None


def _write(
    session: Session, username: str, entry: EB, swap: _Swap, uncertainty: float | None, *, request_id: str
) -> int:
    parameters = {
        "request_id": request_id,
        "eb": entry.id,
        "phase": swap.phase,
        "before": signals.entry_state(entry),
    }
    run = save_run(session, code=SWAPPING, version=__version__, parameters=parameters, username=username)
    before = entry.ephemeris
    if swap.known_as is not None or before is None:
        row = session.get_one(EphemerisRow, swap.known_as)
    else:
        row = propose_ephemeris(
            session, swap.tess_id, swapped_ephemeris(ephemeris_record(before), swap.phase, uncertainty),
            Source("swap", __version__, username, f"ephemeris {before.id}"), run=run,
            provenance=None if before.provenance is None else before.provenance.name,
            sectors=[each.sector_id for each in before.sectors],
        )  # fmt: skip
    entry.ephemeris = row
    numbers = {number: getattr(entry, number.value) for number in EclipseNumber}
    for number, value in swapped_numbers(numbers, swap.phase).items():
        setattr(entry, number.value, value)
    run.parameters = {**parameters, "now": row.id}
    return row.id
