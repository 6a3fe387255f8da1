"""In which releases a target stands, as one person may know it."""

from sqlalchemy.orm import Session

from tessebs_core.database.stores.ephemerides import proposals_of
from tessebs_core.database.stores.first_looks import first_look
from tessebs_core.database.stores.releases import lines_near
from tessebs_core.database.stores.targets import target_id
from tessebs_core.export.frozen import LINES
from tessebs_core.records import Ephemeris
from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.records.target_views import ReleasedSignal
from tessebs_core.workflows.workspace import Workspace

__all__ = ["releases_of"]


def releases_of(workspace: Workspace, username: str, tess_id: int) -> tuple[ReleasedSignal, ...]:
    """Tell the signals of a target in each release, oldest release first.

    A release says that a target is in the catalogue, so that it is told when the entry would be: see
    `tessebs_core.records.target_views.TargetView`.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    InputError
        A part of a release is damaged.
    """

    def work(session: Session) -> tuple[ReleasedSignal, ...]:
        target_id(session, tess_id)
        rows = proposals_of(session, tess_id)
        look, keys = first_look(session, username, rows), [row.id for row in rows]
        found = lines_near(session, LINES.name, lambda line: LINES.thaw(line).tess_id, tess_id)
        lines = ((release, LINES.thaw(each)) for release, texts in found.items() for each in texts)
        return tuple(
            ReleasedSignal(release, line.signal_id, _ephemeris(line))
            for release, line in lines
            if look.shows_entry(line.ephemeris_id if line.ephemeris_id in keys else None, keys)
        )

    return workspace.database.read(work)


def _ephemeris(line: CatalogueLine) -> Ephemeris | None:
    if line.bjd0 is None or line.period is None:
        return None
    return Ephemeris(line.bjd0, line.period, line.bjd0_uncert, line.period_uncert)
