"""A desk without a database: three synthetic targets, votes in a list, errors on demand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import numpy as np

from tessebs_core.compute.eclipse_numbers import EclipseNumber
from tessebs_core.compute.eclipse_review import EclipseReview, ReviewedNumber
from tessebs_core.errors import Cancelled, NoLightCurve, TessebsError, UnknownTarget
from tessebs_core.records import (
    Candidate,
    Draft,
    Ephemeris,
    LightCurve,
    Note,
    Periodogram,
    Progress,
    Proposal,
    Source,
    StoredVote,
    TargetMetadata,
)
from tessebs_core.records.blends import BlendSearch, SharedSignal
from tessebs_core.records.periods import FoldEvidence, PeriodReport, SecondaryEclipse
from tessebs_core.records.product_folds import ProductComparison, ProductFold
from tessebs_core.records.queue import Attention
from tessebs_core.records.reporting import Step
from tessebs_core.records.signals import CatalogueSignal
from tessebs_core.vocabulary import PeriodGrade, PeriodogramMethod, QueueOrder
from tessebs_core.workflows.refining import settled_refinement
from tests.widgets.judging_fakes import FakeJudgingDesk
from tests.widgets.personal_fakes import FakePersonalDesk
from tests.widgets.signal_fakes import FakeSignalDesk

NOW = datetime(2026, 3, 1, 14, 3, 12, tzinfo=UTC)
BINARY, NOISE, BARE = 1001, 1002, 1003
DOUBTED, MISSING = EclipseNumber.SEC_DEPTH_2G, EclipseNumber.SEC_WIDTH_PF
FAILURES = ("TGLC: the archive gave an HTML page instead of the file.",)
PERIODS = {BINARY: 2.345678, NOISE: 0.87654321}


def synthetic_light_curve(
    tess_id: int, provenance: str, *, period: float, sectors=(1, 2), cadence=600.0, depth=0.25
) -> LightCurve:
    """Two Gaussian eclipses in white noise; sectors of 26 days with a gap in the middle."""
    random = np.random.default_rng(tess_id)
    step = cadence / 86400.0
    parts = []
    for number in sectors:
        start = 1325.3 + 27.4 * (number - 1)
        parts.append(
            np.concatenate(
                (np.arange(start, start + 12.0, step), np.arange(start + 13.2, start + 25.5, step))
            )
        )
    time = np.concatenate(parts)
    phase = ((time - 1326.1) / period + 0.5) % 1.0 - 0.5
    flux = 1.0 - depth * np.exp(-0.5 * (phase / 0.02) ** 2)
    flux -= 0.45 * depth * np.exp(-0.5 * ((np.abs(phase) - 0.5) / 0.02) ** 2)
    sector = np.repeat(sectors, [each.size for each in parts])
    flux += random.normal(0.0, 0.006, time.size)
    return LightCurve(
        tess_id=tess_id, provenance=provenance, time=time, flux=flux, flux_err=np.full(time.size, 0.006),
        sector=sector, cadence=np.full(time.size, cadence), quality=np.zeros(time.size, dtype=int),
    )  # fmt: skip


def fold_evidence(multiple: float, period: float, **changed) -> FoldEvidence:
    """The evidence for one fold of a binary with unequal eclipses, at a multiple of ``period``."""
    return replace(
        FoldEvidence(
            multiple=multiple, period=multiple * period,
            predicted=0.9 if multiple >= 1 else 0.4,
            bic={0.25: 9000.0, 0.5: 5000.0, 1.0: 0.0, 2.0: 120.0, 3.0: 240.0}[multiple],
            depth=0.25, width=0.1,
            significance=50.0, secondary=SecondaryEclipse(0.5, 0.11, 0.1, 22.0),
            odd_even_depth=-31.0 if multiple < 1 else 0.4, odd_even_time=None if multiple > 2 else -0.2,
            coverage=0.98, eclipses=round(20 / multiple), ellipsoidal=None, ellipsoidal_sigma=None,
        ),
        **changed,
    )  # fmt: skip


def period_report(
    tess_id: int = BINARY, provenance: str = "SPOC", *, grade: PeriodGrade = PeriodGrade.CERTAIN,
    multiples: tuple[float, ...] = (0.5, 1.0, 2.0, 3.0),
) -> PeriodReport:  # fmt: skip
    """A report that finds the true period of a target."""
    period = PERIODS[tess_id]
    found = None if grade is PeriodGrade.NO_ECLIPSES else Ephemeris(1326.1, period, 1e-4, 2e-6)
    return PeriodReport(
        tess_id, provenance, (1, 2), grade, found, None, ("a secondary eclipse at phase 0.5 of 22.0 sigma",),
        tuple(fold_evidence(each, period) for each in multiples),
    )  # fmt: skip


class FakeDesk(FakeJudgingDesk, FakeSignalDesk, FakePersonalDesk):
    """The same methods as `tessebs_widgets.actions.triage.Desk`, over dictionaries."""

    def __init__(self, username: str = "ada", *, order=(BINARY, NOISE, BARE)) -> None:
        self.username = username
        self.order = list(order)
        self.votes: list[StoredVote] = []
        self.notes: dict[int, list[Note]] = {}
        self.drafts: dict[int, Draft] = {}
        self.proposed: dict[int, list[Proposal]] = {each: self._proposals(each) for each in order}
        self.failing: TessebsError | Exception | None = None
        self.light_curve_error: Exception | None = None
        self.report_error: Exception | None = None
        self.entered: dict[int, list[CatalogueSignal]] = {}
        self.stored_reviews: list[tuple] = []
        self.shared: dict[int, list[SharedSignal]] = {}
        self.calls: list[tuple] = []
        self.attention: dict[int, Attention] = {}
        self.chosen_order = QueueOrder.NUMBER
        self.back: dict[int, int] = {}  # proposals that newer data brought back: the newest vote before

    def next_candidate(self, *, after=None, skip=()):
        self._answer("next_candidate", after)
        start = self.order.index(after) + 1 if after in self.order else 0
        ring = self.order[start:] + self.order[:start]
        return next((each for each in ring if self._open(each)), None)

    def look_at(self, tess_id, *, leaving=None):
        self._answer("look_at", (tess_id, leaving))
        return self.attention.get(tess_id, Attention())

    def release(self, tess_id):
        self._answer("release", tess_id)

    def snooze(self, tess_id, *, days=None):
        self._answer("snooze", (tess_id, days))
        self.order.remove(tess_id)

    def queue_order(self):
        return self.chosen_order

    def set_order(self, order):
        self._answer("set_order", order)
        self.chosen_order = order

    def candidate(self, tess_id):
        self._answer("candidate", tess_id)
        if tess_id not in self.proposed:
            raise UnknownTarget(tess_id)
        bare = tess_id == BARE
        return Candidate(
            target=TargetMetadata(
                tess_id=tess_id, ra=83.8221, dec=-5.3911, Tmag=10.234, teff=6432.0, logg=4.21,
                gaia_id=3017364063330465152, gaia_dr3_id=3017364063330465152, asas_id="053517-0523.5",
            ),
            sectors=() if bare else (1, 2),
            provenances=() if bare else ("SPOC", "QLP"),
            proposals=tuple(self._seen(each) for each in self.proposed[tess_id]),
            comments=tuple(self.notes.get(tess_id, ())),
            draft=self.drafts.get(tess_id, Draft()),
            failures=FAILURES if tess_id == NOISE else (),
            groups=self.groups_of(tess_id),
        )  # fmt: skip

    def progress(self):
        mine = sum(not self._open(each) for each in self.order)
        return Progress(mine=mine, everyone=mine + 1, left=len(self.order) - mine)

    def propose(self, tess_id, ephemeris, *, provenance=None):
        self._answer("propose", tess_id)
        number = 90 + sum(len(each) for each in self.proposed.values())
        source = Source("manual", author=self.username)
        self.proposed[tess_id].append(Proposal(number, ephemeris, source, provenance, NOW))
        return number

    def add_comment(self, tess_id, text, *, request_id):
        self._answer("add_comment", text)
        note = Note(self.username, text.strip(), NOW)
        self.notes.setdefault(tess_id, []).append(note)
        return note

    def save_draft(self, tess_id, draft):
        self._answer("save_draft", tess_id)
        self.drafts[tess_id] = draft

    def light_curve(self, tess_id, provenance):
        self._answer("light_curve", provenance)
        if self.light_curve_error is not None:
            raise self.light_curve_error
        return synthetic_light_curve(tess_id, provenance, period=PERIODS[tess_id])

    def refine(self, tess_id, provenance, ephemeris):
        self._answer("refine", ephemeris)
        return settled_refinement(self.light_curve(tess_id, provenance), ephemeris)

    def periodogram(self, tess_id, provenance, method, *, differences=False, start=None, end=None):
        self._answer("periodogram", (method, differences, start, end))
        if method is PeriodogramMethod.BOX_LEAST_SQUARES:
            raise NoLightCurve("No box-least-squares run is held for this target.")
        frequency = np.linspace(0.02, 10.0, 20_000)
        power = 0.02 * np.random.default_rng(7).random(frequency.size)
        for harmonic, height in ((1, 0.3), (2, 0.6), (3, 0.25), (4, 0.35), (6, 0.15)):
            power += height * np.exp(-0.5 * ((frequency - harmonic / PERIODS[tess_id]) / 0.004) ** 2)
        return Periodogram(method, frequency, power)

    def report(self, tess_id, provenance, *, anew=False, report, cancelled):
        self._answer("report", provenance)
        self.anew = anew
        if self.report_error is not None:
            raise self.report_error
        for done, words in enumerate(("searching periods", "weighing evidence")):
            if cancelled():
                raise Cancelled("The period search was stopped; nothing was changed.")
            report(Step(done, 2, words))
        return period_report(tess_id, provenance)

    def shared_signals(self, tess_id):
        self._answer("shared_signals", tess_id)
        return BlendSearch(tuple(self.shared.get(tess_id, ())), 2, 4, 0.004)

    def compare_products(self, tess_id, ephemeris, *, report, cancelled):
        self._answer("compare_products", ephemeris.period)
        report(Step(0, 2, "folding SPOC"))
        folds = [
            ProductFold(
                name,
                (1, 2),
                7000,
                600.0,
                depth,
                0.002,
                0.08,
                0.001,
                None,
                None,
                0.006,
                np.linspace(1, 0.75, 120),
            )
            for name, depth in (("SPOC", 0.25), ("QLP", 0.2))
        ]
        return ProductComparison(ephemeris, tuple(folds), ("The depths disagree.",))

    def entries(self, tess_id):
        return tuple(self.entered.get(tess_id, ()))

    def review_eclipses(self, tess_id, provenance, ephemeris, *, entry_id):
        self._answer("review_eclipses", entry_id)
        return EclipseReview(
            tuple(
                ReviewedNumber(
                    number, 0.1, number is not DOUBTED, reason="too shallow" if number is DOUBTED else ""
                )
                if number is not MISSING
                else ReviewedNumber(number, None, False, reason="not measured")
                for number in EclipseNumber
            )
        )

    def store_eclipses(self, entry_id, review, provenance):
        self._answer("store_eclipses", entry_id)
        self.stored_reviews.append((entry_id, review, provenance))

    def _answer(self, name, argument):
        self.calls.append((name, argument))
        if self.failing is not None:
            raise self.failing

    def _open(self, tess_id):
        return any(self._own(each.ephemeris_id) is None for each in self.proposed[tess_id])

    def _own(self, ephemeris_id):
        return next((each for each in reversed(self.votes) if each.ephemeris_id == ephemeris_id), None)

    def _seen(self, proposal):
        own = self._own(proposal.ephemeris_id)
        return Proposal(
            proposal.ephemeris_id, proposal.ephemeris, proposal.source, proposal.provenance,
            proposal.date_added, own_vote=own, is_back=self._is_back(proposal.ephemeris_id, own),
        )  # fmt: skip

    def _is_back(self, ephemeris_id, own):
        return ephemeris_id in self.back and (own is None or own.vote_id <= self.back[ephemeris_id])

    def _proposals(self, tess_id):
        if tess_id == BARE:
            return []
        period, first = PERIODS[tess_id], tess_id * 10
        return [
            Proposal(first + 1, Ephemeris(1326.1, period), Source("QATS", "2.1"), "SPOC", NOW),
            Proposal(
                first + 2, Ephemeris(1326.1, period / 2), Source("BLS", "1.0"), "QLP", NOW - timedelta(1)
            ),
            Proposal(first + 3, Ephemeris(1326.4, period * 1.5), Source("ECLIPSR"), None, NOW - timedelta(2)),
        ]


def message(kind: str, **fields) -> dict:
    """What the browser sends."""
    return {"kind": kind, **fields}


def send(view, kind: str, **fields) -> None:
    """Let a view receive what the browser would send."""
    view._receive(view, message(kind, **fields), [])


def parts_of(screen) -> SimpleNamespace:
    """The views and plots of a screen by the name of their class."""
    found = {}

    def walk(widget):
        found[type(widget).__name__] = widget
        for child in getattr(widget, "children", ()):
            walk(child)
        if hasattr(widget, "pane"):
            found.setdefault("panes", []).append(widget.pane)

    walk(screen.widget)
    return SimpleNamespace(**found)
