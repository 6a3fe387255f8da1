"""What signs the cookies of sessions: kept in the data folder, so that a restart logs nobody out."""

import os
import secrets
from pathlib import Path

from tessebs_core.errors import SettingsError
from tessebs_core.private_files import read_private, write_private

__all__ = ["kept_secret"]

_NAME = ".cookie_secret"
_BYTES = 48


def kept_secret(folder: Path) -> bytes:
    """The secret in a folder; made when there is none.

    Raises
    ------
    SettingsError
        It cannot be made or read, others can read it, or it is damaged.
    """
    path = folder / _NAME
    if not path.exists():
        _make(folder, path)
    found = read_private(path, "the data folder").strip().encode()
    if len(found) < 2 * _BYTES:
        raise SettingsError(f"{path} is damaged. Delete it: everybody logs in anew.")
    return found


def _make(folder: Path, path: Path) -> None:
    made = folder / f"{_NAME}.{secrets.token_hex(8)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_private(made, secrets.token_hex(_BYTES))
        try:
            os.link(made, path)
        except FileExistsError:
            return  # another server was faster; both take its secret
        finally:
            made.unlink()
    except OSError as error:
        raise SettingsError(f"{path} cannot be made: {error.strerror}.") from error
