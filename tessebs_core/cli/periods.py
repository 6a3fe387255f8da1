"""``tessebs periods``: the orbital period of a target, how sure it is, and why."""

from itertools import product
from typing import Annotated

import typer

from tessebs_core.cli.terminal import complain, progress_bar, say
from tessebs_core.compute.eclipse_numbers import EclipseModel, Which
from tessebs_core.compute.eclipses import Eclipses
from tessebs_core.records.periods import FoldEvidence, PeriodReport
from tessebs_core.workflows.period_reports import report_target, store_report
from tessebs_core.workflows.report_batches import store_reports
from tessebs_core.workflows.workspace import Workspace, open_workspace

__all__ = ["periods"]

_NAMES = {Which.PRIMARY: "primary", Which.SECONDARY: "secondary"}
_MODELS = {EclipseModel.TWO_GAUSSIAN: "two-Gaussian", EclipseModel.POLYFIT: "polyfit"}


def periods(
    tess_ids: Annotated[
        list[int] | None, typer.Argument(min=1, metavar="[TIC...]", help="TIC numbers.")
    ] = None,
    provenance: Annotated[
        str | None, typer.Option(help="The product, for example SPOC; the first that is held by default.")
    ] = None,
    further: Annotated[bool, typer.Option(help="Also search for another signal.")] = False,
    store: Annotated[
        bool, typer.Option("--store", help="Keep the decision, so that the queue knows its grade.")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="Store the decisions of all targets.")] = False,
    stale: Annotated[
        bool, typer.Option("--stale", help="With --all: only where none is stored that still holds.")
    ] = False,
) -> None:
    """Decide between P/2, P and 2P, and measure the eclipses; keeps the decision if asked to."""
    if bool(tess_ids) == every:
        raise typer.BadParameter("Name targets by their TIC numbers, or all of them by --all.")
    workspace = open_workspace()
    if tess_ids is None or every:
        _store_all(workspace, provenance, only_stale=stale)
        return
    for tess_id in tess_ids:
        with progress_bar(f"TIC {tess_id}") as report:
            found = report_target(workspace, tess_id, provenance, further=further, report=report)
            if store:
                store_report(workspace, tess_id, provenance)
        _tell(found.decision)
        if found.eclipses is not None:
            _tell_eclipses(found.eclipses)
        for times in found.times:
            say(f"  {len(times.times)} times of the {_NAMES[times.which]}")
        if found.further is not None:
            say(f"  {found.further.remark}")


def _store_all(workspace: Workspace, provenance: str | None, *, only_stale: bool) -> None:
    with progress_bar("reports") as report:
        result = store_reports(workspace, provenance=provenance, only_stale=only_stale, report=report)
    for words in result.failures:
        complain(words)
    say(f"{len(result.stored)} reports stored, {len(result.fresh)} still hold.")


def _tell(found: PeriodReport) -> None:
    sectors = ", ".join(str(each) for each in found.sectors)
    plural = "s" if len(found.sectors) > 1 else ""
    say(f"TIC {found.tess_id}, {found.provenance}, sector{plural} {sectors}", style="bold")
    if found.ephemeris is None:
        say(f"  no eclipses: {'; '.join(found.reasons)}")
    else:
        period, zero = found.ephemeris.period, found.ephemeris.bjd0
        say(f"  period {_with_error(period, found.ephemeris.period_uncert)} d, {found.grade.value}")
        say(f"  t0     {_with_error(zero, found.ephemeris.bjd0_uncert)} BTJD")
        for reason in found.reasons:
            say(f"  why    {reason}")
        if found.alternative is not None:
            say(f"  or     {found.alternative:.7g} d")
    if found.evidence:
        say(
            f"  {'fold':>5}{'period':>12}{'predicts':>10}{'BIC':>10}{'depth':>9}{'2nd dip':>20}"
            f"{'odd-even depth, time':>22}{'eclipses':>10}"
        )
    for each in found.evidence:
        say(_row(each))
    for group in found.groups:
        members = ", ".join(
            f"{member.source.label if member.source else 'unnamed'} at {member.ratio[0]}/{member.ratio[1]}"
            f"{'' if member.same_minimum else ' (other t0)'}"
            for member in group.members
        )
        say(f"  proposals at multiples of {group.ephemeris.period:.7g} d: {members}")


def _tell_eclipses(found: Eclipses) -> None:
    for which, model in product(Which, EclipseModel):
        shape = found.shape(which, model)
        if shape is not None:
            say(
                f"  {_NAMES[which]:<9} {_MODELS[model]:<12} width {_or_none(shape.width)}, "
                f"depth {_or_none(shape.depth)}, phase {_or_none(shape.position)}"
            )
    if found.morphology is not None:
        say(f"  morphology {found.morphology.value:.2f} (0 detached, 1 ellipsoidal)")
    for doubt in found.doubts:
        say(f"  doubt on {doubt.number}: {doubt.reason}")
    for remark in found.remarks:
        say(f"  note   {remark}")


def _or_none(value: float | None) -> str:
    return "none" if value is None else f"{value:.4f}"


def _row(each: FoldEvidence) -> str:
    second = each.secondary
    other = "none" if second is None else f"{second.phase:.3f} {second.significance:.1f} sigma"
    odd_even = f"{_sigma(each.odd_even_depth)}, {_sigma(each.odd_even_time)}"
    return (
        f"  {each.multiple:>4g}P{each.period:>12.6g}{each.predicted:>10.3f}{each.bic:>10.0f}"
        f"{each.depth:>9.4f}{other:>20}{odd_even:>22}{each.eclipses:>10}"
    )


def _sigma(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _with_error(value: float, error: float | None) -> str:
    return f"{value:.7f}" if error is None else f"{value:.7f} +- {error:.2g}"
