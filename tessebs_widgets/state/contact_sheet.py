"""One reviewer's contact sheet, as values."""

from dataclasses import dataclass

from traitlets import Bool, Dict, HasTraits, Instance, Int, Unicode, UseEnum

from tessebs_core.records import Progress
from tessebs_core.records.contact_sheet import SheetEntry
from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.state.notices import Notice
from tessebs_widgets.state.triage import Phase

__all__ = ["ContactSheetState", "Tile"]


@dataclass(frozen=True)
class Tile:
    """One target on the sheet.

    ``multiple`` is what is folded on and would be voted for; ``also`` counts the proposals of the same
    signal that the last vote here called duplicates.
    """

    entry: SheetEntry
    multiple: PeriodMultiple
    also: int = 0

    @property
    def tess_id(self) -> int:
        """The target."""
        return self.entry.tess_id

    @property
    def is_judged(self) -> bool:
        """Whether this person has judged it, and need not again."""
        return self.entry.own_vote is not None and not self.entry.is_back

    @property
    def period(self) -> float:
        """The period that is folded on, days."""
        return self.entry.ephemeris.period * (self.multiple.factor or 1.0)


class ContactSheetState(HasTraits):
    """What one reviewer sees of a page of targets; knows no widget and no database."""

    username = Unicode()
    phase = UseEnum(Phase, default_value=Phase.STARTING)
    tiles: tuple[Tile, ...] = Instance(tuple, args=())
    focused = Int(None, allow_none=True, help="tess_id of the tile that keys act on")
    page = Int(1, help="number of the page in this session")
    can_go_back = Bool(False)
    progress = Instance(Progress, allow_none=True)
    pictures = Dict(help="{ephemeris_id: {PeriodMultiple: Thumbnail}} of the tiles")
    failures = Dict(help="{ephemeris_id: words} where no picture can be had")
    notice = Instance(Notice, allow_none=True)

    @property
    def tile(self) -> Tile | None:
        """The tile that keys act on."""
        return next((each for each in self.tiles if each.tess_id == self.focused), None)

    @property
    def unjudged(self) -> tuple[Tile, ...]:
        """Tiles without a vote of one's own."""
        return tuple(each for each in self.tiles if not each.is_judged)
