"""What a reviewer does: see the next candidate, judge it, comment, propose, keep a draft."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tessebs_core.compute.consensus import standings
from tessebs_core.compute.proposal_groups import baseline_of, proposal_groups
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.database.stores import (
    comments,
    contact_sheet,
    decisions,
    drafts,
    ephemerides,
    group_choices,
    votes,
)
from tessebs_core.database.stores.first_looks import FirstLook, first_look
from tessebs_core.database.stores.products import products_of
from tessebs_core.database.stores.signals import signals_of
from tessebs_core.database.stores.targets import find_target, target_record
from tessebs_core.errors import InputError
from tessebs_core.records import (
    Candidate,
    Draft,
    Ephemeris,
    Note,
    Proposal,
    Source,
    Standing,
    StoredVote,
)
from tessebs_core.records.triage import LONGEST_COMMENT
from tessebs_core.vocabulary import EphemerisStatus, ProductState
from tessebs_core.workflows import permissions
from tessebs_core.workflows.judging import cast_vote
from tessebs_core.workflows.light_curves import provenances_with_light_curve
from tessebs_core.workflows.queue import next_candidate, progress
from tessebs_core.workflows.workspace import Workspace

__all__ = [
    "add_comment",
    "add_to_triage",
    "cast_vote",
    "load_candidate",
    "next_candidate",
    "progress",
    "proposal_seen",
    "propose_ephemeris",
    "save_draft",
]


def load_candidate(workspace: Workspace, username: str, tess_id: int) -> Candidate:
    """Gather what the triage screen shows of a target beside its plots.

    Other people's votes on a proposal are left out until this person has voted on it: the first
    look is blind, unless a lead has switched that off (`tessebs_core.workflows.adjudication`). So are
    others' comments on it, and proposals that only accepting one has made. Proposals of one signal stand
    together.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    """

    def work(session: Session) -> Candidate:
        tic = find_target(session, tess_id)
        rows = ephemerides.proposals_of(session, tess_id)
        look = first_look(session, username, rows)
        notes = _readable(session, username, tess_id, look, [row.id for row in rows])
        rows = [row for row in rows if row.id not in look.hidden]
        ids = [row.id for row in rows]
        cast = votes.votes_on(session, ids)
        stand = standings(cast, decisions.decisions_on(session, ids))
        blind = group_choices.is_first_look_blind(session)
        since = contact_sheet.back_since(session, ids)
        sectors = tuple(sorted(sector.sector_id for sector in tic.sectors))
        unsettled = Standing(EphemerisStatus.OPEN)
        groups = proposal_groups(
            {row.id: ephemerides.ephemeris_record(row) for row in rows}, baseline=baseline_of(sectors)
        )
        place = {key: at for at, key in enumerate(key for group in groups for key in group.ephemeris_ids)}
        return Candidate(
            target=target_record(tic),
            sectors=sectors,
            provenances=provenances_with_light_curve(workspace, tess_id),
            proposals=tuple(
                proposal_seen(
                    row, username, cast, stand.get(row.id, unsettled), blind=blind, since=since.get(row.id)
                )
                for row in sorted(rows, key=lambda row: place[row.id])
            ),
            comments=notes,
            draft=drafts.load_draft(session, username, tess_id) or Draft(),
            failures=tuple(
                f"{row.provenance.name}: {row.error}"
                for row in products_of(session, tess_id)
                if row.state is ProductState.FAILED
            ),
            groups=groups,
        )

    return workspace.database.read(work)


def _readable(
    session: Session, username: str, tess_id: int, look: FirstLook, proposals: Collection[int]
) -> tuple[Note, ...]:
    """The target's comments that this person may read already."""
    notes = comments.comments_on(session, tess_id)
    entries: frozenset[int] = frozenset()
    if any(note.entry_id is not None for note in notes):
        rows = signals_of(session, tess_id)
        entries = frozenset(row.id for row in rows if look.shows_entry(row.ephemeris_id, proposals))
    return tuple(note for note in notes if look.shows_note(note, username, entries))


def proposal_seen(
    row: EphemerisRow,
    username: str,
    cast: Sequence[StoredVote],
    standing: Standing,
    *,
    blind: bool,
    since: datetime | None = None,
) -> Proposal:
    """A proposal as one person may see it: others' votes and where it stands only after their own vote.

    Parameters
    ----------
    since : datetime, optional
        When newer data brought it back; None for one that is not back.
    """
    on_this = [vote for vote in cast if vote.ephemeris_id == row.id]
    own = next((vote for vote in on_this if vote.username == username), None)
    seen = own is not None or not blind
    return Proposal(
        ephemeris_id=row.id,
        ephemeris=ephemerides.ephemeris_record(row),
        source=ephemerides.source_record(row.source),
        provenance=row.provenance.name if row.provenance else None,
        date_added=row.date_added,
        own_vote=own,
        standing=standing if seen else None,
        others=tuple(vote for vote in on_this if vote.username != username) if seen else (),
        is_back=since is not None and (own is None or own.cast_at <= since),
    )


def propose_ephemeris(
    workspace: Workspace, username: str, tess_id: int, ephemeris: Ephemeris, *, provenance: str | None = None
) -> int:
    """Add a person's own ephemeris to a target's proposals.

    Returns
    -------
    int
        Its id; the one that is there if this person proposed the same numbers before.
    """
    source = Source(model="manual", author=username)

    def work(session: Session) -> int:
        permissions.require_member(session, username)
        return ephemerides.propose_ephemeris(session, tess_id, ephemeris, source, provenance=provenance).id

    return workspace.database.write(work, repeatable=True)


def add_to_triage(
    workspace: Workspace,
    tess_id: int,
    ephemeris: Ephemeris,
    source: Source,
    *,
    provenance: str | None = None,
) -> int:
    """Add an ephemeris found by a code to a target's proposals.

    Returns
    -------
    int
        Its id; the same source's same numbers are stored once.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    """
    return workspace.database.write(
        lambda session: (
            ephemerides.propose_ephemeris(session, tess_id, ephemeris, source, provenance=provenance).id
        ),
        repeatable=True,
    )


def add_comment(
    workspace: Workspace,
    username: str,
    tess_id: int,
    text: str,
    *,
    request_id: str,
    ephemeris_id: int | None = None,
    entry_id: int | None = None,
) -> Note:
    """Store a comment on a target, or on one of its ephemerides or catalogue entries, as plain text.

    Raises
    ------
    InputError
        The comment is empty or longer than 10 000 characters, or what it is on is not this target's.
    """
    words = text.strip()
    if not words or len(words) > LONGEST_COMMENT:
        raise InputError(f"A comment has 1 to {LONGEST_COMMENT} characters; this one has {len(words)}.")

    def work(session: Session) -> Note:
        permissions.require_member(session, username)
        return comments.add_comment(
            session, tess_id, username, words,
            request_id=request_id, ephemeris_id=ephemeris_id, eb_id=entry_id,
        )  # fmt: skip

    return workspace.database.write(work, repeatable=True)


def save_draft(workspace: Workspace, username: str, tess_id: int, draft: Draft) -> None:
    """Keep what a person has begun, so that a reload or a dead kernel loses nothing.

    Raises
    ------
    NotPermitted
        A viewer may not propose or comment, and so begins nothing.
    """

    def work(session: Session) -> None:
        permissions.require_member(session, username)
        drafts.save_draft(session, username, tess_id, draft)

    workspace.database.write(work, repeatable=True)
