"""The ingest screen: views and actions put together."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from tessebs_core.errors import InputError
from tessebs_core.records.work import BatchChoices, Preview, Started
from tessebs_core.vocabulary import TaskState
from tessebs_widgets.actions.background import Background, background_here
from tessebs_widgets.actions.ingest_desk import IngestDesk
from tessebs_widgets.actions.ingesting import Ingesting
from tessebs_widgets.dashboards.opening import opening, visitor
from tessebs_widgets.dashboards.twins.words import word_of
from tessebs_widgets.state.ingest import IngestState
from tessebs_widgets.views.ingest import IngestActions, IngestBoard, IngestScreen

if TYPE_CHECKING:
    from tessebs_core.workflows.workspace import Workspace

__all__ = ["Ingest", "ingest"]


class Ingest:
    """Fetch one target, a pasted list or a file from MAST; see what arrived, what failed and why.

    ``state`` holds all that is shown and can be observed, ``widget`` is what is shown. Every method is
    what a key or a button does. The work is done by a runner process that outlives page and kernel.

    Parameters
    ----------
    desk : IngestDesk
        One person at one workspace.
    background : Background, optional
        How work is run beside the screen.

    Examples
    --------
    ::

        screen = ingest()
        screen.preview("TIC 126602778, TIC 278956474").words
        screen.start(figures=True)
        screen.show(state="failed")
        screen.retry()
    """

    def __init__(self, desk: IngestDesk, background: Background | None = None) -> None:
        self.state = IngestState(username=desk.username)
        self._ingesting = Ingesting(self.state, desk, background or background_here())
        self._arrived = False
        self.widget = ipw.Box(self._parts()).add_class("tessebs").add_class("te-ingest-screen")

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show the screen where a notebook shows its last value."""
        return self.widget._repr_mimebundle_(**kwargs)

    def preview(self, text: str, label: str = "list") -> Preview:
        """Read a list of TIC numbers, or a table with a column ``TIC``; nothing is changed.

        Raises
        ------
        InputError
            It is larger than 20 MB.
        """
        return self._ingesting.preview(text, label)

    def preview_file(self, path: str | Path) -> Preview:
        """Read the list of a file; nothing is changed.

        Raises
        ------
        InputError
            It cannot be read, is no text, or larger than 20 MB.
        """
        return self._ingesting.preview_file(Path(path))

    def start(self, **choices: bool) -> Started:
        """Fetch what was previewed: ``start(figures=True, reports=True)``.

        Parameters
        ----------
        **choices : bool
            Fields of `tessebs_core.records.work.BatchChoices`; the others stay as the screen shows them.

        Raises
        ------
        InputError
            Nothing was previewed, it names no target, or there is no such choice.
        NotPermitted
            A viewer may only look.
        """
        known = BatchChoices().stored()
        if unknown := sorted(choices.keys() - known.keys()):
            raise InputError(f"{unknown[0]!r} is none of the choices {', '.join(known)}.")
        self._ingesting.choose(replace(self.state.choices, **choices))
        return self._ingesting.start()

    def show(self, batch: int | None = None, state: TaskState | str | None = None) -> None:
        """Show the targets of a batch, of one state if named: ``show(3, 'failed')``."""
        wanted = None if state is None else word_of(TaskState, state)
        self._ingesting.show(self._batch(batch), wanted)

    def turn(self, step: int = 1) -> None:
        """Show the next hundred targets of the batch, or with -1 those before."""
        self._ingesting.turn(step)

    def open(self, tess_id: int | None) -> None:
        """Show the files of a target on the page, of none for None."""
        self._ingesting.open(None if tess_id is None else self._task(tess_id))

    def retry(self, tess_id: int | None = None, batch: int | None = None) -> int:
        """Try again what failed or was cancelled in a batch, or one target of it; returns how many."""
        return self._ingesting.retry(self._batch(batch), self._some(tess_id))

    def cancel(self, tess_id: int | None = None, batch: int | None = None) -> int:
        """Cancel what is left of a batch, or one target of it; returns how many."""
        return self._ingesting.cancel(self._batch(batch), self._some(tess_id))

    def resume(self) -> None:
        """Start a runner if none is alive, and try at once what was put off."""
        self._ingesting.resume()

    def refresh(self) -> None:
        """Read everything again."""
        self._ingesting.refresh()

    def _batch(self, batch: int | None) -> int:
        chosen = batch if batch is not None else self.state.chosen
        if chosen is None:
            raise InputError("There are no batches yet.")
        return chosen

    def _some(self, tess_id: int | None) -> tuple[int, ...] | None:
        return None if tess_id is None else (self._task(tess_id),)

    def _task(self, tess_id: int) -> int:
        for each in self.state.tasks:
            if each.tess_id == tess_id:
                return each.task_id
        raise InputError(f"TIC {tess_id} is not on this page of the batch.")

    def _parts(self) -> list[ipw.Widget]:
        does = self._ingesting
        return [
            IngestScreen(self.state, arrive=self._arrive, title="tessEBs ingest"),
            IngestBoard(
                self.state,
                IngestActions(
                    look=does.look,
                    refresh=does.refresh,
                    read=does.read,
                    forget=does.forget,
                    choose=does.choose,
                    start=does.begin,
                    show=does.show,
                    turn=does.turn,
                    open=does.open,
                    retry=does.retry,
                    cancel=does.cancel,
                    resume=does.resume,
                ),
            ),
        ]

    def _arrive(self, tess_id: int | None) -> None:
        """A page has connected, perhaps with a TIC to add; a kernel made ready before reads anew."""
        if not self._arrived and os.environ.get("VOILA_PREHEAT") == "True":
            self.refresh()
        if not self._arrived and tess_id is not None:
            self._ingesting.read(f"TIC {tess_id}", f"TIC {tess_id}")
        self._arrived = True


def ingest(username: str | None = None, workspace: "Workspace | None" = None) -> Ingest:
    """Open the ingest screen, in a notebook cell or in Voilà.

    Parameters
    ----------
    username : str, optional
        Who fetches; the name of the login if left out.
    workspace : Workspace, optional
        The catalogue; the one that ``TESSEBS_*`` variables name if left out.

    Notes
    -----
    What cannot be opened is said on the screen, not raised: in Voilà nobody would see it.
    """
    screen = Ingest(IngestDesk(username or visitor(), workspace))
    with opening(screen.state):
        screen.refresh()
    return screen
