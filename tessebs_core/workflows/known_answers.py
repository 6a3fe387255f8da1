"""Targets whose answer is known, mixed silently into everybody's queue: they measure how people do."""

from sqlalchemy.orm import Session

from tessebs_core.compute.recall import recall_of
from tessebs_core.database.stores import group_choices, known_answers
from tessebs_core.errors import BadVote, InputError
from tessebs_core.records import Judgement
from tessebs_core.records.recall import KnownAnswer, Recall
from tessebs_core.vocabulary import PeriodMultiple, Verdict
from tessebs_core.workflows import permissions
from tessebs_core.workflows.workspace import Workspace

__all__ = ["add_known_answer", "known_answers_of", "recalls", "remove_known_answer", "set_gold_share"]

_LONGEST_REFERENCE = 255


def add_known_answer(
    workspace: Workspace,
    lead: str,
    ephemeris_id: int,
    verdict: Verdict,
    *,
    period: PeriodMultiple = PeriodMultiple.PERIOD,
    reference: str = "",
) -> None:
    """Say what is known of an ephemeris; a binary of the catalogue may be one.

    It leaves the ordinary queue and comes to each person once, among the others; votes on it settle nothing.

    Raises
    ------
    NotPermitted
        Only leads and admins may.
    InputError
        There is no such ephemeris, or the answer cannot be one.
    """
    if verdict is Verdict.DUPLICATE:
        raise BadVote("A known answer is a verdict on the ephemeris itself, not 'duplicate'.")
    if len(reference) > _LONGEST_REFERENCE:
        raise InputError(f"A reference has at most {_LONGEST_REFERENCE} characters.")
    answer = Judgement(verdict, period_multiple=period)

    def work(session: Session) -> None:
        permissions.require_lead(session, lead)
        known_answers.add_answer(session, ephemeris_id, answer, reference)

    workspace.database.write(work, repeatable=True)


def remove_known_answer(workspace: Workspace, lead: str, ephemeris_id: int) -> None:
    """Forget a known answer; errors as in `add_known_answer`."""

    def work(session: Session) -> None:
        permissions.require_lead(session, lead)
        known_answers.remove_answer(session, ephemeris_id)

    workspace.database.write(work)


def known_answers_of(workspace: Workspace, lead: str) -> list[KnownAnswer]:
    """All known answers; only for leads and admins, or they would measure nothing.

    Raises
    ------
    NotPermitted
        This person is none.
    """

    def work(session: Session) -> list[KnownAnswer]:
        permissions.check_lead(session, lead)
        return known_answers.answers(session)

    return workspace.database.read(work)


def set_gold_share(workspace: Workspace, lead: str, share: float) -> None:
    """Choose which part of everybody's targets have a known answer, 0 to 0.5; 0.05 before.

    Raises
    ------
    NotPermitted
        Only leads and admins may.
    InputError
        It is no such part.
    """
    if not 0 <= share <= 0.5:
        raise InputError(f"The share of known answers is a number from 0 to 0.5, not {share}.")

    def work(session: Session) -> None:
        permissions.require_lead(session, lead)
        group_choices.set_gold_share(session, lead, share)

    workspace.database.write(work, repeatable=True)


def recalls(workspace: Workspace, username: str) -> list[Recall]:
    """How people do on the known answers: everybody for leads and admins, oneself for others.

    Returns
    -------
    list of Recall
        By name; who has judged none is not in it.
    """

    def work(session: Session) -> list[Recall]:
        role = permissions.role_of(session, username)
        if role is None:
            return []
        found = known_answers.first_answers(session)
        seen = found if role.decides else {username: found.get(username, [])}
        return [recall_of(name, said) for name, said in sorted(seen.items()) if said]

    return workspace.database.read(work)
