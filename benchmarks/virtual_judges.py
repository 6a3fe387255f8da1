"""Twelve virtual judges with known error rates work through the demonstration's candidates.

    python -m benchmarks.virtual_judges [SEED] [--alone]

They use the workflows that the screens call: the queue, votes for whole groups of proposals, the conflict
queue, a lead's decisions. Judges look at any member of a group, so that agreement must come through
duplicates. ``--alone`` judges every proposal by itself. Printed are the accuracy of the consensus against
the hidden truth and what it took, and every judge's true error rate beside the measured ones.
"""

import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np

from tessebs_core.archive.client import Archive, ArchiveEndpoints
from tessebs_core.compute.consensus import standings
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import GoldAnswer
from tessebs_core.database.stores.decisions import all_decisions
from tessebs_core.database.stores.targets import save_target
from tessebs_core.database.stores.votes import all_votes
from tessebs_core.demonstration.catalogue import proposals
from tessebs_core.demonstration.population import target_of
from tessebs_core.demonstration.systems import Kind
from tessebs_core.demonstration.target_cards import metadata_of
from tessebs_core.demonstration.truth import Truth, truth_of
from tessebs_core.records import Candidate, DataFolder, Ephemeris, Judgement, Position, Standing
from tessebs_core.records.shares import Share
from tessebs_core.vocabulary import EphemerisStatus, PeriodMultiple, Role, Verdict
from tessebs_core.workflows.adjudication import conflicts, decide
from tessebs_core.workflows.agreement import agreement
from tessebs_core.workflows.judging import cast_group_vote, cast_vote
from tessebs_core.workflows.people import set_role
from tessebs_core.workflows.triage import add_to_triage, load_candidate, next_candidate
from tessebs_core.workflows.workspace import Workspace, upgrade_schema

ERROR_RATES = (0.02, 0.02, 0.04, 0.05, 0.05, 0.08, 0.10, 0.10, 0.12, 0.15, 0.20, 0.30)
LEADS_ERROR = 0.02
SITTING = 15  # targets that a judge works through before another comes
GOLD = 0.3  # part of the proposals whose answer is known
LEAD = "lead"
NEAR = 0.01  # relative; a period within it is meant

FACTORS = (PeriodMultiple.HALF, PeriodMultiple.PERIOD, PeriodMultiple.DOUBLE)


@dataclass
class Judge:
    """A person who errs at a known rate, and how often that has happened."""

    name: str
    rate: float
    votes: int = 0
    errors: int = 0


def true_position(truth: Truth, proposed: Ephemeris) -> Position:
    """What a perfect judge says of a proposal."""
    if not truth.kind.is_binary:
        return Verdict.NOT_EB, None
    if truth.kind is Kind.SINGLE_ECLIPSE:
        return Verdict.EB, PeriodMultiple.PERIOD  # nobody can know better; the reason says "single eclipse"
    for signal in truth.signals:
        for multiple in FACTORS:
            if abs(proposed.period * (multiple.factor or 1.0) / signal.ephemeris.period - 1.0) < NEAR:
                return Verdict.EB, multiple
    return Verdict.NOT_EB, None


def mistaken(position: Position, random: np.random.Generator) -> Position:
    """Another position: for a binary half of the mistakes are a wrong multiple, the field's commonest."""
    verdict, multiple = position
    if verdict is Verdict.EB and random.random() < 0.5:
        return verdict, FACTORS[
            random.choice([at for at, each in enumerate(FACTORS) if each is not multiple])
        ]
    return (Verdict.NOT_EB, None) if verdict is Verdict.EB else (Verdict.EB, PeriodMultiple.PERIOD)


def judgement_of(position: Position) -> Judgement:
    """The vote that says a position."""
    return Judgement(position[0], period_multiple=position[1] or PeriodMultiple.PERIOD)


class Play:
    """The whole work on one catalogue, played with one seed."""

    def __init__(self, workspace: Workspace, seed: int, *, alone: bool) -> None:
        self.workspace = workspace
        self.random = np.random.default_rng(seed)
        self.alone = alone
        self.requests = count(1)
        self.judges = [Judge(f"judge-{at:02d}", rate) for at, rate in enumerate(ERROR_RATES, 1)]
        self.truth: dict[int, Position] = {}
        self.proposed: dict[int, tuple[int, Ephemeris]] = {}
        self.judged = 0
        self.decided = 0
        set_role(workspace, LEAD, Role.LEAD)

    def fill(self) -> None:
        """Put the candidates and what was proposed for them into the catalogue."""
        for tess_id, given in proposals().items():
            if not given:
                continue
            metadata = metadata_of(target_of(tess_id))
            self.workspace.database.write(lambda session, metadata=metadata: save_target(session, metadata))
            truth = truth_of(tess_id)
            for ephemeris, source in given:
                key = add_to_triage(self.workspace, tess_id, ephemeris, source)
                self.truth[key] = true_position(truth, ephemeris)
                self.proposed[key] = tess_id, ephemeris

    def tell_answers(self) -> None:
        """Make a part of the proposals known; only now, since people settle nothing by known ones."""
        known = [
            GoldAnswer(ephemeris_id=key, verdict=said[0], period_multiple=said[1] or PeriodMultiple.PERIOD)
            for key, said in self.truth.items()
            if self.random.random() < GOLD
        ]
        self.workspace.database.write(lambda session: session.add_all(known))

    def vote(self) -> None:
        """Let judges come in turn, until every proposal is settled or waits for the lead."""
        idle = 0
        for judge in self._in_turn():
            idle = 0 if self._sit(judge) else idle + 1
            if idle == len(self.judges):
                return

    def adjudicate(self) -> None:
        """Let the lead decide what people disagree on."""
        while waiting := conflicts(self.workspace, LEAD):
            each = waiting[0]
            said = self.truth[each.ephemeris_id]
            if self.random.random() < LEADS_ERROR:
                said = mistaken(said, self.random)
            decide(
                self.workspace, LEAD, each.ephemeris_id, judgement_of(said), "looked at both sides",
                request_id=f"d{next(self.requests)}", seen=None, group=not self.alone,
            )  # fmt: skip
            self.decided += 1

    def standings(self, *, merged: bool) -> dict[int, Standing]:
        """Where everything stands."""
        votes, decisions = self.workspace.database.read(
            lambda session: (all_votes(session), all_decisions(session))
        )
        return standings(votes, decisions, merged=merged)

    def _in_turn(self):
        while True:
            yield from self.random.permutation(np.array(self.judges, dtype=object))

    def _sit(self, judge: Judge) -> int:
        """One sitting; how many targets were judged."""
        found = self.standings(merged=False)
        waiting = {
            self.proposed[key][0]
            for key in self.truth
            if key not in found or found[key].status is EphemerisStatus.OPEN
        }
        done, seen = 0, []
        while done < SITTING:
            tess_id = next_candidate(self.workspace, judge.name, after=seen[-1] if seen else None, skip=seen)
            if tess_id is None or tess_id in seen:
                break
            seen.append(tess_id)
            if tess_id in waiting:
                self._judge(judge, load_candidate(self.workspace, judge.name, tess_id))
                done += 1
        return done

    def _judge(self, judge: Judge, candidate: Candidate) -> None:
        """Judge what is left of a target, beginning with any member of each group."""
        keys = [each.ephemeris_id for each in candidate.proposals]
        left = {each.ephemeris_id for each in candidate.proposals if each.own_vote is None}
        first: dict[int, int] = {}  # by the place of its group, the member that was judged
        for key in self.random.permutation(keys).tolist():
            if key not in left:
                continue
            said = self.truth[key]
            wrong = self.random.random() < judge.rate
            judgement = judgement_of(mistaken(said, self.random) if wrong else said)
            group = next(at for at, each in enumerate(candidate.groups) if key in each.ephemeris_ids)
            original = first.setdefault(group, key)
            if original != key and not wrong and not self.alone:  # the same signal from another minimum
                judgement = Judgement(
                    Verdict.DUPLICATE, period_multiple=judgement.period_multiple, duplicate_of=original
                )
            judge.votes += 1
            judge.errors += wrong
            self.judged += 1
            request = f"v{next(self.requests)}"
            if self.alone:
                cast_vote(self.workspace, judge.name, key, judgement, request_id=request, seen=None)
                left.discard(key)
            else:
                made = cast_group_vote(
                    self.workspace, judge.name, key, judgement, request_id=request, seen=None
                )
                left -= {key, *(each.ephemeris_id for each in made.duplicates)}


def entries_of(play: Play, found: Mapping[int, Standing]) -> Counter[str]:
    """What the catalogue would hold: one entry for each proposal that stands as a binary."""
    periods: defaultdict[int, list[float]] = defaultdict(list)
    for key, standing in found.items():
        if standing.position is not None and standing.position[0] is Verdict.EB:
            tess_id, ephemeris = play.proposed[key]
            periods[tess_id].append(ephemeris.period * (standing.position[1].factor or 1.0))
    counted: Counter[str] = Counter()
    for tess_id in {each for each, _ in play.proposed.values()}:
        truth = truth_of(tess_id)
        left = list(periods[tess_id])
        if truth.kind is Kind.SINGLE_ECLIPSE:
            continue  # its period cannot be known
        for signal in truth.signals if truth.kind.is_binary else ():
            near = [each for each in left if abs(each / signal.ephemeris.period - 1.0) < NEAR]
            counted["found once" if len(near) == 1 else "found twice" if near else "missed"] += 1
            left = [each for each in left if each not in near]
        counted["false"] += len(left)
    return counted


def report(play: Play, seconds: float) -> None:
    """Print what came out."""
    own, final = play.standings(merged=False), play.standings(merged=True)
    settled = {key: each.position for key, each in own.items() if each.position is not None}
    right = sum(position == play.truth[key] for key, position in settled.items())
    cast = play.workspace.database.read(all_votes)
    print(f"{len(play.truth)} proposals of {len({each for each, _ in play.proposed.values()})} targets")
    print(f"{play.judged} judgements, {len(cast)} votes, {play.decided} adjudications, {seconds:.0f} s")
    print(f"judgements for each proposal: {play.judged / len(play.truth):.2f}")
    print(f"settled: {len(settled)} of {len(play.truth)}; right: {100 * right / len(settled):.1f} %")
    print(f"a judge alone, on average: {100 * (1 - np.mean(ERROR_RATES)):.1f} % right")
    entries = entries_of(play, final)
    print(
        "true signals: "
        + ", ".join(f"{entries[each]} {each}" for each in ("found once", "found twice", "missed"))
    )
    print(f"entries that are none or have a wrong period: {entries['false']}")
    measured = agreement(play.workspace, generator=np.random.default_rng(1))
    alpha = measured.alpha
    print(f"alpha {alpha.value:.3f} ({alpha.low:.3f} to {alpha.high:.3f}) over {alpha.units} proposals")
    print("\nRate asked for and errors made; votes unlike the settled and unlike most others; known answers:")
    people = {each.username: each for each in measured.people}
    for judge in play.judges:
        person = people[judge.name]
        print(
            f"{judge.name:10s} {judge.rate:6.2f} {judge.errors / judge.votes:6.3f} of {judge.votes:4d}"
            f" {missed(person.with_settled):>15s} {missed(person.with_others):>14s}"
            f" {shown(person.recall):>12s} {shown(person.precision):>12s}"
        )


def missed(share: Share) -> str:
    """What is not in a share."""
    return "-" if share.value is None else f"{1 - share.value:.3f} of {share.of}"


def shown(share: Share) -> str:
    """A share and of how many."""
    return "-" if share.value is None else f"{share.value:.2f} of {share.of}"


def main(arguments: Sequence[str]) -> None:
    """Play once."""
    seeds = [int(each) for each in arguments if each.isdigit()]
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{Path(folder) / 'tessebs.sqlite3'}")
        nowhere = Archive(ArchiveEndpoints("http://127.0.0.1:9"))
        workspace = Workspace(database, DataFolder(Path(folder)), nowhere)
        upgrade_schema(workspace)
        play = Play(workspace, seeds[0] if seeds else 1, alone="--alone" in arguments)
        begin = time.perf_counter()
        play.fill()
        play.vote()
        play.adjudicate()
        play.tell_answers()
        report(play, time.perf_counter() - begin)
        database.dispose()


if __name__ == "__main__":
    main(sys.argv[1:])
