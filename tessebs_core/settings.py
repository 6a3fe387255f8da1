"""Where things are, read from the environment when asked and never at import."""

import os
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from tessebs_core.errors import SettingsError
from tessebs_core.vocabulary import LogStyle

__all__ = ["Settings", "read_settings"]

_KNOWN = ("database_url", "data_dir", "mast_url", "simbad_url", "admin_database_url", "log")


@dataclass(frozen=True)
class Settings:
    """What a process needs to know of its surroundings.

    ``database_url`` may hold a password, so it stays out of ``repr``; show
    `shown_database_url` instead. ``admin_database_url`` is needed for making accounts alone.
    """

    database_url: str = field(repr=False)
    data_dir: Path
    mast_url: str | None = None
    simbad_url: str | None = None
    admin_database_url: str | None = field(default=None, repr=False)
    log: LogStyle = LogStyle.TEXT

    @property
    def shown_database_url(self) -> str:
        """The database's address without its password."""
        head, at, tail = self.database_url.rpartition("@")
        if not at:
            return self.database_url
        scheme, slashes, login = head.partition("://")
        return f"{scheme}{slashes}{login.partition(':')[0]}:***@{tail}"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read ``TESSEBS_*`` variables, then the TOML file, then the defaults.

    Raises
    ------
    SettingsError
        The TOML file is readable by others, malformed, or holds an unknown key.
    """
    environment = os.environ if environment is None else environment
    written = _read_file(environment)

    def value(name: str) -> str | None:
        return environment.get(f"TESSEBS_{name.upper()}") or written.get(name)

    data_dir = Path(value("data_dir") or user_data_path("tessebs")).expanduser().absolute()
    return Settings(
        database_url=value("database_url") or f"sqlite:///{data_dir / 'tessebs.sqlite3'}",
        data_dir=data_dir,
        mast_url=value("mast_url"),
        simbad_url=value("simbad_url"),
        admin_database_url=value("admin_database_url"),
        log=_log_style(value("log")),
    )


def _log_style(word: str | None) -> LogStyle:
    try:
        return LogStyle(word or LogStyle.TEXT)
    except ValueError:
        raise SettingsError(f"TESSEBS_LOG is {word!r}; it may be {' or '.join(LogStyle)}.") from None


def _read_file(environment: Mapping[str, str]) -> dict[str, str]:
    name = environment.get("TESSEBS_CONFIG")
    if not name:
        return {}
    path = Path(name).expanduser()
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SettingsError(
                f"{path} can be read by others and may hold a password. Run `chmod 600 {path}`."
            )
        found: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} (from TESSEBS_CONFIG) cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not a TOML file. Mend it or unset TESSEBS_CONFIG.") from error
    unknown = sorted(set(found) - set(_KNOWN))
    if unknown:
        raise SettingsError(f"{path}: unknown key {unknown[0]!r}; known are {', '.join(_KNOWN)}.")
    if wrong := sorted(key for key, each in found.items() if not isinstance(each, str)):
        raise SettingsError(f"{path}: {wrong[0]} must be a text in quotes.")
    return found
