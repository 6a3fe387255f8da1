"""The bytes of a dump file, looked at piece by piece in bounded memory."""

import re
import zlib
from gzip import BadGzipFile
from typing import IO

from tessebs_core.errors import LegacySourceError

__all__ = ["LONGEST_PIECE", "DumpText"]

LONGEST_PIECE = 64 * 2**20
"""Bytes of the longest value or definition that is believed; a comment of 64 MiB is nobody's."""

_LOOK_AHEAD = 64 * 2**10
_CHUNK = 2**20


class DumpText:
    """A file that regular expressions are matched against, at a place that only moves forward.

    Parameters
    ----------
    stream : binary file
        Unpacked already if it was packed.
    name : str
        For messages.
    """

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self._name = name
        self._buffer = b""
        self._at = 0
        self._lines_before = 1
        self._ended = False

    @property
    def line(self) -> int:
        """Number of the line at the present place, from 1."""
        return self._lines_before + self._buffer.count(b"\n", 0, self._at)

    def take(self, pattern: re.Pattern[bytes], *, may_be_long: bool = False) -> re.Match[bytes] | None:
        """Move behind what ``pattern`` matches here; None, and no move, where it does not.

        Parameters
        ----------
        may_be_long : bool
            What matches may be longer than the look-ahead, as a quoted text: read on until it matches.
        """
        if len(self._buffer) - self._at < _LOOK_AHEAD:
            self._fill(_LOOK_AHEAD)
        match = pattern.match(self._buffer, self._at)
        if match is not None and match.end() < len(self._buffer):  # nearly always
            self._at = match.end()
            return match
        return self._take_long(pattern, may_be_long=may_be_long)

    def _take_long(self, pattern: re.Pattern[bytes], *, may_be_long: bool) -> re.Match[bytes] | None:
        """What reaches to the end of what is read may go on behind it: read on, and look again."""
        wanted = _LOOK_AHEAD
        while True:
            match = pattern.match(self._buffer, self._at)
            is_whole = match is not None and match.end() < len(self._buffer)
            if self._ended or is_whole or (match is None and not may_be_long):
                break
            wanted *= 2
            if wanted > LONGEST_PIECE:
                raise self.error(f"something longer than {LONGEST_PIECE >> 20} MiB begins here")
            self._fill(wanted)
        if match is not None:
            self._at = match.end()
        return match

    def starts_with(self, *beginnings: bytes) -> bool:
        """Whether one of these is next."""
        self._fill(_LOOK_AHEAD)
        return self._buffer.startswith(beginnings, self._at)

    def at_end(self) -> bool:
        """Whether nothing is left."""
        self._fill(1)
        return self._at >= len(self._buffer)

    def error(self, problem: str) -> LegacySourceError:
        """The error to raise for what stands here."""
        return LegacySourceError(f"{self._name}, line {self.line}: {problem}. Nothing was imported.")

    def _fill(self, wanted: int) -> None:
        while not self._ended and len(self._buffer) - self._at < wanted:
            try:
                chunk = self._stream.read(max(_CHUNK, wanted))
            except (OSError, EOFError, BadGzipFile, zlib.error) as error:
                raise self.error(f"the file cannot be read on ({error})") from error
            self._ended = not chunk
            self._lines_before += self._buffer.count(b"\n", 0, self._at)
            self._buffer = self._buffer[self._at :] + chunk
            self._at = 0
