"""Lists of targets as people have them: numbers in any arrangement, or a table with named columns."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tessebs_core.compute.target_tables import Columns, columns_of
from tessebs_core.errors import InputError
from tessebs_core.records.ephemerides import Ephemeris, Source
from tessebs_core.records.work import LineProblem, ListedTarget, TargetList

__all__ = ["LARGEST_LIST", "decoded", "read_targets"]

LARGEST_LIST = 20_000_000  # bytes
MOST_TARGETS = 500_000
_MOST_SHOWN = 80  # characters of a line that was not understood
_LARGEST_TIC = 99_999_999_999
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_WORD = re.compile(r"(?:TIC[\s_:-]*)?([0-9]+)(?:\.0*)?", re.IGNORECASE)
_JOINED = re.compile(r"\bTIC[\s_:-]+(?=[0-9])", re.IGNORECASE)


def decoded(content: bytes) -> str:
    """Turn the bytes of a list into text: UTF-8, or UTF-16 with its mark, or Latin-1.

    Raises
    ------
    InputError
        It is larger than 20 MB, or no text.
    """
    if len(content) > LARGEST_LIST:
        raise InputError(
            f"The list has {len(content) / 1e6:.0f} MB; at most {LARGEST_LIST / 1e6:.0f} MB are read. "
            "Split it, and give one part after the other."
        )
    encoding = _BYTE_ORDER_MARKS.get(content[:2], "utf-8-sig")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "\x00" in text:
        raise InputError("This is no text file. Give TIC numbers as text, for example one in each line.")
    return text


def read_targets(text: str, *, author: str, label: str = "list") -> TargetList:
    """Read TIC numbers, and the ephemerides beside them, from a list.

    Numbers may stand one in a line or several, between blanks, commas or semicolons, each with or without
    "TIC" before it. Where the first line names a column ``TIC``, ``tess_id`` or ``tic_id`` (in any case), it
    is a table: columns ``bjd0`` and ``period`` (with ``bjd0_uncert`` and ``period_uncert``, all in days)
    propose an ephemeris, from the code in the column ``source``. What follows a # is not read.

    Parameters
    ----------
    author : str
        Who gives the list; the author of ephemerides.
    label : str
        What ephemerides without source come from.

    Returns
    -------
    TargetList
        What is not understood stands in ``problems``, by line, and harms nothing else.

    Raises
    ------
    InputError
        The list is too large.
    """
    if len(text) > LARGEST_LIST:
        raise InputError(f"The list has {len(text)} characters; at most {LARGEST_LIST} are read. Split it.")
    lines = [
        (number, content)
        for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1)
        if (content := line.partition("#")[0].strip())
    ]
    found = _Found()
    columns = columns_of(lines[0][1]) if lines else None
    if columns is None or len(columns.meanings) == 1:
        for number, content in lines[0 if columns is None else 1 :]:
            _read_numbers(found, number, content)
    else:
        for number, content in lines[1:]:
            _read_row(found, columns, number, content, Source(model=label, author=author))
    return found.listed()


@dataclass
class _Found:
    lines: dict[int, int] = field(default_factory=dict)
    proposals: dict[int, list[tuple[Ephemeris, Source]]] = field(default_factory=dict)
    problems: list[LineProblem] = field(default_factory=list)
    remarks: list[LineProblem] = field(default_factory=list)
    repeated: int = 0

    def add(self, tess_id: int, line: int) -> None:
        if tess_id in self.lines:
            self.repeated += 1
        elif len(self.lines) >= MOST_TARGETS:
            raise InputError(f"The list names more than {MOST_TARGETS} targets. Split it.")
        self.lines.setdefault(tess_id, line)

    def refuse(self, line: int, text: str, reason: str) -> None:
        self.problems.append(LineProblem(line, _shortened(text), reason))

    def remark(self, line: int, text: str, words: str) -> None:
        self.remarks.append(LineProblem(line, _shortened(text), words))

    def listed(self) -> TargetList:
        targets = tuple(
            ListedTarget(tess_id, line, tuple(dict.fromkeys(self.proposals.get(tess_id, ()))))
            for tess_id, line in self.lines.items()
        )
        return TargetList(targets, tuple(self.problems), tuple(self.remarks), self.repeated)


def _read_numbers(found: _Found, line: int, content: str) -> None:
    for word in _words(content):
        try:
            tess_id = _tic_number(word)
        except InputError as error:
            found.refuse(line, word, str(error))
        else:
            found.add(tess_id, line)


def _words(content: str) -> Iterator[str]:
    """What stands between blanks, commas and semicolons; "TIC 123" is one word."""
    return (word for word in re.split(r"[\s,;|]+", _JOINED.sub("TIC", content)) if word)


def _read_row(found: _Found, columns: Columns, line: int, content: str, default: Source) -> None:
    try:
        row = columns.row(content)
        tess_id = _tic_number(row.get("tess_id", ""))
    except InputError as error:
        found.refuse(line, content, str(error))
        return
    found.add(tess_id, line)
    if not row.get("bjd0") and not row.get("period"):
        return
    try:
        ephemeris, remark = columns.ephemeris(row)
        source = _source(row, default)
    except InputError as error:
        found.refuse(line, content, f"TIC {tess_id} is taken without ephemeris: {error}")
        return
    if remark:
        found.remark(line, content, remark)
    found.proposals.setdefault(tess_id, []).append((ephemeris, source))


def _source(row: Mapping[str, str], default: Source) -> Source:
    model = row.get("source") or default.model
    if len(model) > 64:
        raise InputError(f"the source has {len(model)} characters; at most 64 fit.")
    return Source(model=model, author=default.author)


def _tic_number(word: str) -> int:
    matched = _WORD.fullmatch(word.strip().strip("'\""))
    if matched is None:
        raise InputError(_no_number(word))
    digits = matched.group(1)
    number = int(digits) if len(digits) <= 20 else 0
    if not 0 < number <= _LARGEST_TIC:
        raise InputError(f"{_shortened(word)!r} is no TIC number: they have 1 to 11 digits.")
    return number


def _no_number(word: str) -> str:
    if not word:
        return "there is no TIC number."
    is_number = re.fullmatch(r"[-+.0-9eE]+", word) is not None
    hint = " A table needs a first line that names its columns, one of them TIC." if is_number else ""
    return f"{_shortened(word)!r} is no TIC number.{hint}"


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"
