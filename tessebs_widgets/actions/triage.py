"""The triage screen's way to the workflows; no other module of the screens knows them.

The workflows are imported when first used, so that a screen is painted before the database and
the numerical libraries are loaded.
"""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from tessebs_core.records import (
    Candidate,
    Draft,
    Ephemeris,
    LightCurve,
    Note,
    Periodogram,
    Progress,
)
from tessebs_core.records.blends import BlendSearch
from tessebs_core.records.periods import PeriodReport
from tessebs_core.records.product_folds import ProductComparison
from tessebs_core.records.queue import Attention
from tessebs_core.records.reporting import Report
from tessebs_core.records.signals import CatalogueSignal
from tessebs_core.vocabulary import PeriodogramMethod, QueueOrder
from tessebs_widgets.actions.judging_desk import JudgingDesk
from tessebs_widgets.actions.personal_desk import PersonalDesk
from tessebs_widgets.actions.signal_desk import SignalDesk

if TYPE_CHECKING:
    from tessebs_core.compute.eclipse_review import EclipseReview
    from tessebs_core.compute.refinement import Refinement

__all__ = ["Desk"]


class Desk(JudgingDesk, SignalDesk, PersonalDesk):
    """One reviewer at one workspace."""

    def next_candidate(self, *, after: int | None = None, skip: Collection[int] = ()) -> int | None:
        """The ``tess_id`` to judge next; None when nothing is left."""
        from tessebs_core.workflows.queue import next_candidate

        return next_candidate(self._workspace, self.username, after=after, skip=skip)

    def look_at(self, tess_id: int, *, leaving: int | None = None) -> Attention:
        """Claim a target, let the one before go, and tell who else is there and why it is here."""
        from tessebs_core.workflows.queue import look_at

        return look_at(self._workspace, self.username, tess_id, leaving=leaving)

    def release(self, tess_id: int) -> None:
        """Let others have a target."""
        from tessebs_core.workflows.queue import release

        release(self._workspace, self.username, tess_id)

    def snooze(self, tess_id: int, *, days: float | None = None) -> None:
        """Put a target off, for some days or until it has another sector."""
        from tessebs_core.workflows.queue import snooze

        snooze(self._workspace, self.username, tess_id, days=days)

    def queue_order(self) -> QueueOrder:
        """The order of this person's queue."""
        from tessebs_core.workflows.queue import order_of

        return order_of(self._workspace, self.username)

    def set_order(self, order: QueueOrder) -> None:
        """Choose the order of this person's queue."""
        from tessebs_core.workflows.queue import set_order

        set_order(self._workspace, self.username, order)

    def candidate(self, tess_id: int) -> Candidate:
        """What the screen shows of a target beside its plots."""
        from tessebs_core.workflows.triage import load_candidate

        return load_candidate(self._workspace, self.username, tess_id)

    def progress(self) -> Progress:
        """Targets judged by this person, by anyone, and left."""
        from tessebs_core.workflows.triage import progress

        return progress(self._workspace, self.username)

    def propose(self, tess_id: int, ephemeris: Ephemeris, *, provenance: str | None = None) -> int:
        """Add this person's own ephemeris; returns its id."""
        from tessebs_core.workflows.triage import propose_ephemeris

        return propose_ephemeris(self._workspace, self.username, tess_id, ephemeris, provenance=provenance)

    def add_comment(self, tess_id: int, text: str, *, request_id: str) -> Note:
        """Store a comment on a target."""
        from tessebs_core.workflows.triage import add_comment

        return add_comment(self._workspace, self.username, tess_id, text, request_id=request_id)

    def save_draft(self, tess_id: int, draft: Draft) -> None:
        """Keep what has been begun and not yet said."""
        from tessebs_core.workflows.triage import save_draft

        save_draft(self._workspace, self.username, tess_id, draft)

    def light_curve(self, tess_id: int, provenance: str) -> LightCurve:
        """One product's light curve."""
        from tessebs_core.workflows.light_curves import load_light_curve

        return load_light_curve(self._workspace, tess_id, provenance)

    def periodogram(
        self,
        tess_id: int,
        provenance: str,
        method: PeriodogramMethod,
        *,
        differences: bool = False,
        start: float | None = None,
        end: float | None = None,
    ) -> Periodogram:
        """One product's periodogram, read or computed; of differences, or of a range of time (BTJD)."""
        from tessebs_core.workflows.light_curves import load_periodogram

        return load_periodogram(
            self._workspace, tess_id, provenance, method,
            differences=differences, start=start, end=end, quick=True,
        )  # fmt: skip

    def refine(self, tess_id: int, provenance: str, ephemeris: Ephemeris) -> "Refinement":
        """An ephemeris fitted to all eclipses of one product."""
        from tessebs_core.workflows.refining import refine_ephemeris

        return refine_ephemeris(self._workspace, tess_id, provenance, ephemeris)

    def report(
        self,
        tess_id: int,
        provenance: str,
        *,
        anew: bool = False,
        report: Report,
        cancelled: Callable[[], bool],
    ) -> PeriodReport:
        """What the numerical engine says of one product's period: as stored if it holds, else made and kept.

        Parameters
        ----------
        anew : bool
            Compute it in any case; takes up to some seconds.
        """
        from tessebs_core.workflows.period_reports import store_report, stored_report

        kept = None if anew else stored_report(self._workspace, tess_id, provenance)
        if kept is not None and not kept.is_stale:
            return kept.report
        return store_report(self._workspace, tess_id, provenance, report=report, cancelled=cancelled)

    def compare_products(
        self, tess_id: int, ephemeris: Ephemeris, *, report: Report, cancelled: Callable[[], bool]
    ) -> ProductComparison:
        """Every product held, on one ephemeris."""
        from tessebs_core.workflows.product_folds import compare_products

        return compare_products(self._workspace, tess_id, ephemeris, report=report, cancelled=cancelled)

    def shared_signals(self, tess_id: int) -> BlendSearch:
        """Neighbours that show a signal of this target; tells nothing of anybody's votes."""
        from tessebs_core.workflows.blends import nearby_signals

        return nearby_signals(self._workspace, tess_id, username=self.username)

    def entries(self, tess_id: int) -> tuple[CatalogueSignal, ...]:
        """The target's catalogue entries."""
        from tessebs_core.workflows.eclipse_reviews import catalogue_signals

        return catalogue_signals(self._workspace, tess_id)

    def review_eclipses(
        self, tess_id: int, provenance: str, ephemeris: Ephemeris, *, entry_id: int | None
    ) -> "EclipseReview":
        """Measure the eclipses of an entry; of an ephemeris that has none if ``entry_id`` is None."""
        from tessebs_core.workflows.catalogue import review_eclipses
        from tessebs_core.workflows.eclipse_reviews import review_ephemeris

        if entry_id is None:
            return review_ephemeris(self._workspace, tess_id, ephemeris, provenance)
        return review_eclipses(self._workspace, entry_id, provenance)

    def store_eclipses(self, entry_id: int, review: "EclipseReview", provenance: str) -> None:
        """Write the accepted numbers into an entry; they are there when this returns."""
        from tessebs_core.workflows.catalogue import store_eclipses

        store_eclipses(self._workspace, entry_id, review, self.username, provenance)
