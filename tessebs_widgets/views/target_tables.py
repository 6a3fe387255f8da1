"""What the target screen's tables hold: signals, proposals, searches, files, neighbours."""

from typing import Any

from tessebs_core.records import Ephemeris, Proposal
from tessebs_core.records.target_views import BoxRun, GradedReport, ProductFile, SignalEntry, TargetView
from tessebs_core.vocabulary import ProductState
from tessebs_widgets.views.numbers import shown_vote, with_error
from tessebs_widgets.views.tables import Tables, cell, table

__all__ = ["ReleaseTable", "ephemeris_tables", "neighbour_tables", "product_tables", "signal_tables"]

NOTHING = "–"
_MODELS = (("2g", "two-Gaussian"), ("pf", "polyfit"))
_ECLIPSES = ("prim", "sec")
_MEASURED = ("width", "depth", "pos")
_TIMES = ("t0 [BTJD]", "P [d]")
_ENTRY = (
    "signal", "catalogue", *_TIMES, "morphology", "flags", "origins", "source", "added", "modified",
)  # fmt: skip
_PROPOSAL = ("id", "source", "by", "product", *_TIMES, "report", "status", "your vote", "added")
_RUN = (
    "product", "P [d]", "t0 [BTJD]", "duration [d]", "depth", "odd", "even", "log p", "searched [d]", "made",
)  # fmt: skip
_NO_RELEASE = "It stands in no release that you may know of."
_HIDDEN = "Status and others' votes on a proposal are shown when you have judged it."


def signal_tables(view: TargetView) -> list[dict[str, Any]]:
    """The catalogue entries, and the numbers of their eclipses by both models."""
    blind = "Signals of proposals that you have not judged are shown when you have." if view.unjudged else ""
    entries = table(
        "Signals",
        _ENTRY,
        [_entry(each) for each in view.signals],
        empty="No signal of this target is in the catalogue.",
        note=blind,
        left=2,
    )  # fmt: skip
    if not view.signals:
        return [entries]
    names = [f"{eclipse}. {what}" for eclipse in _ECLIPSES for what in ("width", "depth", "position")]
    eclipses = table(
        "Eclipses",
        ["signal", "model", *names],
        [_eclipses(each, model, words) for each in view.signals for model, words in _MODELS],
        empty="",
        note="Widths and positions in phase, depths in relative flux.",
        left=2,
    )
    return [entries, eclipses]


class ReleaseTable(Tables):
    """The releases that the target stands in, as they are found."""

    watches = ("view", "releases")

    def describe(self) -> dict[str, Any]:
        """One table, for a target that is known."""
        state = self._state
        if state.view is None:
            return {"tables": []}
        rows = [[each.release, str(each.signal_id), *_times(each.ephemeris)] for each in state.releases or ()]
        empty = "Looking…" if state.releases is None else _NO_RELEASE
        return {"tables": [table("Releases", ("release", "signal", *_TIMES), rows, empty=empty, left=2)]}


def ephemeris_tables(view: TargetView) -> list[dict[str, Any]]:
    """The proposals, the stored period reports, the box searches."""
    proposals = table(
        "Proposed ephemerides",
        _PROPOSAL,
        [_proposal(view, each) for each in view.proposals],
        empty="Nothing is proposed for this target.",
        note=_HIDDEN if view.unjudged else "",
        left=4,
    )
    reports = table(
        "Period reports",
        ("product", "grade", *_TIMES, "or P [d]", "made"),
        [_report(each) for each in view.reports],
        empty=f"No report is stored. `tessebs periods {view.target.tess_id} --store` makes one; "
        "so does the evidence card of the triage screen.",
        left=2,
    )
    runs = table(
        "Box searches",
        _RUN,
        [_run(each) for each in view.bls_runs],
        empty="No box search of this target is stored.",
    )  # fmt: skip
    return [proposals, reports, runs]


def product_tables(view: TargetView) -> list[dict[str, Any]]:
    """The light-curve files, those that failed first."""
    counts = {state: sum(each.state is state for each in view.products) for state in ProductState}
    said = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    order = {ProductState.FAILED: 0, ProductState.WANTED: 1, ProductState.HELD: 2}
    rows = sorted(view.products, key=lambda each: order[each.state])  # keeps product and sector within
    tess_id = view.target.tess_id
    return [
        table(
            f"Light-curve files: {said}" if said else "Light-curve files",
            ["product", "state", "last error", "file", "sector", "cadence [s]", "size [kB]"],
            [_file(each) for each in rows],
            empty="MAST has no light curve of this target, or was not asked: refresh it.",
            note="" if counts[ProductState.HELD] == len(rows)
            else f"Fetch files (key i) or `tessebs tic add {tess_id}` fetches what is not held, and tries "
            "again what failed.",
            left=4,
        )
    ]  # fmt: skip


def neighbour_tables(view: TargetView) -> list[dict[str, Any]]:
    """Our targets within three arcminutes, nearest first."""
    words = {True: "yes", False: "no", None: "after your vote"}
    rows = [
        [
            cell(f"TIC {each.tess_id}", app="target", query=f"tic={each.tess_id}"),
            words[each.in_catalog],
            f"{each.separation:.1f}",
            f"{each.separation / 21.0:.1f}",
            f"{each.position_angle:.1f}",
            NOTHING if each.Tmag is None else f"{each.Tmag:.2f}",
        ]
        for each in view.neighbours
    ]
    head = ["target", "in catalogue", "separation [arcsec]", "pixels of TESS", "position angle [deg]", "Tmag"]
    unknown = view.target.ra is None or view.target.dec is None
    return [
        table(
            "Targets of ours within 3 arcmin",
            head,
            rows,
            empty="The position of this target is not known; refresh it from MAST."
            if unknown
            else "No other target of the database is that close.",
            note="Position angles are east of north, from this target.",
            left=2,
        )
    ]


def _entry(entry: SignalEntry) -> list[Any]:
    return [
        str(entry.signal_id),
        cell("in", kind="good") if entry.in_catalog else cell("out", kind="muted"),
        *_times(entry.ephemeris),
        _number(entry.numbers.get("morph_coeff"), 3),
        ", ".join(sorted(entry.flags)) or NOTHING,
        ", ".join(entry.origins) or NOTHING,
        str(entry.source) if entry.source else NOTHING,
        f"{entry.date_added:%Y-%m-%d}",
        f"{entry.date_modified:%Y-%m-%d}" if entry.date_modified else NOTHING,
    ]


def _eclipses(entry: SignalEntry, model: str, words: str) -> list[Any]:
    values = [
        _number(entry.numbers.get(f"{eclipse}_{what}_{model}"), 4)
        for eclipse in _ECLIPSES
        for what in _MEASURED
    ]
    return [str(entry.signal_id), words, *values]


def _proposal(view: TargetView, proposal: Proposal) -> list[Any]:
    key, source = proposal.ephemeris_id, proposal.source
    status = cell("after your vote", kind="muted") if proposal.status is None else cell(str(proposal.status))
    by = ", ".join(filter(None, (source.author, source.reference)))
    return [
        cell(
            str(key),
            app="triage",
            query=f"tic={view.target.tess_id}&ephemeris={key}",
            title="open this proposal in the triage screen, with its inspector",
        ),
        cell(source.label, title=source.label),
        cell(by or NOTHING, title=by),
        proposal.provenance or NOTHING,
        *_times(proposal.ephemeris),
        _grade(view, key),
        status,
        _said(proposal),
        f"{proposal.date_added:%Y-%m-%d}",
    ]


def _said(proposal: Proposal) -> Any:
    """One's own vote; told apart where newer data has brought the proposal back since."""
    if proposal.own_vote is None:
        return NOTHING
    words = shown_vote(proposal.own_vote)
    if proposal.is_back:
        return cell(f"before: {words}", kind="muted", title="cast before the new data; judge it again")
    return cell(words, kind="said")


def _grade(view: TargetView, ephemeris_id: int) -> dict[str, str]:
    """What the newest period report says of a proposal."""
    report = view.newest_report
    if report is None:
        return cell(NOTHING)
    ratio = view.ratios.get(ephemeris_id)
    grade = str(report.grade).replace("-", " ")
    if ratio is None:
        return cell("another period", title=f"the report on {report.provenance} is {grade} of another period")
    p, q = ratio.numerator, ratio.denominator
    multiple = f"{p if p > 1 else ''}P{f'/{q}' if q > 1 else ''}"
    return cell(f"{grade}: {multiple}", title=f"by the report on {report.provenance}")


def _report(report: GradedReport) -> list[Any]:
    kind = {"certain": "good", "likely": ""}.get(report.grade, "doubtful")
    return [
        report.provenance,
        cell(str(report.grade).replace("-", " "), kind=kind),
        *_times(report.ephemeris),
        _number(report.alternative, 7),
        f"{report.stored_at:%Y-%m-%d}",
    ]


def _run(run: BoxRun) -> list[Any]:
    depth = NOTHING if run.depth is None else with_error(run.depth, run.depth_unc, 4)
    searched = NOTHING if run.pmin is None or run.pmax is None else f"{run.pmin:.2f} to {run.pmax:.2f}"
    return [
        run.provenance or NOTHING,
        _number(run.period, 7),
        _number(run.bjd0, 6),
        _number(run.duration, 4),
        depth,
        _number(run.depth_odd, 4),
        _number(run.depth_even, 4),
        _number(run.log_probability, 1),
        searched,
        f"{run.date_run:%Y-%m-%d}",
    ]


def _file(file: ProductFile) -> list[Any]:
    kinds = {ProductState.HELD: "good", ProductState.FAILED: "bad"}
    return [
        file.provenance,
        cell(str(file.state), kind=kinds.get(file.state, "muted")),
        cell(file.error or NOTHING, kind="words"),
        cell(file.file_name, title=file.file_name),
        NOTHING if file.sector is None else str(file.sector),
        _number(file.cadence, 0),
        NOTHING if file.size is None else f"{file.size / 1000:.0f}",
    ]


def _times(ephemeris: Ephemeris | None) -> list[str]:
    if ephemeris is None:
        return [NOTHING, NOTHING]
    return [
        with_error(ephemeris.bjd0, ephemeris.bjd0_uncert, 6),
        with_error(ephemeris.period, ephemeris.period_uncert, 7),
    ]


def _number(value: float | None, decimals: int) -> str:
    return NOTHING if value is None else f"{value:.{decimals}f}"
