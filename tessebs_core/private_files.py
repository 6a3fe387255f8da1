"""Small text files that hold secrets: read only where nobody else can have read or written them."""

import os
import stat
from pathlib import Path

from tessebs_core.errors import SettingsError

__all__ = ["read_private", "write_private"]

LARGEST_BYTES = 65_536


def read_private(path: Path, named_by: str) -> str:
    """Read a text file of ours that only we can read.

    What is checked is what was opened, so nothing can be put in its place in between. A link is followed:
    services hand secrets out as links. A folder that others may write is no reason to refuse: what they put
    there is theirs and is refused.

    Parameters
    ----------
    path : Path
        The file.
    named_by : str
        The variable that names it, for messages.

    Raises
    ------
    SettingsError
        It cannot be read, is no regular file or too large, belongs to somebody else, can be read or written
        by others, or is no UTF-8.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a pipe must not hang us
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "no path has this form"
        raise SettingsError(f"{path} (from {named_by}) cannot be read: {why}.") from error
    try:
        _check(path, os.fstat(handle), named_by)
        with os.fdopen(handle, "rb", closefd=False) as file:
            content = file.read(LARGEST_BYTES + 1)
    finally:
        os.close(handle)
    if len(content) > LARGEST_BYTES:
        raise SettingsError(f"{path} (from {named_by}) is no settings file: over {LARGEST_BYTES} bytes.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(f"{path} (from {named_by}) is no text in UTF-8. Save it as such.") from None


def write_private(path: Path, text: str) -> None:
    """Make a new file that only we can read; nothing that stands there is followed or replaced.

    Raises
    ------
    SettingsError
        It cannot be made.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            os.fchmod(handle, 0o600)  # whatever the umask
            file.write(text)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}.") from error


def _check(path: Path, found: os.stat_result, named_by: str) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise SettingsError(
            f"{path} (from {named_by}) is no file that can be read: a folder, pipe or device."
        )
    if found.st_uid not in (os.geteuid(), 0):
        raise SettingsError(
            f"{path} (from {named_by}) is somebody else's, who can change it. Copy it to a file of yours."
        )
    if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError(f"{path} can be read by others and may hold a password. Run `chmod 600 {path}`.")
