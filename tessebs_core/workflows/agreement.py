"""How far the people of a catalogue agree, from all votes that count."""

import numpy as np
from sqlalchemy.orm import Session

from tessebs_core.compute.agreement import agreement_of
from tessebs_core.database.stores import decisions, known_answers, votes
from tessebs_core.records.agreement import Agreement
from tessebs_core.workflows.workspace import Workspace

__all__ = ["agreement"]


def agreement(workspace: Workspace, *, generator: np.random.Generator | None = None) -> Agreement:
    """Compare all people: with what is settled, with each other, with the known answers.

    Parameters
    ----------
    generator : numpy.random.Generator, optional
        With it, Krippendorff's alpha gets a 95 % interval by bootstrap.

    Notes
    -----
    Three queries, however many votes there are.
    """

    def work(session: Session) -> Agreement:
        return agreement_of(
            votes.all_votes(session),
            decisions.all_decisions(session),
            known_answers.answers(session),
            generator=generator,
        )

    return workspace.database.read(work)
