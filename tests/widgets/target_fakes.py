"""A desk for the target screen without a database: one target with a bit of everything, errors on demand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from tessebs_core.compute.eclipse_numbers import EclipseNumber
from tessebs_core.errors import Cancelled, UnknownTarget
from tessebs_core.records import Ephemeris, Judgement, Note, Proposal, Source, StoredVote, TargetMetadata
from tessebs_core.records.preferences import Preferences
from tessebs_core.records.reporting import Step
from tessebs_core.records.target_views import (
    BoxRun,
    Change,
    GradedReport,
    Neighbour,
    ProductFile,
    Refreshed,
    ReleasedSignal,
    SignalEntry,
    StaticFigure,
    TargetView,
)
from tessebs_core.vocabulary import (
    EBSource,
    FigureKind,
    FigureState,
    PeriodGrade,
    ProductState,
    Role,
    SignalFlag,
    Verdict,
)

NOW = datetime(2026, 3, 1, 14, 3, 12, tzinfo=UTC)
TIC, UNKNOWN = 126602778, 42
FITTED = Ephemeris(1326.12345678, 2.182491342, 1.2e-4, 3.14e-6)


def target_view(text: str = "plain") -> TargetView:
    """A judged proposal that stands as signal 1, one that is not judged; ``text`` is what people wrote."""
    numbers = {each.value: None for each in EclipseNumber} | {"prim_depth_2g": 0.25, "morph_coeff": 0.4321}
    vote = StoredVote(1, 7, "ada", Judgement(Verdict.EB), NOW, "one")
    other = StoredVote(2, 7, text, Judgement(Verdict.EB), NOW, "two")
    return TargetView(
        target=TargetMetadata(
            TIC, ra=83.8221, dec=-5.3911, Tmag=10.204, teff=6400.4,
            gaia_dr3_id=3017270879709003520, asas_id=text[:32],
        ),
        sectors=(6, 32, 33),
        provenances=("QLP", "SPOC", "TASOC"),
        light_curves=("SPOC", "QLP"),
        signals=(
            SignalEntry(
                5, 1, True, EBSource.LCF, 7, FITTED, numbers, frozenset({SignalFlag.MULTI}), (text,),
                NOW, None,
            ),
        ),
        proposals=(
            Proposal(7, FITTED, Source(text, "2", text, text), "SPOC", NOW, vote, None, (other,)),
            Proposal(8, Ephemeris(1326.1, 4.36), Source("BLS"), None, NOW),
        ),
        unjudged=frozenset({8}),
        reports=(GradedReport("SPOC", PeriodGrade.CERTAIN, FITTED, None, NOW),),
        comments=(Note(text, text, NOW), Note("ben", text, NOW, None, 5), Note("ada", text, NOW, 7)),
        bls_runs=(BoxRun("SPOC", NOW, 0.1, 10.0, 2, 1326.1, 2.18, 0.1, 0.2, 0.001, 0.2, 0.2, -30.0),),
        products=(
            ProductFile("SPOC", "a.fits", 6, 120.0, 1_900_000, ProductState.HELD, None),
            ProductFile("TASOC", text, None, None, None, ProductState.FAILED, text),
        ),
        neighbours=(Neighbour(99, 12.34, 271.06, 12.0, True), Neighbour(98, 60.0, 1.0, None, None)),
        figures=(
            StaticFigure(TIC, FigureKind.LIGHT_CURVE, "SPOC", None, FigureState.OUTDATED, 17),
            StaticFigure(TIC, FigureKind.SIGNAL, "SPOC", 1, FigureState.MADE, 18),
            StaticFigure(TIC, FigureKind.PROPOSAL, "SPOC", 8),
            StaticFigure(TIC, FigureKind.LIGHT_CURVE, "QLP"),
            StaticFigure(TIC, FigureKind.LIGHT_CURVE, "TASOC"),
        ),
        ratios={7: Fraction(1), 8: Fraction(1, 2)},
        role=Role.MEMBER,
    )  # fmt: skip


class FakeTargetDesk:
    """The same methods as `tessebs_widgets.actions.target_desk.TargetDesk`."""

    username = "ada"

    def __init__(self) -> None:
        self.view = target_view()
        self.comments: list[tuple] = []
        self.error: Exception | None = None
        self.during: Callable[[], None] = lambda: None

    def target(self, tess_id: int) -> TargetView:
        if tess_id == UNKNOWN:
            raise UnknownTarget(tess_id)
        return replace(self.view, target=replace(self.view.target, tess_id=tess_id))

    def releases(self, tess_id: int) -> tuple[ReleasedSignal, ...]:
        return (ReleasedSignal("2026.1", 1, FITTED),)

    def preferences(self) -> Preferences:
        return Preferences()

    def figure(self, figure: StaticFigure) -> bytes:
        if self.error is not None:
            raise self.error
        return f"{figure.kind} {figure.provenance}".encode()

    def comment(self, tess_id, text, *, request_id, ephemeris_id, entry_id) -> Note:
        if self.error is not None:
            raise self.error
        self.comments.append((tess_id, text, ephemeris_id, entry_id))
        return Note("ada", text, NOW, ephemeris_id, entry_id)

    def refresh(self, tess_id, *, report, cancelled) -> Refreshed:
        self._work(report, cancelled)
        return Refreshed(tess_id, (Change("Tmag", "10.2 mag", "10.3 mag"),), ("No identifiers from SIMBAD.",))

    def syndicate(self, tess_id, *, report, cancelled) -> tuple[str, ...]:
        self._work(report, cancelled)
        return ("SPOC", "QLP")

    def draw(self, tess_id, *, force, report, cancelled) -> tuple[Path, ...]:
        self._work(report, cancelled)
        return (Path("a.png"),) if force else ()

    def _work(self, report, cancelled) -> None:
        report(Step(1, 4, "asking"))
        self.during()
        if cancelled():
            raise Cancelled("Stopped; nothing was changed.")
        if self.error is not None:
            raise self.error
