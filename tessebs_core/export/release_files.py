"""The files of a release, all made of what was frozen: the same bytes whenever they are made."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Any

from tessebs_core.export.cds import write_vizier
from tessebs_core.export.plain_csv import guarded
from tessebs_core.export.writing import write_export
from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.records.releases import ChangeReason, LineChange, ReleaseRecord, SettlingVote, UsedLight
from tessebs_core.vocabulary import ExportKind

__all__ = [
    "FILES",
    "NAMED_FILES",
    "Contents",
    "manifest",
    "named_files",
    "pseudonyms",
    "record_digest",
    "release_file",
]

_CATALOGUE = {
    "mast.csv": ExportKind.MAST,
    "catalogue.csv": ExportKind.CSV,
    "catalogue.vot": ExportKind.VOTABLE,
    "catalogue.fits": ExportKind.FITS,
    "catalogue.ecsv": ExportKind.ECSV,
    "flags.csv": ExportKind.FLAGS,
    "flags.vot": ExportKind.FLAGS_VOTABLE,
    "flags.fits": ExportKind.FLAGS_FITS,
    "flags.ecsv": ExportKind.FLAGS_ECSV,
}
_VIZIER = "vizier.zip"


@dataclass(frozen=True)
class Contents:
    """What was frozen, as records."""

    record: ReleaseRecord
    lines: tuple[CatalogueLine, ...]
    votes: tuple[SettlingVote, ...]
    light_curves: tuple[UsedLight, ...]
    changes: tuple[LineChange, ...]


def release_file(name: str, contents: Contents) -> bytes:
    """Make one of `FILES`; people have numbers in it instead of names."""
    if name in _TABLES:
        return _TABLES[name](contents, pseudonyms(contents))
    buffer = BytesIO()
    if name == _VIZIER:
        made = contents.record
        words = f"Release {made.name} of {made.released_at:%Y-%m-%d}, consensus rule {made.rule_version}."
        write_vizier(buffer, contents.lines, words)
    else:
        kind, lines = _CATALOGUE[name], contents.lines
        if kind is ExportKind.MAST:
            lines = tuple(sorted(lines, key=lambda each: each.entry_id))  # as they were entered
        write_export(kind, buffer, lines)
    return buffer.getvalue()


def named_files(contents: Contents) -> dict[str, bytes]:
    """The files in which people are named, by name: for the group, not for everybody."""
    names = {each: each for each in pseudonyms(contents)}
    made = (_votes(contents, names), _changes(contents, names))
    return dict(zip(NAMED_FILES, made, strict=True))


def manifest(record: ReleaseRecord) -> bytes:
    """What is known of a release, as JSON; without who made it."""
    values = asdict(record)
    del values["username"]
    values["released_at"] = record.released_at.isoformat()
    return (json.dumps(values, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def record_digest(record: ReleaseRecord) -> str:
    """sha256 of what is said of a release: who made it, when and with what; without its other sums."""
    values = asdict(record)
    del values["digests"], values["files"]
    values["released_at"] = record.released_at.isoformat()
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def pseudonyms(contents: Contents) -> dict[str, str]:
    """Number the people of a release in the order of their first vote, then of their first other deed."""
    said = sorted(contents.votes, key=lambda each: (each.at, each.decided, each.key))
    names = [each.username for each in said]
    names += [reason.username for change in contents.changes for reason in change.reasons if reason.username]
    return {name: f"person {number}" for number, name in enumerate(dict.fromkeys(names), start=1)}


def _table(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    text = StringIO()
    written = csv.writer(text, lineterminator="\n")
    written.writerow(columns)
    for row in rows:
        written.writerow([guarded(each) if isinstance(each, str) else each for each in row])
    return text.getvalue().encode()


def _votes(contents: Contents, people: Mapping[str, str]) -> bytes:
    columns = (
        "tess_id", "signal_id", "kind", "ephemeris_id", "person", "verdict", "reason", "period_multiple",
        "flags", "duplicate_of", "blend_of", "at",
    )  # fmt: skip
    rows = (
        (
            each.tess_id, each.signal_id, "decision" if each.decided else "vote", each.ephemeris_id,
            people[each.username], each.judgement.verdict.value, each.judgement.reason,
            each.judgement.period_multiple.value, " ".join(sorted(each.judgement.flags)),
            each.judgement.duplicate_of, each.judgement.blend_of, _moment(each.at),
        )
        for each in contents.votes
    )  # fmt: skip
    return _table(columns, rows)


def _light_curves(contents: Contents, _people: Mapping[str, str]) -> bytes:
    columns = ("tess_id", "measured_signal_id", "provenance", "file_name", "sha256")
    rows = (
        (each.tess_id, each.signal_id, each.provenance, each.file_name, each.sha256)
        for each in contents.light_curves
    )
    return _table(columns, rows)


def _changes(contents: Contents, people: Mapping[str, str]) -> bytes:
    columns = ("tess_id", "signal_id", "change", "column", "before", "after", "reasons")
    rows = []
    for each in contents.changes:
        reasons = "; ".join(_reason(reason, people) for reason in each.reasons)
        key = (each.tess_id, each.signal_id, each.kind.value)
        if not each.differences:
            rows.append((*key, "", "", "", reasons))
        for difference in each.differences:
            cells = (_cell(difference.before), _cell(difference.after))
            rows.append((*key, difference.column, *cells, reasons))
    return _table(columns, rows)


def _reason(reason: ChangeReason, people: Mapping[str, str]) -> str:
    by = f" by {people[reason.username]}" if reason.username else ""
    on = "" if reason.at is None else f" on {_moment(reason.at)}"
    return f"{reason.words}{by}{on}"


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return _moment(value)
    return int(value) if isinstance(value, bool) else value


def _moment(when: datetime) -> str:
    return when.replace(tzinfo=None).isoformat(timespec="seconds")


_TABLES: dict[str, Callable[[Contents, Mapping[str, str]], bytes]] = {
    "votes.csv": _votes,
    "light_curves.csv": _light_curves,
    "changes.csv": _changes,
}

FILES = (*_CATALOGUE, _VIZIER, *_TABLES)
"""Names of the files that every release has."""

NAMED_FILES = ("votes_with_names.csv", "changes_with_names.csv")
"""Names of the files in which people are named."""
