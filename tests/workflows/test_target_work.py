"""What a person has done for one target, against the archive of this machine; on both engines."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from tessebs_core.archive.client import Archive, ArchiveEndpoints
from tessebs_core.database.schema import Audit
from tessebs_core.database.stores.targets import find_target, target_record
from tessebs_core.database.stores.users import set_role
from tessebs_core.demonstration.holdings import Holdings
from tessebs_core.demonstration.local_archive import LocalArchive
from tessebs_core.errors import ArchiveUnavailable, Cancelled, NoLightCurve, NotPermitted, UnknownTarget
from tessebs_core.records import TargetMetadata
from tessebs_core.records.reporting import Step
from tessebs_core.vocabulary import FigureState, Role
from tessebs_core.workflows.target_view import load_target
from tessebs_core.workflows.target_work import draw_figures, refresh_metadata, syndicate_anew
from tessebs_core.workflows.targets import fetch_products, refresh_target
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import HASTY, TARGET, File, holdings_of

Ask = Callable[[Holdings], tuple[Workspace, LocalArchive]]
OLD = TargetMetadata(TARGET, ra=10.0, dec=-60.0, Tmag=10.0)


def _stored(workspace: Workspace) -> TargetMetadata:
    return workspace.database.read(lambda session: target_record(find_target(session, TARGET)))


def _stopped_at(number: int) -> Callable[[Step], None]:
    def report(step: Step) -> None:
        if step.done == number:
            raise Cancelled("Stopped.")

    return report


def test_a_refresh_updates_and_tells_before_and_after(ask: Ask, files: list[File]) -> None:
    workspace, _ = ask(holdings_of(files[:1], {TARGET: OLD}))
    refresh_target(workspace, TARGET)
    workspace, _ = ask(holdings_of(files[:3], {TARGET: replace(OLD, Tmag=11.0, teff=6100.0)}))
    found = refresh_metadata(workspace, "ada", TARGET)
    told = {each.name: (each.before, each.after) for each in found.changes}
    assert told == {
        "Tmag": ("10.0 mag", "11.0 mag"), "Teff": ("unknown", "6100.0 K"), "sectors": ("1", "1, 2"),
        "products": ("SPOC", "QLP, SPOC"), "files listed": ("1", "3"),
    }  # fmt: skip
    assert (_stored(workspace).Tmag, found.warnings) == (11.0, ())
    assert refresh_metadata(workspace, "ada", TARGET).changes == ()
    [trace] = workspace.database.read(
        lambda session: list(session.scalars(select(Audit.username).where(Audit.row_table == "TIC")))
    )
    assert trace == "ada"


def test_an_archive_that_is_away_and_a_stop_change_nothing(ask: Ask, files: list[File]) -> None:
    workspace, _ = ask(holdings_of(files[:1], {TARGET: OLD}))
    refresh_target(workspace, TARGET)
    workspace, _ = ask(holdings_of(files, {TARGET: replace(OLD, Tmag=11.0)}))
    away = replace(workspace, archive=Archive(ArchiveEndpoints("http://127.0.0.1:9", None), HASTY))
    with pytest.raises(ArchiveUnavailable, match="Nothing was changed"):
        refresh_metadata(away, "ada", TARGET)
    for number in range(4):
        with pytest.raises(Cancelled):
            refresh_metadata(workspace, "ada", TARGET, report=_stopped_at(number))
    assert _stored(workspace).Tmag == 10.0


def test_files_held_become_light_curves_and_figures(ask: Ask, files: list[File]) -> None:
    workspace, _ = ask(holdings_of(files[:1], {TARGET: OLD}))
    refresh_target(workspace, TARGET)
    for work in (syndicate_anew, draw_figures):
        with pytest.raises(NoLightCurve, match="here"):
            work(workspace, "ada", TARGET)
    fetch_products(workspace, TARGET)
    assert syndicate_anew(workspace, "ada", TARGET) == ("SPOC",)
    before = workspace.folder.syndicated(TARGET).stat().st_ino
    syndicate_anew(workspace, "ada", TARGET)
    assert workspace.folder.syndicated(TARGET).stat().st_ino != before
    assert len(draw_figures(workspace, "ada", TARGET)) == 3
    assert {each.state for each in load_target(workspace, "ada", TARGET).figures} == {FigureState.MADE}
    assert draw_figures(workspace, "ada", TARGET) == ()
    assert len(draw_figures(workspace, "ada", TARGET, force=True)) == 3
    syndicate_anew(workspace, "ada", TARGET)
    assert {each.state for each in load_target(workspace, "ada", TARGET).figures} == {FigureState.OUTDATED}


def test_a_viewer_may_only_look_and_an_unknown_target_is_not_added(ask: Ask, files: list[File]) -> None:
    workspace, _ = ask(holdings_of(files[:1], {TARGET: OLD}))
    refresh_target(workspace, TARGET)
    workspace.database.write(lambda session: set_role(session, "vera", Role.VIEWER))
    for work in (refresh_metadata, syndicate_anew, draw_figures):
        with pytest.raises(NotPermitted, match="vera may look"):
            work(workspace, "vera", TARGET)
        with pytest.raises(UnknownTarget):
            work(workspace, "ada", 424242)
