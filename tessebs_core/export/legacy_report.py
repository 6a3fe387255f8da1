"""The account of an import of a legacy catalogue, for people and for programs."""

from collections import defaultdict
from dataclasses import asdict
from itertools import islice
from typing import Any

from tessebs_core.records.legacy import Finding, ImportReport, TableAccount
from tessebs_core.vocabulary import ImportOutcome

__all__ = ["report_as_dict", "report_as_text"]


def report_as_text(report: ImportReport, *, examples: int | None = None) -> str:
    """Every table with what became of its rows, then the findings by kind and table.

    Parameters
    ----------
    examples : int, optional
        How many findings of each kind are told; all if left out.
    """
    lines = [
        f"Legacy catalogue {report.source} ({report.schema})",
        "Dry run: nothing was stored." if report.dry_run else "Stored in one transaction.",
        "",
        "Rows of the legacy tables",
    ]
    for account in report.tables:
        lines += _account(account)
    lines += ["", "Rows that are new in ours" if report.added else "Nothing is new in ours."]
    lines += [f"  {table:<24}{rows:>9}" for table, rows in report.added.items()]
    kinds: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        kinds[finding.kind, finding.table].append(finding)
    for (kind, table), found in kinds.items():
        lines += ["", f"{table}: {kind} ({len(found)})"]
        lines += [f"  {_numbered(each)}{each.words}" for each in islice(found, examples)]
        if examples is not None and len(found) > examples:
            lines.append(f"  ... and {len(found) - examples} more; --report FILE has all")
    return "\n".join(lines) + "\n"


def report_as_dict(report: ImportReport) -> dict[str, Any]:
    """The whole account as JSON can hold it."""
    return asdict(report)


def _account(account: TableAccount) -> list[str]:
    parts = [f"{rows} {outcome}" for outcome in ImportOutcome if (rows := account.rows(outcome))]
    lines = [f"  {account.table:<28}{account.read:>9} read = {' + '.join(parts) or '0'}"]
    lines += [
        f"  {'':<28}{each.rows:>9} {each.outcome}: {each.reason}"
        for each in account.counts
        if each.reason and each.rows and each.outcome is not ImportOutcome.IMPORTED
    ]
    return lines


def _numbered(finding: Finding) -> str:
    return "" if finding.legacy_id is None else f"{finding.legacy_id}: "
