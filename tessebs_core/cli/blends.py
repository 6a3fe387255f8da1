"""``tessebs blends``: signals that two neighbouring targets share, and what is judged to be a blend."""

from pathlib import Path
from typing import Annotated

import typer

from tessebs_core.cli.terminal import progress_bar, say
from tessebs_core.compute.neighbours import REACH
from tessebs_core.compute.shared_signals import MOST_CHANCE
from tessebs_core.records.blends import JudgedBlend, SharedSignal, SignalSide
from tessebs_core.workflows.blends import (
    judged_blends,
    nearby_signals,
    shared_signals,
    write_judged_blends,
    write_shared_signals,
)
from tessebs_core.workflows.workspace import open_workspace

__all__ = ["blends"]


def blends(
    tic: Annotated[int | None, typer.Option(min=1, help="Only the neighbours of this target.")] = None,
    radius: Annotated[
        float, typer.Option(min=0.1, max=30.0, help="Pixels of 21 arc seconds that faint stars reach.")
    ] = REACH,
    chance: Annotated[
        float, typer.Option(min=1e-9, max=1.0, help="The largest probability of agreeing by chance.")
    ] = MOST_CHANCE,
    judged: Annotated[
        bool, typer.Option("--judged", help="List what people have judged to be a blend, with its owner.")
    ] = False,
    file: Annotated[
        Path | None, typer.Option("--csv", dir_okay=False, help="Write the table here as CSV.")
    ] = None,
) -> None:
    """Find signals that two neighbouring targets share, and say whose they may be."""
    workspace = open_workspace()
    if judged:
        settled = judged_blends(workspace)
        if file is not None:
            write_judged_blends(settled, file)
        _list_judged(settled)
        return
    with progress_bar("blends") as report:
        if tic is None:
            found = shared_signals(workspace, reach=radius, most_chance=chance, report=report)
        else:
            found = nearby_signals(
                workspace, tic, reach=radius, most_chance=chance, measure=True, report=report
            )
    if file is not None:
        write_shared_signals(found.pairs, file)
    for pair in found.pairs:
        _tell(pair)
    say(
        f"{len(found.pairs)} shared signals; {found.tested} pairs of ephemerides of neighbours compared, of "
        f"which at most {found.expected:.2g} would agree by chance."
    )


def _tell(pair: SharedSignal) -> None:
    owner = "undecided" if pair.owner is None else f"likely TIC {pair.owner}"
    say(f"TIC {pair.one.tess_id} and TIC {pair.other.tess_id}: {owner}", style="bold")
    say(
        f"  {pair.separation:.1f} arcsec ({pair.pixels:.1f} pixels), "
        f"periods as {pair.ratio[1]}:{pair.ratio[0]} within {pair.period_sigma:.1f} sigma, "
        f"minima {1440 * pair.time_difference:+.1f} min apart "
        f"({pair.time_sigma:.1f} sigma{'' if pair.same_minimum else ', primary on secondary'}), "
        f"by chance {pair.chance:.1g}"
    )
    for side in (pair.one, pair.other):
        say(f"  {_side(side)}")
    for reason in pair.reasons:
        say(f"  why {reason}")


def _side(side: SignalSide) -> str:
    what = f"signal {side.signal_id}" if side.signal_id else f"proposal {side.ephemeris_id}"
    magnitude = "magnitude unknown" if side.magnitude is None else f"Tmag {side.magnitude:.2f}"
    depth = "depth unknown" if side.depth is None else f"depth {100 * side.depth:.2f} %"
    return f"TIC {side.tess_id:<12} {what}, P = {side.ephemeris.period:.7g} d, {magnitude}, {depth}"


def _list_judged(found: tuple[JudgedBlend, ...]) -> None:
    for each in found:
        owner = "no owner agreed" if each.owner is None else f"of TIC {each.owner}"
        by = "by decision" if each.by_decision else f"{each.votes} votes, {each.naming} name the owner"
        say(f"TIC {each.tess_id}, ephemeris {each.ephemeris_id}: blend {owner} ({by})")
    say(f"{len(found)} blends.")
