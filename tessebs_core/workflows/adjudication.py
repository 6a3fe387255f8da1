"""Adjudication: what people disagree on, and what a lead decides for the group."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy.orm import Session

from tessebs_core.compute.consensus import DEFAULT_RULE, said_of_signals, standings
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.database.stores import decisions, group_choices, users, votes
from tessebs_core.database.stores.actions import request_within
from tessebs_core.database.stores.ephemerides import (
    ephemeris_record,
    lock_proposal,
    proposals_numbered,
    source_record,
)
from tessebs_core.errors import BadVote, NotPermitted, StaleForm
from tessebs_core.records import Judgement, StoredDecision, StoredVote
from tessebs_core.records.conflicts import Conflict
from tessebs_core.vocabulary import EphemerisStatus
from tessebs_core.workflows import permissions
from tessebs_core.workflows.judging import Seen, check_judgement, repeats_on
from tessebs_core.workflows.workspace import Workspace

__all__ = ["conflicts", "decide", "is_first_look_blind", "set_first_look_blind"]

LONGEST_NOTE = 10_000


def decide(
    workspace: Workspace,
    username: str,
    ephemeris_id: int,
    judgement: Judgement,
    note: str,
    *,
    request_id: str,
    seen: Seen = "any",
    group: bool = False,
) -> StoredDecision:
    """Settle a proposal as a lead, whatever the votes say; it is in the database when this returns.

    A later decision supersedes an earlier one, which stays. The same ``request_id`` again returns the
    decision already stored.

    Parameters
    ----------
    note : str
        The reason, in words; it is kept with the decision and shown to all who voted.
    seen : int, None or "any"
        ``decision_id`` of the newest decision that the form showed, None where it showed none.
    group : bool
        Settle the proposals that mean the same signal too, as duplicates of this one with the multiple that
        fits, in the same transaction; those that a lead has decided before stay as they are.

    Raises
    ------
    NotPermitted
        Only leads and admins decide.
    BadVote
        There is no such ephemeris, or no reason is given.
    StaleForm
        Somebody has decided it since the form was shown; both judgements are named.
    """
    words = note.strip()
    if not words or len(words) > LONGEST_NOTE:
        raise BadVote(
            f"A decision needs its reason, in 1 to {LONGEST_NOTE} characters; this has {len(words)}. "
            "Nothing was saved."
        )

    def work(session: Session) -> StoredDecision:
        user = permissions.require_lead(session, username)
        users.lock_user(session, user)
        row = check_judgement(session, ephemeris_id, judgement)
        repeats = repeats_on(session, row, judgement) if group else {}
        for key in sorted({ephemeris_id, *repeats}):
            lock_proposal(session, key)
        stored = decisions.newest_decision(session, ephemeris_id)
        if seen != "any" and not decisions.is_stored(session, request_id):
            _check_seen(stored, judgement, seen)
        made = {each.ephemeris_id for each in decisions.decisions_on(session, repeats)}
        wanted = {ephemeris_id: judgement} | {key: each for key, each in repeats.items() if key not in made}
        cast = [
            decisions.add_decision(
                session, key, username, each, words, rule_version=DEFAULT_RULE.version,
                request_id=request_id if key == ephemeris_id else request_within(request_id, key),
            )
            for key, each in wanted.items()
        ]  # fmt: skip
        return cast[0]

    return workspace.database.write(work, repeatable=True)


def conflicts(workspace: Workspace, username: str, *, decided: bool = False) -> tuple[Conflict, ...]:
    """Give the proposals whose votes disagree, those of most voters first.

    Leads see all. Others see those that they have voted on themselves, so that their first look at the rest
    stays blind, unless a lead has switched that off.

    Parameters
    ----------
    decided : bool
        Those that a lead has decided, newest decision first, instead of those that wait.
    """

    def work(session: Session) -> tuple[Conflict, ...]:
        role = permissions.role_of(session, username)
        if role is None:
            raise NotPermitted(f"{username!r} is no user of this catalogue. An admin can add one.")
        cast = votes.all_votes(session)
        made = decisions.all_decisions(session)
        newest = {each.ephemeris_id: each for each in made}
        if decided:
            chosen = set(newest)
        else:
            found = standings(cast, made)
            chosen = {key for key, each in found.items() if each.status is EphemerisStatus.CONFLICT}
        if not role.decides and group_choices.is_first_look_blind(session):
            chosen &= {each.ephemeris_id for each in cast if each.username == username}
        rows = proposals_numbered(session, chosen)
        return _conflicts(rows, cast, newest)

    return workspace.database.read(work)


def is_first_look_blind(workspace: Workspace) -> bool:
    """Whether others' votes on a proposal are hidden until one's own is cast."""
    return workspace.database.read(group_choices.is_first_look_blind)


def set_first_look_blind(workspace: Workspace, username: str, *, blind: bool) -> None:
    """Switch the blind first look on or off, for everybody.

    Raises
    ------
    NotPermitted
        Only leads and admins may.
    """

    def work(session: Session) -> None:
        permissions.require_lead(session, username)
        group_choices.set_first_look_blind(session, username, blind=blind)

    workspace.database.write(work, repeatable=True)


def _check_seen(stored: StoredDecision | None, wanted: Judgement, seen: int | None) -> None:
    if (None if stored is None else stored.decision_id) == seen:
        return
    now = "nothing" if stored is None else f"'{stored.judgement.words}' by {stored.username} ({stored.note})"
    raise StaleForm(
        f"This page is out of date, so nothing was saved: decided is {now}, and you wanted '{wanted.words}'.",
        stored=stored,
        wanted=wanted,
    )


def _conflicts(
    rows: Iterable[EphemerisRow], cast: Iterable[StoredVote], newest: dict[int, StoredDecision]
) -> tuple[Conflict, ...]:
    on_each: defaultdict[int, list[StoredVote]] = defaultdict(list)
    meant: defaultdict[int, list[StoredVote]] = defaultdict(list)
    cast = list(cast)
    for vote, counted in zip(cast, said_of_signals(cast), strict=True):
        on_each[vote.ephemeris_id].append(vote)
        meant[vote.ephemeris_id].append(counted)
    found = [
        Conflict(
            tess_id=row.tic.tess_id,
            ephemeris_id=row.id,
            ephemeris=ephemeris_record(row),
            source=source_record(row.source),
            votes=tuple(on_each[row.id]),
            meant=tuple(meant[row.id]),
            decision=newest.get(row.id),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=_urgency))


def _urgency(conflict: Conflict) -> tuple[float, int, int, int]:
    decided = conflict.decision.decided_at.timestamp() if conflict.decision else 0.0
    return -decided, -len(conflict.votes), conflict.tess_id, conflict.ephemeris_id
