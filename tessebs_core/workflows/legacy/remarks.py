"""Legacy comments, box searches and groups of people."""

from typing import Any

from tessebs_core.compute.legacy.columns import looks_garbled, moment, words
from tessebs_core.compute.legacy.entries import read_box_search
from tessebs_core.database.base import Base
from tessebs_core.database.schema import EB, TIC, BLSRun, Comment, Ephemeris
from tessebs_core.errors import BadLegacyRow
from tessebs_core.records.legacy import LegacyRow
from tessebs_core.workflows.legacy.ledger import Ledger, table_of

__all__ = ["import_box_searches", "import_comments", "keep_groups"]

_PARENTS: tuple[tuple[str, str, str, type[Base]], ...] = (
    ("tic_id", "catalog_tic", "tic_id", TIC),  # first: what a comment names itself goes before a substitute
    ("ephem_id", "catalog_ephemeris", "ephemeris_id", Ephemeris),
    ("eb_id", "catalog_eb", "eb_id", EB),
)


def import_comments(ledger: Ledger) -> None:
    """Add all comments, also those on nothing; on a row that was set aside, they stand on its target."""
    timed = 0
    for row in ledger.fresh("catalog_comment"):
        try:
            _import_comment(ledger, row)
            timed += 1
        except BadLegacyRow as refused:
            ledger.set_aside(row, str(refused))
    if timed:
        ledger.remark(
            "times in doubt", "catalog_comment",
            f"{timed} comments carry a time without zone. They are taken for UTC, as the legacy site did; "
            "some were written in the server's local time and may be 4 or 5 hours off.",
        )  # fmt: skip


def import_box_searches(ledger: Ledger) -> None:
    """Add what box least squares found."""
    for row in ledger.fresh("catalog_bls_run"):
        tic_id = ledger.ours("catalog_tic", row.values.get("tic_id"), TIC)
        try:
            if tic_id is None:
                raise BadLegacyRow(f"its target is not there (tic_id = {row.values.get('tic_id')!r})")
            found = read_box_search(row.values)
        except BadLegacyRow as refused:
            ledger.set_aside(row, str(refused), None if tic_id is None else TIC, tic_id)
            continue
        key = ledger.writer.add(
            table_of(BLSRun), tic_id=tic_id, provenance_id=None, run_id=None, **found.columns
        )
        ledger.imported(row, BLSRun, key)
        if found.beside:
            ledger.keep_beside(row, "our columns do not hold this as it was", found.beside)


def keep_groups(ledger: Ledger) -> None:
    """Keep groups and who was in them beside: here roles say who may do what."""
    for table in ("auth_group", "auth_user_groups"):
        for row in ledger.fresh(table):
            ledger.set_aside(row, "roles have taken the place of groups")


def _import_comment(ledger: Ledger, row: LegacyRow) -> None:
    text, at = words(row.values, "text"), moment(row.values, "timestamp")
    if at is None:
        raise BadLegacyRow("timestamp is missing")
    parents: dict[str, Any] = {ours: None for _, _, ours, _ in _PARENTS}
    for column, table, ours, kind in _PARENTS:
        legacy_id = row.values.get(column)
        if legacy_id is None:
            continue
        parents[ours] = parents[ours] or ledger.ours(table, legacy_id, kind)
        if parents[ours] is None:
            target = ledger.ours(table, legacy_id, TIC)
            parents["tic_id"] = parents["tic_id"] or target
            where = "nothing" if target is None else "its target"
            ledger.find(
                "comment moved",
                row,
                f"{column} {legacy_id} was set aside or is not there; it stands on {where}",
            )
            ledger.keep_beside(row, "it stood on a row that is not ours", {column: legacy_id})
    key = ledger.writer.add(
        table_of(Comment),
        author=words(row.values, "author", most=150),
        text=text,
        timestamp=at,
        request_id=f"legacy-comment-{row.legacy_id}",
        **parents,
    )
    ledger.imported(row, Comment, key)
    _tell(ledger, row, text)


def _tell(ledger: Ledger, row: LegacyRow, text: str) -> None:
    if row.values.get("text") is None:
        ledger.find("comment without text", row, "its text was NULL and is empty now")
    if all(row.values.get(column) is None for column, *_ in _PARENTS):
        ledger.find("comment on nothing", row, "it stood on no ephemeris, entry or target, and still does")
    if looks_garbled(text):
        ledger.find("text probably garbled", row, "it looks like UTF-8 read as latin1; it is stored as it is")
