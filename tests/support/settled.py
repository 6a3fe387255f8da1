"""A target with two eclipsing signals, proposals of them, and votes that settle them."""

from pathlib import Path

from sqlalchemy.orm import Session

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Decision, User
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.database.stores.targets import save_target
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records import Ephemeris, Judgement, LightCurve, Source, TargetMetadata
from tessebs_core.vocabulary import PeriodMultiple, Reason, Role, SignalFlag, Verdict
from tessebs_core.workflows import triage
from tessebs_core.workflows.judging import cast_vote
from tessebs_core.workflows.workspace import Workspace
from tests.support.folded import light_curve
from tests.support.sky import workspace_in

TESS_ID = 1
FIRST = Ephemeris(1326.4, 2.345, 0.002, 0.0004)
SECOND = Ephemeris(1326.1, 3.7711, 0.003, 0.0006)
SECONDARY_PHASE = 0.43
BINARY = Judgement(Verdict.EB)
VOTERS = ("rita", "otto", "ines")


def two_signals() -> LightCurve:
    """Eclipses of 20 and 10 % of the first signal, of 3 % of the second; two sectors."""
    bright = light_curve(FIRST, [(0.0, 0.2, 0.2), (SECONDARY_PHASE, 0.1, 0.2)], sectors=2)
    faint = light_curve(SECOND, [(0.0, 0.03, 0.18)], sectors=2, noise=1e-12)
    return LightCurve(
        TESS_ID, "SPOC", bright.time, bright.flux + faint.flux - 1.0, bright.flux_err, bright.sector,
        bright.cadence, bright.quality,
    )  # fmt: skip


def settled_workspace(folder: Path, database: Database) -> Workspace:
    """The target with its light curve and no proposal yet; "lena" is a lead, "vera" a viewer."""

    def work(session: Session) -> None:
        save_target(session, TargetMetadata(TESS_ID))
        for name in VOTERS:
            ensure_user(session, name)
        ensure_user(session, "lena", Role.LEAD)
        ensure_user(session, "vera", Role.VIEWER)

    database.write(work)
    workspace = workspace_in(folder, database, ArchiveEndpoints("http://127.0.0.1:9"))
    write_syndicated(workspace.folder.syndicated(TESS_ID), [two_signals()], {})
    return workspace


def proposed(workspace: Workspace, ephemeris: Ephemeris, model: str = "QATS") -> int:
    """Propose an ephemeris; return its id."""
    return triage.add_to_triage(workspace, TESS_ID, ephemeris, Source(model, author="group"))


def settled(
    workspace: Workspace,
    ephemeris: Ephemeris,
    *,
    multiple: PeriodMultiple = PeriodMultiple.PERIOD,
    reason: Reason | None = None,
    flags: frozenset[SignalFlag] = frozenset(),
    model: str = "QATS",
) -> int:
    """Propose an ephemeris and let three people agree that it is a binary; return its id."""
    number = proposed(workspace, ephemeris, model)
    agree(workspace, number, Judgement(Verdict.EB, reason, multiple, flags))
    return number


def agree(
    workspace: Workspace,
    ephemeris_id: int,
    judgement: Judgement = BINARY,
    *,
    voters: tuple[str, ...] = VOTERS,
) -> None:
    """Let these people judge a proposal alike."""
    for name in voters:
        cast_vote(workspace, name, ephemeris_id, judgement, request_id=f"{name}-{ephemeris_id}")


def decided(workspace: Workspace, ephemeris_id: int, judgement: Judgement) -> None:
    """Let the lead decide on a proposal."""

    def work(session: Session) -> None:
        lead = session.query(User).filter_by(username="lena").one()
        session.add(
            Decision(
                ephemeris_id=session.get_one(EphemerisRow, ephemeris_id).id, user_id=lead.id,
                verdict=judgement.verdict, reason=judgement.reason, flags=judgement.flags,
                period_multiple=judgement.period_multiple, request_id=f"decision-{ephemeris_id}",
                rule_version="1", note="seen in the pixels",
            )
        )  # fmt: skip

    workspace.database.write(work)
