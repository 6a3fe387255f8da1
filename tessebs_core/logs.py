"""Logs: lines for people or JSON for programs, without passwords, in files that many processes share."""

import fcntl
import json
import logging
import re
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import WatchedFileHandler
from pathlib import Path

from tessebs_core.identity import user_for_logs
from tessebs_core.vocabulary import LogStyle

__all__ = ["JsonLines", "SharedLog", "formatter", "scrubbed"]

LARGEST_BYTES = 5_000_000
KEPT = 3
_KNOWN = ("target", "request")
_PASSWORD_IN_ADDRESS = re.compile(
    r"((?:mysql|mariadb)[\w+]*://[^/\s:@]*:)(?:\S*@|[^@\n]*@)|(\w://[^/\s:@]*:)\S*@"
)
_PASSWORD_IN_QUERY = re.compile(
    r"((?:password|secret|token)[\"']?\s*[=:]\s*[\"']?)[^\s&\"',;]+", re.IGNORECASE
)


def scrubbed(words: str) -> str:
    """The words without passwords of database addresses and without tokens.

    Examples
    --------
    >>> scrubbed("mariadb://ada:p@ss@db/tessebs refused GET /?token=abc&x=1")
    'mariadb://ada:***@db/tessebs refused GET /?token=***&x=1'
    """
    return _PASSWORD_IN_QUERY.sub(r"\1***", _PASSWORD_IN_ADDRESS.sub(r"\1\2***@", words))


def formatter(style: LogStyle) -> logging.Formatter:
    """What writes lines in one of the styles."""
    return JsonLines() if style is LogStyle.JSON else _Lines()


class _Lines(logging.Formatter):
    """One line for a person, a traceback below it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Without secrets."""
        return scrubbed(super().format(record))


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, user, process; target and request if known.

    ``logger.info(..., extra={"target": 126602778})`` makes them known.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Without secrets."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrubbed(record.getMessage()),
            "user": getattr(record, "user", None) or user_for_logs(),
            "process": record.process,
        }
        said |= {name: getattr(record, name) for name in _KNOWN if hasattr(record, name)}
        if record.exc_info:
            said["traceback"] = scrubbed(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False, default=str)


class SharedLog(WatchedFileHandler):
    """A file of mode 0600 that several processes add to, and that one of them puts aside when it is large."""

    def __init__(self, path: Path, style: LogStyle) -> None:
        super().__init__(path, delay=True, encoding="utf-8")
        self._path = path
        self.setFormatter(formatter(style))

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; `WatchedFileHandler` opens the file again when another process has put it aside."""
        try:
            self._put_aside()
        except OSError:
            self.handleError(record)
        super().emit(record)

    def _open(self) -> TextIOWrapper:
        self._path.touch(mode=0o600)
        return super()._open()

    def _put_aside(self) -> None:
        if not _is_large(self._path):
            return
        with self._path.with_name(f".{self._path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not _is_large(self._path):  # another process was faster
                return
            for number in range(KEPT - 1, 0, -1):
                older = self._path.with_name(f"{self._path.name}.{number}")
                if older.exists():
                    older.replace(self._path.with_name(f"{self._path.name}.{number + 1}"))
            self._path.replace(self._path.with_name(f"{self._path.name}.1"))


def _is_large(path: Path) -> bool:
    return path.exists() and path.stat().st_size > LARGEST_BYTES
