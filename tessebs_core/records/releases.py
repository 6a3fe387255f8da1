"""Frozen catalogues: what they hold, and what differs between two of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tessebs_core.records.judgements import Judgement
from tessebs_core.vocabulary import ChangeKind

__all__ = [
    "ChangeReason",
    "Difference",
    "LineChange",
    "ReleaseMarks",
    "ReleaseRecord",
    "SettlingVote",
    "UsedLight",
    "Verification",
]

Value = str | int | float | bool | datetime | None


@dataclass(frozen=True)
class ReleaseMarks:
    """The newest rows of the tables that only grow, when a release was made: 0 for none."""

    vote: int = 0
    decision: int = 0
    run: int = 0
    audit: int = 0


@dataclass(frozen=True)
class ReleaseRecord:
    """What is known of a release without its lines.

    Parameters
    ----------
    name : str
    released_at : datetime
        Aware, UTC.
    username, note : str
        Who made it, and what for.
    rule_version, code_version, schema_version : str
        Of the consensus rule, of this package with the commit where known, and of the tables.
    previous : str or None
        The release that came before.
    row_count : int
    digests : mapping of str to str
        sha256 of each part: ``lines``, ``votes``, ``light-curves``, ``changes``; ``record`` is that of all
        that is said here but sums.
    files : mapping of str to str
        sha256 of each file that is made of it.
    marks : ReleaseMarks
    """

    name: str
    released_at: datetime
    username: str
    note: str
    rule_version: str
    code_version: str
    schema_version: str
    previous: str | None
    row_count: int
    digests: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)
    marks: ReleaseMarks = field(default_factory=ReleaseMarks)


@dataclass(frozen=True)
class SettlingVote:
    """A vote that counts, or a decision, on what a line came from.

    Parameters
    ----------
    tess_id, signal_id : int
        The line.
    decided : bool
        Whether a lead decided; else it is a vote.
    key : int
        Of the vote or decision in the database.
    ephemeris_id : int
        What was judged: the line's ephemeris, the proposal that it was made from, or a duplicate of these.
    username : str
    judgement : Judgement
    at : datetime
        Aware, UTC.
    """

    tess_id: int
    signal_id: int
    decided: bool
    key: int
    ephemeris_id: int
    username: str
    judgement: Judgement
    at: datetime


@dataclass(frozen=True)
class UsedLight:
    """A light curve behind a release.

    Parameters
    ----------
    tess_id : int
    signal_id : int or None
        The entry that was measured on it; None for a file that is held for the target.
    provenance : str
    file_name : str
        Empty for a light curve put together from files.
    sha256 : str
        Of the file, or of the light curve's arrays.
    """

    tess_id: int
    signal_id: int | None
    provenance: str
    file_name: str
    sha256: str


@dataclass(frozen=True)
class Difference:
    """A column of a line before and after."""

    column: str
    before: Value
    after: Value


@dataclass(frozen=True)
class ChangeReason:
    """What explains differences.

    Parameters
    ----------
    columns : tuple of str
        Those that it explains; empty for what only led to it, as votes do.
    words : str
        What happened, without the person's name.
    username : str
        Who did it; empty where nothing says so.
    at : datetime or None
        When, UTC; None where nothing says so.
    """

    columns: tuple[str, ...]
    words: str
    username: str = ""
    at: datetime | None = None

    @property
    def text(self) -> str:
        """All of it in one line."""
        by = f" by {self.username}" if self.username else ""
        on = "" if self.at is None else f" on {self.at:%Y-%m-%d %H:%M:%S} UTC"
        return f"{self.words}{by}{on}"


@dataclass(frozen=True)
class LineChange:
    """A line that was added, removed or changed between two states of the catalogue, and why."""

    kind: ChangeKind
    tess_id: int
    signal_id: int
    differences: tuple[Difference, ...] = ()
    reasons: tuple[ChangeReason, ...] = ()


@dataclass(frozen=True)
class Verification:
    """Whether a release is still what was made.

    ``problems`` say what is not; ``notes`` what has changed around it since, which is no fault of it.
    """

    name: str
    files: int
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems
