"""Over the catalogue's table: conditions as chips, counts, columns, downloads, the link."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from traitlets import Bunch

from tessebs_core.records.catalogue_columns import CHOSEN, COLUMNS
from tessebs_core.vocabulary import ExportKind
from tessebs_widgets.assets import script
from tessebs_widgets.state.catalogue import CatalogueState
from tessebs_widgets.state.catalogue_conditions import conditions
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import chosen_names, flag, text, word

__all__ = ["CatalogueTools", "ToolActions"]

LEGACY = 23  # the first columns are those of the site before
_FORMATS = {
    ExportKind.CSV: "CSV",
    ExportKind.VOTABLE: "VOTable",
    ExportKind.FITS: "FITS",
    ExportKind.ECSV: "ECSV (astropy)",
    ExportKind.MAST: "CSV as MAST has it",
}


@dataclass(frozen=True)
class ToolActions:
    """What the bar over the table can do."""

    without: Callable[[str], None]
    clear: Callable[[], None]
    back: Callable[[], None]
    choose_columns: Callable[[Sequence[str]], object]
    download: Callable[[ExportKind, bool], None]


class CatalogueTools(View):
    """Show what is asked and how much was found; send files to the browser."""

    _esm = script("dom", "popover", "catalogue_tools")
    watches = ("search", "columns", "page", "searching", "failed", "writing", "notice")

    def __init__(self, state: CatalogueState, actions: ToolActions) -> None:
        super().__init__(
            state,
            {
                "without": lambda message: actions.without(text(message, "key", longest=200)),
                "clear": lambda _: actions.clear(),
                "back": lambda _: actions.back(),
                "columns": lambda message: actions.choose_columns(chosen_names(message, "columns")) and None,
                "download": lambda message: actions.download(
                    word(message, "format", ExportKind), flag(message, "shown")
                ),
            },
        )
        self.add_class("te-catalogue-tools")
        state.observe(self._send_file, names=["download"])

    def describe(self) -> dict[str, Any]:
        """Conditions, counts, columns and formats in words."""
        state = self._state
        return {
            "chips": [{"key": each.key, "words": each.words} for each in conditions(state.search)],
            "count": _counted(state),
            "searching": state.searching,
            "columns": [
                {
                    "name": each.name, "label": each.label, "help": each.description,
                    "shown": each.name in state.columns, "legacy": place < LEGACY,
                    "always": each.name == "tess_id",
                }
                for place, each in enumerate(COLUMNS)
            ],
            "chosen": list(state.columns),
            "usual": list(CHOSEN),
            "formats": [
                {"word": str(each), "label": label, "own": each is ExportKind.MAST}
                for each, label in _FORMATS.items()
            ],
            "writing": None if state.writing is None else _FORMATS.get(state.writing, str(state.writing)),
            "found": state.page.count if state.page is not None else 0,
            "address": state.address,
            "notice": state.notice
            and {
                "kind": str(state.notice.kind),
                "text": state.notice.text,
                "at": state.notice.at.isoformat() if state.notice.at else None,
            },
        }  # fmt: skip

    def _send_file(self, change: Bunch) -> None:
        file = change.new
        self.send({"kind": "file", "name": file.name, "type": file.media_type}, buffers=[file.content])


def _counted(state: CatalogueState) -> str:
    """How many entries were found, in words."""
    if state.page is None:
        return ""
    count, page = state.page.count, state.page
    words = "1 entry" if count == 1 else f"{count:,} entries".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return words if page.pages == 1 else f"{words}, page {page.page} of {page.pages}"
