"""Taking an entry out of the catalogue, or away altogether: the undo of accepting."""

from sqlalchemy.orm import Session

from tessebs_core import __version__
from tessebs_core.database.stores import signals
from tessebs_core.database.stores.runs import run_of_request, save_run
from tessebs_core.errors import InputError, NotPermitted
from tessebs_core.storage import StagedFiles
from tessebs_core.workflows.permissions import may_lead, require_member
from tessebs_core.workflows.publishing import Outcome, write_with_figures
from tessebs_core.workflows.workspace import Workspace

__all__ = ["withdraw_entry"]

_CODE = "tessebs_core.workflows.withdrawing"


def withdraw_entry(
    workspace: Workspace, username: str, entry_id: int, *, remove: bool = False, request_id: str
) -> None:
    """Take an entry out of the catalogue, for any member to undo an acceptance.

    It keeps its number, ephemeris and figures and can be accepted again; votes stay. With ``remove`` the
    entry goes altogether with the figures of its fold, and its number is free again; other signals keep
    theirs, and the ephemeris stays as a proposal. A `Run` keeps what the entry was.

    Parameters
    ----------
    remove : bool
        Remove the entry; leads only, and only where nothing else uses it.
    request_id : str
        The same id again changes nothing.

    Raises
    ------
    InputError
        There is no such entry, or something else uses the one to be removed.
    NotPermitted
        A viewer may not withdraw; only a lead removes.
    """

    def find(session: Session) -> int | None:
        if run_of_request(session, _CODE, username, request_id) is not None:
            return None
        return signals.entry_numbered(session, entry_id).tic.tess_id

    tess_id = workspace.database.read(find)
    if tess_id is None:
        return

    def work(session: Session) -> Outcome[None]:
        if run_of_request(session, _CODE, username, request_id) is not None:
            return Outcome(None, repeated=True)
        require_member(session, username)
        entry = signals.entry_numbered(session, entry_id)
        save_run(
            session, code=_CODE, version=__version__, username=username,
            parameters={"request_id": request_id, "remove": remove, "before": signals.entry_state(entry)},
        )  # fmt: skip
        if not remove:
            entry.in_catalog = False
            return Outcome(None)
        if not may_lead(session, username):
            raise NotPermitted(f"Only a lead removes an entry; {username} can take it out of the catalogue.")
        if signals.is_used(session, entry):
            raise InputError(
                f"Comments or checks of new sectors stand on entry {entry_id}, so it is not removed. "
                "Take it out of the catalogue instead."
            )
        drawn = workspace.folder.phase_figures(tess_id)
        session.delete(entry)
        return Outcome(None, gone=[path for path, number in drawn.items() if number == entry.signal_id])

    with StagedFiles() as staged:
        write_with_figures(workspace, tess_id, staged, work)
