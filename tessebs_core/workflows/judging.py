"""Judging: a verdict on one proposal or on all that mean one signal, and taking a click back."""

from collections.abc import Mapping
from typing import Literal

from sqlalchemy.orm import Session

from tessebs_core.compute.consensus import DEFAULT_RULE
from tessebs_core.compute.proposal_groups import baseline_of, repeats_of
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.database.schema import User
from tessebs_core.database.stores import actions, users, votes
from tessebs_core.database.stores.contact_sheet import back_since, still_counts
from tessebs_core.database.stores.ephemerides import ephemeris_record, proposals_of
from tessebs_core.database.stores.first_looks import first_look
from tessebs_core.errors import BadVote, StaleForm
from tessebs_core.records import Judgement, StoredVote
from tessebs_core.records.group_votes import GroupVote, Undone
from tessebs_core.workflows import permissions
from tessebs_core.workflows.workspace import Workspace

__all__ = ["Seen", "cast_group_vote", "cast_vote", "check_judgement", "repeats_on", "undo"]

Seen = int | None | Literal["any"]
"""Number of the newest record that a form showed, None where it showed none; "any" checks nothing."""


def cast_vote(
    workspace: Workspace,
    username: str,
    ephemeris_id: int,
    judgement: Judgement,
    *,
    request_id: str,
    seen: Seen = "any",
) -> StoredVote:
    """Store a judgement; it is in the database when this returns.

    A later vote of the same person on the same ephemeris supersedes the earlier one, which stays.
    The same ``request_id`` again returns the vote already stored; so does what a form showed as said
    already, unless newer data asks for it once more.

    Parameters
    ----------
    seen : int, None or "any"
        ``vote_id`` of this person's own vote that the form showed, None where it showed none.

    Raises
    ------
    BadVote
        No such ephemeris, or a duplicate of another target's.
    NotPermitted
        A viewer may not vote.
    StaleForm
        This person's vote is not (any more) the one that the form showed; both are named.
    """

    def work(session: Session) -> StoredVote:
        user = _voter(session, username)
        check_judgement(session, ephemeris_id, judgement)
        return _cast(session, user, ephemeris_id, judgement, request_id=request_id, seen=seen)

    return workspace.database.write(work, repeatable=True)


def cast_group_vote(
    workspace: Workspace,
    username: str,
    ephemeris_id: int,
    judgement: Judgement,
    *,
    request_id: str,
    seen: Seen = "any",
    replace: bool = False,
) -> GroupVote:
    """Judge one proposal, and call those that mean the same signal duplicates of it, in one transaction.

    The duplicates get the multiple that their own period needs to come to the same orbit. All these votes
    are one action, which `undo` takes back whole.

    Parameters
    ----------
    seen : int, None or "any"
        As in `cast_vote`, for the proposal that is judged.
    replace : bool
        Also those that this person has judged otherwise before; else they stay as they are.

    Returns
    -------
    GroupVote
        What was stored; the same for the same ``request_id`` again.

    Raises
    ------
    BadVote, NotPermitted, StaleForm
        As in `cast_vote`; nothing of it was stored.
    """

    def work(session: Session) -> GroupVote:
        user = _voter(session, username)
        row = check_judgement(session, ephemeris_id, judgement)
        hidden = first_look(session, username, proposals_of(session, row.tic.tess_id)).hidden
        repeats = {
            key: each for key, each in repeats_on(session, row, judgement).items() if key not in hidden
        }
        is_repeated = votes.is_stored(session, request_id)
        vote = _cast(session, user, ephemeris_id, judgement, request_id=request_id, seen=seen)
        if is_repeated:
            together = actions.votes_of_action(session, user, actions.action_of(request_id))
            marked = tuple(each for each in together if each.vote_id != vote.vote_id)
        else:
            marked = _mark(session, user, repeats, request_id, replace=replace)
        own = {
            each.ephemeris_id: each for each in votes.votes_on(session, repeats) if each.username == username
        }
        left = tuple(key for key, repeat in repeats.items() if key not in own or own[key].judgement != repeat)
        return GroupVote(vote, marked, left)

    return workspace.database.write(work, repeatable=True)


def undo(workspace: Workspace, username: str, *, request_id: str, action: str | None = None) -> Undone | None:
    """Take back what one click of a person said, all of it, by newer votes that say what they said before.

    Parameters
    ----------
    action : str, optional
        `StoredVote.action` of the click; the newest that is not undone if left out, so that undoing again
        goes one click further back.

    Returns
    -------
    Undone or None
        What the person says now; None when there is nothing left to undo. The same ``request_id`` again
        gives the same answer and undoes nothing more.

    Raises
    ------
    NotPermitted
        The click was somebody else's.
    BadVote
        There is no such action, or it is undone already.
    StaleForm
        This person has judged the same proposals again since.
    """

    def work(session: Session) -> Undone | None:
        user = _voter(session, username)
        before = actions.stored_undo(session, user, request_id)
        if before is not None:
            return before
        chosen = action if action is not None else actions.last_action(session, user)
        if chosen is None:
            return None
        return actions.undo_action(
            session, user, chosen, request_id=request_id, rule_version=DEFAULT_RULE.version
        )

    return workspace.database.write(work, repeatable=True)


def check_judgement(session: Session, ephemeris_id: int, judgement: Judgement) -> EphemerisRow:
    """Return the proposal that a judgement is on.

    Raises
    ------
    BadVote
        There is none, or the judgement calls it a duplicate of another target's, or a blend of its own.
    """
    row = session.get(EphemerisRow, ephemeris_id)
    if row is None:
        raise BadVote(f"There is no ephemeris {ephemeris_id}; it may have been removed. Reload the page.")
    if judgement.duplicate_of is not None:
        other = session.get(EphemerisRow, judgement.duplicate_of)
        if other is None or other.tic_id != row.tic_id or other.id == row.id:
            raise BadVote(f"Ephemeris {judgement.duplicate_of} is not another proposal of the same target.")
    if judgement.blend_of is not None and judgement.blend_of == row.tic.tess_id:
        raise BadVote(
            f"TIC {judgement.blend_of} is this target itself. A blend names the other star that the signal "
            "comes from, or none."
        )
    return row


def repeats_on(session: Session, row: EphemerisRow, judgement: Judgement) -> dict[int, Judgement]:
    """What a judgement of one proposal says of the target's others that mean the same signal."""
    tic = row.tic
    proposals = {each.id: ephemeris_record(each) for each in proposals_of(session, tic.tess_id)}
    sectors = [each.sector_id for each in tic.sectors]
    return repeats_of(row.id, judgement, proposals, baseline=baseline_of(sectors))


def _voter(session: Session, username: str) -> User:
    """A person who may vote; one at a time, so that two pages of theirs cannot overtake each other."""
    user = permissions.require_member(session, username)
    users.lock_user(session, user)
    return user


def _cast(
    session: Session, user: User, ephemeris_id: int, judgement: Judgement, *, request_id: str, seen: Seen
) -> StoredVote:
    if seen != "any" and not votes.is_stored(session, request_id):
        stored = votes.own_vote_on(session, ephemeris_id, user.username)
        _check_seen(stored, judgement, seen)
        if (
            stored is not None
            and stored.judgement == judgement
            and still_counts(stored, back_since(session, [ephemeris_id]))
        ):
            return stored  # pressed twice: a second vote would only make "undo" seem to do nothing
    return votes.cast_vote(
        session, ephemeris_id, user.username, judgement,
        request_id=request_id, rule_version=DEFAULT_RULE.version, action=actions.action_of(request_id),
    )  # fmt: skip


def _mark(
    session: Session, user: User, repeats: Mapping[int, Judgement], request_id: str, *, replace: bool
) -> tuple[StoredVote, ...]:
    """Cast the duplicates of one click on what this person has not judged, or on all."""
    judged = {
        each.ephemeris_id: each.judgement
        for each in votes.votes_on(session, repeats)
        if each.username == user.username
    }
    wanted = {
        key: repeat
        for key, repeat in repeats.items()
        if key not in judged or (replace and judged[key] != repeat)
    }
    return tuple(
        votes.cast_vote(
            session, key, user.username, repeat, action=actions.action_of(request_id),
            request_id=actions.request_within(request_id, key), rule_version=DEFAULT_RULE.version,
        )
        for key, repeat in wanted.items()
    )  # fmt: skip


def _check_seen(stored: StoredVote | None, wanted: Judgement, seen: int | None) -> None:
    if (None if stored is None else stored.vote_id) == seen:
        return
    now = "nothing (it was taken back)" if stored is None else f"'{stored.judgement.words}'"
    raise StaleForm(
        f"This page is out of date, so nothing was saved: your stored verdict is {now}, "
        f"and you wanted '{wanted.words}'.",
        stored=stored,
        wanted=wanted,
    )
