"""``tessebs oc``: the O-C diagram of a signal."""

from pathlib import Path
from typing import Annotated

import typer

from tessebs_core.cli.terminal import progress_bar, say
from tessebs_core.records.timing_diagrams import TimingDiagram, TrendFit
from tessebs_core.workflows.timing import draw_o_minus_c, o_minus_c, write_o_minus_c
from tessebs_core.workflows.workspace import open_workspace

__all__ = ["oc"]

_NAMES = {1: "line", 2: "parabola"}


def oc(
    tess_id: Annotated[int, typer.Argument(min=1, metavar="TIC", help="TIC number.")],
    signal: Annotated[int, typer.Option(min=1, help="Number of the signal in the catalogue.")] = 1,
    provenance: Annotated[str | None, typer.Option(help="The product; the first that is held.")] = None,
    include: Annotated[
        list[str] | None, typer.Option(help="Use this eclipse, for example 'primary 12'; may be repeated.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(help="Leave this eclipse out; may be repeated.")
    ] = None,
    figure: Annotated[Path | None, typer.Option(dir_okay=False, help="Draw the diagram here (PNG).")] = None,
    file: Annotated[
        Path | None, typer.Option("--csv", dir_okay=False, help="Write the times here as CSV.")
    ] = None,
) -> None:
    """Time the eclipses of a signal and fit a line and a parabola to O-C."""
    with progress_bar(f"TIC {tess_id}") as report:
        found = o_minus_c(
            open_workspace(), tess_id, signal, provenance=provenance, include=include or (),
            exclude=exclude or (), report=report,
        )  # fmt: skip
    _tell(found)
    if figure is not None:
        draw_o_minus_c(found, figure)
    if file is not None:
        write_o_minus_c(found, file)


def _tell(found: TimingDiagram) -> None:
    used = sum(each.used for each in found.eclipses)
    secondaries = sum(each.secondary for each in found.eclipses)
    say(f"TIC {found.tess_id}, signal {found.signal_id}, {found.provenance}", style="bold")
    say(f"  {len(found.eclipses)} eclipses timed, {secondaries} of them secondaries; {used} used")
    for fit in (found.linear, found.quadratic):
        if fit is not None:
            say(f"  {_NAMES[fit.degree]:<9}{_words(fit)}{' <-' if found.preferred == fit.degree else ''}")
    if found.quadratic_sigma is not None and found.by_chance is not None:
        say(f"  quadratic term {found.quadratic_sigma:.1f} sigma; by chance {found.by_chance:.2g} (F test)")
    if found.structure is not None:
        say(
            f"  best sine {found.structure.period:.1f} d, "
            f"amplitude {1440 * found.structure.amplitude:.2f} min, BIC lower by {found.structure.gain:.0f}"
        )
    for remark in found.remarks:
        say(f"  note {remark}")
    for each in found.eclipses:
        if each.remark or each.chosen:
            state = "used" if each.used else "out"
            say(f"  {state:<5}{each.name} at {each.time:.4f}: {each.remark or 'chosen'}")


def _words(fit: TrendFit) -> str:
    known = fit.ephemeris
    words = (
        f"P = {known.period:.8f} +- {known.period_uncert or 0.0:.1g} d, t0 = {known.bjd0:.5f} +- "
        f"{known.bjd0_uncert or 0.0:.1g}, chi2/dof {fit.reduced_chi_squared:.2f}, BIC {fit.bic:.1f}, "
        f"rms {1440 * fit.scatter:.2f} min"
    )
    change = fit.change_per_year
    if fit.change is not None and change is not None:
        words += (
            f", dP/dt = {fit.change.value:.3g} +- {fit.change.uncertainty:.1g} d/d = "
            f"{change.value:.3g} +- {change.uncertainty:.1g} s/yr"
        )
    return words
