"""The votes and decisions that lines of the catalogue came from, and the light they were measured on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import EB, TIC, Decision, Ephemeris, Product, Provenance, Run, Vote
from tessebs_core.database.stores.decisions import decisions_on
from tessebs_core.database.stores.runs import ACCEPTING, DERIVING
from tessebs_core.database.stores.upserts import batches
from tessebs_core.database.stores.votes import is_current, votes_on
from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.records.releases import SettlingVote, UsedLight
from tessebs_core.vocabulary import ProductState

__all__ = ["LineKey", "judged_for", "light_behind", "settling_votes"]

LineKey = tuple[int, int]


def judged_for(session: Session, lines: Iterable[CatalogueLine]) -> dict[int, set[LineKey]]:
    """Say which lines each proposal speaks for: those that have it, or an ephemeris that was made from it."""
    speaks: defaultdict[int, set[LineKey]] = defaultdict(set)
    for each in lines:
        if each.ephemeris_id is not None:
            speaks[each.ephemeris_id].add((each.tess_id, each.signal_id))
    derived = set(speaks)
    while derived:
        origins = _origins(session, derived)
        derived = set()
        for made, origin in origins.items():
            if not speaks[made] <= speaks[origin]:
                speaks[origin] |= speaks[made]
                derived.add(origin)
    return dict(speaks)


def settling_votes(session: Session, lines: Sequence[CatalogueLine]) -> list[SettlingVote]:
    """Give the votes that count on what the lines came from, and on its duplicates; and decisions.

    Ordered by TIC, signal, proposal, votes before decisions, and key. Of decisions on one proposal only the
    newest, which counts.
    """
    speaks = judged_for(session, lines)
    for repeating, original in _duplicates(session, speaks):
        speaks.setdefault(repeating, set())
        speaks[repeating] |= speaks[original]
    found = []
    for vote in votes_on(session, speaks):
        for key in speaks[vote.ephemeris_id]:
            found.append(
                SettlingVote(
                    *key, False, vote.vote_id, vote.ephemeris_id, vote.username, vote.judgement, vote.cast_at
                )
            )
    newest = {each.ephemeris_id: each for each in decisions_on(session, speaks)}
    for said in newest.values():
        for key in speaks[said.ephemeris_id]:
            found.append(
                SettlingVote(
                    *key, True, said.decision_id, said.ephemeris_id, said.username, said.judgement,
                    said.decided_at,
                )
            )  # fmt: skip
    return sorted(
        found, key=lambda each: (each.tess_id, each.signal_id, each.ephemeris_id, each.decided, each.key)
    )


def light_behind(session: Session, lines: Iterable[CatalogueLine]) -> list[UsedLight]:
    """Give the files that are held for the lines' targets, and what their entries were measured on."""
    confirmed = select(EB.tic_id).where(EB.in_catalog)
    files = (
        select(TIC.tess_id, Provenance.name, Product.file_name, Product.sha256)
        .join(Product, Product.tic_id == TIC.id)
        .join(Provenance, Product.provenance_id == Provenance.id)
        .where(TIC.id.in_(confirmed), Product.state == ProductState.HELD, Product.sha256.is_not(None))
    )
    found = [
        UsedLight(tess_id, None, provenance, name, sha256 or "")
        for tess_id, provenance, name, sha256 in session.execute(files)
    ]
    entries = {each.entry_id: each for each in lines}
    runs = (
        select(Run.parameters, Run.light_curve_hash, Provenance.name)
        .outerjoin(Provenance, Run.provenance_id == Provenance.id)
        .where(Run.code == ACCEPTING, Run.light_curve_hash.is_not(None))
        .order_by(Run.id)
        .execution_options(yield_per=1000)
    )
    measured = {}
    for parameters, sha256, provenance in session.execute(runs):
        line = entries.get(parameters.get("eb"))
        if line is not None:
            measured[line.entry_id] = UsedLight(
                line.tess_id, line.signal_id, provenance or "", "", sha256 or ""
            )
    found += measured.values()
    return sorted(
        found, key=lambda each: (each.tess_id, each.signal_id or 0, each.provenance, each.file_name)
    )


def _origins(session: Session, ephemeris_ids: Iterable[int]) -> dict[int, int]:
    """What ephemerides were made from by accepting at a multiple, or by swapping primary and secondary."""
    found = {}
    for batch in batches(sorted(ephemeris_ids)):
        statement = (
            select(Ephemeris.id, Run.code, Run.parameters)
            .join(Run, Ephemeris.run_id == Run.id)
            .where(Ephemeris.id.in_(batch), Run.code.in_(DERIVING))
        )
        for made, code, asked in session.execute(statement):
            origin = asked["ephemeris"] if code == ACCEPTING else asked["before"]["ephemeris"]
            if origin is not None and origin != made:
                found[made] = int(origin)
    return found


def _duplicates(session: Session, ephemeris_ids: Iterable[int]) -> list[tuple[int, int]]:
    """Proposals that somebody calls a duplicate of one of these, each with that one."""
    found = []
    for batch in batches(sorted(ephemeris_ids)):
        votes = select(Vote.ephemeris_id, Vote.duplicate_of_id).where(
            Vote.duplicate_of_id.in_(batch), is_current(Vote)
        )
        decisions = select(Decision.ephemeris_id, Decision.duplicate_of_id).where(
            Decision.duplicate_of_id.in_(batch)
        )
        for statement in (votes, decisions):
            pairs = session.execute(statement.distinct())
            found += [(made, original) for made, original in pairs if original is not None]
    return sorted(set(found))
