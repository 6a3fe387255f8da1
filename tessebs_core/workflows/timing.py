"""The O-C diagram of a signal: timed from its light curve; a person's choices of eclipses are kept."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from tessebs_core.compute.eclipse_numbers import Which
from tessebs_core.compute.eclipse_times import EclipseTimes, eclipse_times
from tessebs_core.compute.eclipses import measure_eclipses
from tessebs_core.compute.timing_diagrams import Timed, timing_diagram
from tessebs_core.database.stores import settings, signals, users
from tessebs_core.database.stores.targets import target_id
from tessebs_core.errors import Cancelled, InputError, NoLightCurve
from tessebs_core.export.eclipse_times import write_times
from tessebs_core.figures.timing import draw_timing
from tessebs_core.records import CatalogueSignal, Ephemeris
from tessebs_core.records.timing_diagrams import TimingDiagram
from tessebs_core.workflows.light_curves import load_light_curve, provenances_with_light_curve
from tessebs_core.workflows.reporting import Report, Step, silent
from tessebs_core.workflows.signal_light import light_of_signal, others_of
from tessebs_core.workflows.workspace import Workspace

__all__ = [
    "TimedSignal",
    "choose_eclipse",
    "draw_o_minus_c",
    "o_minus_c",
    "refit",
    "time_signal",
    "write_o_minus_c",
]

_MOST_CHOICES = 400  # of one person on one signal; a setting holds 64 kB
_LONGEST_NAME = 24


@dataclass(frozen=True)
class TimedSignal:
    """The times of a signal's eclipses, before anything is fitted: see `refit`."""

    timed: Timed
    ephemeris: Ephemeris
    times: tuple[EclipseTimes, ...]


def o_minus_c(
    workspace: Workspace,
    tess_id: int,
    signal: int = 1,
    *,
    provenance: str | None = None,
    username: str | None = None,
    include: Collection[str] = (),
    exclude: Collection[str] = (),
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> TimingDiagram:
    """Time the eclipses of a catalogue signal and fit trends to the times; nothing is stored.

    Parameters
    ----------
    signal : int
        Its number.
    provenance : str, optional
        The product; the first that has a light curve by default.
    username : str, optional
        Whose choices of eclipses count (`choose_eclipse`); nobody's by default.
    include, exclude : collection of str
        More choices, for example ``"primary 12"``.
    report, cancelled : callable, optional
        Progress, and whether to stop.

    Raises
    ------
    UnknownTarget, InputError
        There is no such target, or it has no such signal.
    NoLightCurve, BadLightCurve
        There is nothing to time, or too little.
    Cancelled
        The work was stopped on request.
    """
    found = time_signal(workspace, tess_id, signal, provenance=provenance, report=report, cancelled=cancelled)
    return refit(workspace, found, username=username, include=include, exclude=exclude)


def time_signal(
    workspace: Workspace,
    tess_id: int,
    signal: int = 1,
    *,
    provenance: str | None = None,
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> TimedSignal:
    """Time the eclipses of a signal, the target's other signals taken out first.

    Parameters, errors: see `o_minus_c`.
    """
    entries = _signals(workspace, tess_id)
    entry = next((each for each in entries if each.signal_id == signal), None)
    if entry is None or entry.ephemeris is None:
        raise InputError(
            f"TIC {tess_id} has no signal {signal} with an ephemeris in the catalogue. "
            "Accept a proposal first."
        )
    held = provenances_with_light_curve(workspace, tess_id)
    if not held:
        raise NoLightCurve(
            f"TIC {tess_id} has no light curves here. `tessebs tic add {tess_id}` fetches them from MAST."
        )
    report(Step(0, 4, "reading the light curve"))
    light_curve = load_light_curve(workspace, tess_id, provenance or held[0])
    light_curve = light_of_signal(light_curve, others_of(entries, signal))
    _check(cancelled)
    report(Step(1, 4, "measuring eclipses"))
    columns = light_curve.time, light_curve.flux, entry.ephemeris
    model = measure_eclipses(*columns, light_curve.flux_err).two_gaussian
    times = []
    for done, which in enumerate(Which, start=2):
        _check(cancelled)
        report(Step(done, 4, f"timing {'primaries' if which is Which.PRIMARY else 'secondaries'}"))
        times.append(eclipse_times(*columns, model, light_curve.flux_err, which=which))
    timed = Timed(tess_id, light_curve.provenance, light_curve.sectors, signal)
    return TimedSignal(timed, entry.ephemeris, tuple(times))


def refit(
    workspace: Workspace,
    found: TimedSignal,
    *,
    username: str | None = None,
    include: Collection[str] = (),
    exclude: Collection[str] = (),
) -> TimingDiagram:
    """Fit trends to times that are there already, with a person's choices as they are stored now."""
    kept = {} if username is None else _choices(workspace, username, found)
    chosen = {**kept, **dict.fromkeys(include, True), **dict.fromkeys(exclude, False)}
    return timing_diagram(
        found.timed, found.ephemeris, found.times,
        include=[name for name, used in chosen.items() if used],
        exclude=[name for name, used in chosen.items() if not used],
    )  # fmt: skip


def choose_eclipse(
    workspace: Workspace, username: str, found: TimedSignal, name: str, used: bool | None
) -> TimingDiagram:
    """Keep a person's word on one eclipse: used, left out, or (None) as the program decides.

    The choice is this person's own and counts as long as the signal has this ephemeris.

    Parameters
    ----------
    name : str
        `TimedEclipse.name`.

    Raises
    ------
    InputError
        No eclipse of this name was timed, or there are too many choices already.
    """
    if len(name) > _LONGEST_NAME or name not in {each.name for each in refit(workspace, found).eclipses}:
        raise InputError(f"{name!r} is no eclipse of this diagram. Time the signal again.")

    def work(session: Session) -> None:
        users.ensure_user(session, username)
        target_id(session, found.timed.tess_id)
        kept = _kept(settings.settings_of(session, username), found)
        chosen = {**kept, name: used}
        wanted = {key: value for key, value in chosen.items() if value is not None}
        if len(wanted) > _MOST_CHOICES:
            raise InputError(f"No more than {_MOST_CHOICES} eclipses can be chosen by hand.")
        value = {"ephemeris": _key(found.ephemeris), "eclipses": wanted} if wanted else None
        settings.save_setting(session, username, _setting(found), value)

    workspace.database.write(work, repeatable=True)
    return refit(workspace, found, username=username)


def draw_o_minus_c(diagram: TimingDiagram, path: Path) -> None:
    """Draw an O-C diagram as a PNG.

    Raises
    ------
    StorageError
        The disk refused.
    """
    draw_timing(diagram, path)


def write_o_minus_c(diagram: TimingDiagram, path: Path) -> None:
    """Write the times of an O-C diagram as CSV, doubtful ones with their remarks.

    Raises
    ------
    StorageError
        The disk refused.
    """
    write_times(diagram, path)


def _signals(workspace: Workspace, tess_id: int) -> tuple[CatalogueSignal, ...]:
    def work(session: Session) -> tuple[CatalogueSignal, ...]:
        target_id(session, tess_id)
        return tuple(signals.signal_record(each) for each in signals.signals_of(session, tess_id))

    return workspace.database.read(work)


def _choices(workspace: Workspace, username: str, found: TimedSignal) -> dict[str, bool]:
    return workspace.database.read(lambda session: _kept(settings.settings_of(session, username), found))


def _kept(stored: Mapping[str, Any], found: TimedSignal) -> dict[str, bool]:
    """A person's choices on a signal, unless its ephemeris is another by now."""
    value = stored.get(_setting(found))
    if not isinstance(value, dict) or value.get("ephemeris") != _key(found.ephemeris):
        return {}
    return {str(name): bool(used) for name, used in value.get("eclipses", {}).items()}


def _setting(found: TimedSignal) -> str:
    return f"o-c:{found.timed.tess_id}:{found.timed.signal_id}"


def _key(ephemeris: Ephemeris) -> list[float]:
    return [ephemeris.bjd0, ephemeris.period]


def _check(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled("Timing was stopped; nothing was changed.")
