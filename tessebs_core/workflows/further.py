"""Further signals of a target: sought when those that are known are taken out, and proposed for triage."""

from collections.abc import Callable, Sequence
from typing import Literal

from sqlalchemy.orm import Session

from tessebs_core import __version__
from tessebs_core.compute.several_signals import residual, search_beyond
from tessebs_core.compute.signal_removal import Removal
from tessebs_core.database.stores.ephemerides import propose_ephemeris
from tessebs_core.database.stores.runs import run_of_request, save_run
from tessebs_core.database.stores.signals import signal_record, signals_of
from tessebs_core.errors import InputError
from tessebs_core.export.syndicated import light_curve_hash
from tessebs_core.records import Ephemeris, FoundSignal, LightCurve, Periodogram, Source
from tessebs_core.vocabulary import PeriodogramMethod
from tessebs_core.workflows.light_curves import load_light_curve, periodogram_of
from tessebs_core.workflows.permissions import require_member
from tessebs_core.workflows.reporting import Report, silent
from tessebs_core.workflows.workspace import Workspace

__all__ = ["Method", "promote", "residual_periodogram", "search_further", "take_out"]

Method = Literal["mask", "subtract"]

_CODE = "tessebs_core.workflows.further"


def take_out(light_curve: LightCurve, removed: Sequence[tuple[Ephemeris, Method]]) -> LightCurve:
    """Take signals out of a light curve, each by its own method, in this order.

    Raises
    ------
    BadLightCurve
        Too little would be left, or a signal cannot be folded.
    """
    for ephemeris, method in removed:
        light_curve = residual(light_curve, [ephemeris], Removal(method))
    return light_curve


def residual_periodogram(
    light_curve: LightCurve,
    method: PeriodogramMethod,
    *,
    differences: bool = False,
    start: float | None = None,
    end: float | None = None,
) -> Periodogram:
    """Compute the periodogram of what is left of a light curve, for a person who waits.

    Parameters
    ----------
    differences, start, end
        See `tessebs_core.workflows.light_curves.load_periodogram`.

    Raises
    ------
    BadLightCurve
        Too few points are left.
    """
    return periodogram_of(light_curve, method, differences=differences, start=start, end=end, quick=True)


def search_further(
    workspace: Workspace,
    tess_id: int,
    provenance: str,
    *,
    signals: Sequence[Ephemeris] = (),
    method: Method | None = None,
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> FoundSignal:
    """Search for an eclipsing signal beside those that are known; nothing is stored.

    Parameters
    ----------
    signals : sequence of Ephemeris
        What to take out first; all that stand in the catalogue by default, in the order of their numbers.
    method : "mask" or "subtract", optional
        How; by default a signal is masked where its eclipses are narrow, and subtracted otherwise.
    report, cancelled : callable, optional
        Progress, and whether to stop.

    Raises
    ------
    InputError
        No signal is known yet: the first is sought by the period report.
    NoLightCurve, BadLightCurve
        There is nothing, or too little, to search.
    Cancelled
        The work was stopped on request.
    """
    removal = None if method is None else Removal(method)
    known = tuple(signals) or _in_catalogue(workspace, tess_id)
    if not known:
        raise InputError(
            f"TIC {tess_id} has no signal in the catalogue to take out. Accept one first, or choose "
            "ephemerides."
        )
    light_curve = load_light_curve(workspace, tess_id, provenance)
    found = search_beyond(light_curve, known, removal, report=report, cancelled=cancelled)
    return FoundSignal(
        tess_id=tess_id,
        provenance=provenance,
        light_curve_hash=light_curve_hash(light_curve),
        sectors=light_curve.sectors,
        removed=known,
        removal=method or "by width",
        ephemeris=found.ephemeris,
        significant=found.significant,
        depth=found.depth,
        duration=found.duration,
        remark=found.remark,
    )


def promote(workspace: Workspace, username: str, tess_id: int, found: FoundSignal, *, request_id: str) -> int:
    """Propose what a search found, for triage; accepted, it becomes the next signal.

    The source is ``further signal`` with this person as author; a `Run` keeps what was taken out, how, and
    from which light curve.

    Returns
    -------
    int
        The ephemeris' id; the one that is there if it was promoted before.

    Raises
    ------
    InputError
        The search found nothing, or was of another target.
    NotPermitted
        A viewer may not propose.
    """
    ephemeris = found.ephemeris
    if ephemeris is None or found.tess_id != tess_id:
        raise InputError("There is nothing to promote: search this target for a further signal first.")
    parameters = {
        "request_id": request_id,
        "removed": [[each.bjd0, each.period] for each in found.removed],
        "removal": found.removal,
        "significant": found.significant,
        "remark": found.remark,
        "depth": found.depth,
        "duration": found.duration,
    }

    def work(session: Session) -> int:
        require_member(session, username)
        before = run_of_request(session, _CODE, username, request_id)
        if before is not None:
            return int(before.parameters["ephemeris"])
        run = save_run(
            session, code=_CODE, version=__version__, parameters=parameters,
            light_curve_hash=found.light_curve_hash, provenance=found.provenance, sectors=found.sectors,
            username=username,
        )  # fmt: skip
        row = propose_ephemeris(
            session, tess_id, ephemeris, Source("further signal", __version__, username),
            provenance=found.provenance, sectors=found.sectors, run=run,
        )  # fmt: skip
        run.parameters = {**parameters, "ephemeris": row.id}
        return row.id

    return workspace.database.write(work, repeatable=True)


def _in_catalogue(workspace: Workspace, tess_id: int) -> tuple[Ephemeris, ...]:
    def work(session: Session) -> tuple[Ephemeris, ...]:
        known = [signal_record(row) for row in signals_of(session, tess_id)]
        return tuple(each.ephemeris for each in known if each.in_catalog and each.ephemeris is not None)

    return workspace.database.read(work)
