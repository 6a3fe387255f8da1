"""What a release stood on, as the database has it now."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tessebs_core.database.schema import TIC, Decision, Product, Vote
from tessebs_core.database.stores.upserts import batches
from tessebs_core.database.stores.votes import judgement_of
from tessebs_core.records import Judgement
from tessebs_core.records.releases import SettlingVote
from tessebs_core.vocabulary import ProductState

__all__ = ["Said", "held_hashes", "judgements_again"]

Said = tuple[int, str, Judgement, datetime]
"""Proposal, person, judgement, moment."""


def judgements_again(session: Session, votes: Iterable[SettlingVote]) -> dict[tuple[bool, int], Said]:
    """Read votes and decisions by their keys, also those that others have superseded since."""
    wanted = sorted({(each.decided, each.key) for each in votes})
    found: dict[tuple[bool, int], Said] = {}
    for batch in batches(key for decided, key in wanted if not decided):
        statement = select(Vote).where(Vote.id.in_(batch)).options(joinedload(Vote.user, innerjoin=True))
        for row in session.scalars(statement):
            found[False, row.id] = (row.ephemeris_id, row.user.username, judgement_of(row), row.cast_at)
    for batch in batches(key for decided, key in wanted if decided):
        decisions = select(Decision).where(Decision.id.in_(batch))
        for each in session.scalars(decisions.options(joinedload(Decision.user, innerjoin=True))):
            found[True, each.id] = (
                each.ephemeris_id,
                each.user.username,
                judgement_of(each),
                each.decided_at,
            )
    return found


def held_hashes(session: Session, tess_ids: Iterable[int]) -> set[tuple[int, str, str]]:
    """TIC, file name and sha256 of the files that are held for these targets."""
    found: set[tuple[int, str, str]] = set()
    for batch in batches(sorted(tess_ids)):
        statement = (
            select(TIC.tess_id, Product.file_name, Product.sha256)
            .join(Product, Product.tic_id == TIC.id)
            .where(TIC.tess_id.in_(batch), Product.state == ProductState.HELD)
        )
        found.update((tess_id, name, sha256 or "") for tess_id, name, sha256 in session.execute(statement))
    return found
