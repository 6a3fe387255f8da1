"""What all static pictures share: size, colours, words, and how they reach the disk."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tessebs_core.records import LightCurve
from tessebs_core.storage import replacing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "BLUE",
    "GREY",
    "SKY",
    "VERMILION",
    "cadence_words",
    "new_figure",
    "plain",
    "range_words",
    "save_figure",
    "style",
    "target_words",
]

# Okabe & Ito's palette, told apart with every kind of colour vision.
BLUE, SKY, VERMILION, GREY = "#0072B2", "#56B4E9", "#D55E00", "#5F6B73"

_DOTS_PER_INCH = 100
_LONGEST_LIST = 36  # letters for sectors in a title of the narrowest picture


def new_figure(width: int, height: int) -> "Figure":
    """Make an empty figure of so many pixels that no window and no pyplot knows of."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / _DOTS_PER_INCH, height / _DOTS_PER_INCH), dpi=_DOTS_PER_INCH)
    figure.set_facecolor("white")
    FigureCanvasAgg(figure)
    return figure


def save_figure(figure: "Figure", path: Path) -> None:
    """Write a PNG whole or not at all; the same figure gives the same bytes.

    Raises
    ------
    StorageError
        The disk refused; a picture that stood there before is unchanged.
    """
    with replacing(path) as file:
        figure.savefig(file, format="png", dpi=_DOTS_PER_INCH, metadata={"Software": None})


def plain(words: str) -> dict[str, Any]:
    """Return a text's keywords with no character of it read as a formula."""
    return {"s": words, "parse_math": False}


def style(axes: "Axes") -> None:
    """Give axes thin grey frames, ticks inside and a faint grid behind the points."""
    axes.tick_params(direction="in", top=True, right=True, color=GREY, labelsize=10)
    for spine in axes.spines.values():
        spine.set_color(GREY)
        spine.set_linewidth(0.8)
    axes.grid(visible=True, color="#E4E8EB", linewidth=0.7)
    axes.set_axisbelow(True)


def target_words(light_curve: LightCurve) -> str:
    """Name what is shown: target, product, sectors and cadences."""
    sectors = light_curve.sectors
    words = f"{'sector' if len(sectors) == 1 else 'sectors'} {range_words(sectors)}"
    if len(words) > _LONGEST_LIST:
        words = f"{len(sectors)} sectors from {sectors[0]} to {sectors[-1]}"
    return f"TIC {light_curve.tess_id}   {light_curve.provenance}   {words}   ({cadence_words(light_curve)})"


def cadence_words(light_curve: LightCurve) -> str:
    """Exposure times that occur, in seconds."""
    return ", ".join(f"{each:g}" for each in sorted(set(light_curve.cadence.tolist()))) + " s"


def range_words(numbers: Iterable[int]) -> str:
    """Write numbers with runs closed up.

    Examples
    --------
    >>> range_words([1, 2, 3, 27, 61, 62])
    '1-3, 27, 61-62'
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
