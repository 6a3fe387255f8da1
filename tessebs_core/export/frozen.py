"""The parts of a release as lines of JSON, and back: the same text for the same values, on every machine."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any, Generic, NamedTuple, TypeVar

from tessebs_core.errors import DamagedRelease
from tessebs_core.records import Judgement
from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.records.releases import ChangeReason, Difference, LineChange, SettlingVote, UsedLight
from tessebs_core.vocabulary import ChangeKind, EBSource, PeriodMultiple, Reason, SignalFlag, Verdict

__all__ = ["CHANGES", "LIGHT_CURVES", "LINES", "VOTES", "FrozenPart", "digest"]

T = TypeVar("T")

_MOMENTS = frozenset({"date_added", "date_modified"})


class FrozenPart(NamedTuple, Generic[T]):
    """One part of a release: its name, and how one of its values becomes a line and a line a value."""

    name: str
    freeze: Callable[[T], str]
    read: Callable[[str], T]

    def thaw(self, text: str) -> T:
        """The value that a line was made of.

        Raises
        ------
        DamagedRelease
            It was made of none.
        """
        try:
            return self.read(text)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DamagedRelease(f"A line of the frozen {self.name} cannot be read ({error!r}).") from error


def digest(lines: Iterable[str]) -> str:
    """sha256 of lines, each with an LF at its end."""
    found = sha256()
    for each in lines:
        found.update(f"{each}\n".encode())
    return found.hexdigest()


def _text(values: Any) -> str:
    return json.dumps(values, separators=(",", ":"), allow_nan=False, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{value!r} cannot be frozen.")


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _freeze_line(line: CatalogueLine) -> str:
    return _text(line._asdict())


def _thaw_line(text: str) -> CatalogueLine:
    values = json.loads(text)
    values |= {name: _moment(values[name]) for name in _MOMENTS}
    values["source"] = None if values["source"] is None else EBSource(values["source"])
    return CatalogueLine(**values)


def _freeze_vote(vote: SettlingVote) -> str:
    return _text(asdict(vote))


def _thaw_vote(text: str) -> SettlingVote:
    values = json.loads(text)
    said = values.pop("judgement")
    judgement = Judgement(
        verdict=Verdict(said["verdict"]),
        reason=None if said["reason"] is None else Reason(said["reason"]),
        period_multiple=PeriodMultiple(said["period_multiple"]),
        flags=frozenset(SignalFlag(each) for each in said["flags"]),
        duplicate_of=said["duplicate_of"],
        blend_of=said["blend_of"],
    )
    return SettlingVote(**{**values, "judgement": judgement, "at": datetime.fromisoformat(values["at"])})


def _freeze_light(light: UsedLight) -> str:
    return _text(asdict(light))


def _thaw_light(text: str) -> UsedLight:
    return UsedLight(**json.loads(text))


def _freeze_change(change: LineChange) -> str:
    return _text(asdict(change))


def _thaw_change(text: str) -> LineChange:
    values = json.loads(text)
    differences = [_difference(**each) for each in values["differences"]]
    reasons = [
        ChangeReason(tuple(each["columns"]), each["words"], each["username"], _moment(each["at"]))
        for each in values["reasons"]
    ]
    return LineChange(
        ChangeKind(values["kind"]), values["tess_id"], values["signal_id"], tuple(differences), tuple(reasons)
    )


def _difference(column: str, before: Any, after: Any) -> Difference:
    if column in _MOMENTS:
        before, after = _moment(before), _moment(after)
    return Difference(column, before, after)


LINES = FrozenPart("lines", _freeze_line, _thaw_line)
VOTES = FrozenPart("votes", _freeze_vote, _thaw_vote)
LIGHT_CURVES = FrozenPart("light-curves", _freeze_light, _thaw_light)
CHANGES = FrozenPart("changes", _freeze_change, _thaw_change)
