"""Where things are, read from the environment when asked and never at import."""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from tessebs_core.errors import SettingsError
from tessebs_core.private_files import read_private
from tessebs_core.vocabulary import LogStyle

__all__ = ["Settings", "read_settings", "settings_from", "settings_text", "without_password"]

_KNOWN = ("database_url", "data_dir", "mast_url", "simbad_url", "admin_database_url", "log")
_VARIABLE = "TESSEBS_CONFIG"


@dataclass(frozen=True)
class Settings:
    """What a process needs to know of its surroundings.

    ``database_url`` may hold a password, so it stays out of ``repr``; show
    `shown_database_url` instead. ``admin_database_url`` is needed for accounts and their roles alone.
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
        return without_password(self.database_url)


def without_password(url: str) -> str:
    """A database's address that may be shown: without password, and without options, which may hold one.

    Everything from the first colon after the scheme to the last ``@`` goes, so that a password in which ``@``
    or ``/`` should have been written as ``%40`` or ``%2F`` is not shown in part; where a ``?`` leaves it
    unclear what is password, host or option, the host goes, too.

    Examples
    --------
    >>> without_password("mariadb://ada:p@ss/word@db.example.org/tessebs?ssl_ca=ca.pem")
    'mariadb://ada:***@db.example.org/tessebs'
    """
    scheme, slashes, rest = url.partition("://")
    before, _, after = rest.partition("?")
    if before.startswith("/"):  # sqlite:////home/a@b: a path
        return f"{scheme}{slashes}{before}"
    login, at, place = before.rpartition("@")
    user, colon, _ = login.partition(":")
    if slashes and "@" in after:
        return f"{scheme}{slashes}{before.partition(':')[0]}:***@..."
    host, port_colon, port = place.partition("/")[0].rpartition(":")
    if not slashes or (port_colon and not port.isdigit() and not host.startswith("[")):
        return "(an address that cannot be read)"  # a login without host stands where host and port should
    return f"{scheme}{slashes}{user}{':***' if colon else ''}{at}{place}"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read ``TESSEBS_*`` variables, then the TOML file, then the defaults.

    Raises
    ------
    SettingsError
        The TOML file is not ours alone (see `read_private`), malformed, or holds an unknown key; or a
        setting cannot be meant.
    """
    environment = os.environ if environment is None else environment
    written = {}
    if name := environment.get(_VARIABLE):
        path = _expanded(name, _VARIABLE)
        written = _parsed(read_private(path, _VARIABLE), str(path))
    return _settings({**written, **_of_environment(environment)})


def settings_from(text: str, origin: str) -> Settings:
    """Settings from the text of a TOML file alone, whatever the environment says.

    Parameters
    ----------
    text : str
        As `settings_text` writes it.
    origin : str
        Where it comes from, for messages.

    Raises
    ------
    SettingsError
        It cannot be meant.
    """
    return _settings(_parsed(text, origin))


def settings_text(settings: Settings) -> str:
    """What a process of ours that works on the catalogue must know, as the text of a TOML file.

    It holds the password of the database, if there is one, and never the administrator's address.

    Raises
    ------
    SettingsError
        A setting holds bytes that are no UTF-8.
    """
    values = {
        "database_url": settings.database_url,
        "data_dir": str(settings.data_dir),
        "mast_url": settings.mast_url,
        "simbad_url": settings.simbad_url,
        "log": settings.log.value,
    }
    for name, value in values.items():
        try:
            (value or "").encode()
        except UnicodeEncodeError:
            raise SettingsError(f"{name} holds bytes that are no text in UTF-8.") from None
    # A text of JSON is one of TOML, but for the character 127.
    lines = (f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items() if value)
    return "\n".join(lines).replace("\x7f", "\\u007f") + "\n"


def _of_environment(environment: Mapping[str, str]) -> dict[str, str]:
    found = {name: environment.get(f"TESSEBS_{name.upper()}") for name in _KNOWN}
    return {name: value for name, value in found.items() if value}


def _settings(values: Mapping[str, str]) -> Settings:
    data_dir = _expanded(values.get("data_dir") or str(user_data_path("tessebs")), "data_dir")
    return Settings(
        database_url=values.get("database_url") or f"sqlite:///{data_dir / 'tessebs.sqlite3'}",
        data_dir=data_dir,
        mast_url=values.get("mast_url") or None,
        simbad_url=values.get("simbad_url") or None,
        admin_database_url=values.get("admin_database_url") or None,
        log=_log_style(values.get("log")),
    )


def _log_style(word: str | None) -> LogStyle:
    try:
        return LogStyle(word or LogStyle.TEXT)
    except ValueError:
        raise SettingsError(f"TESSEBS_LOG is {word!r}; it may be {' or '.join(LogStyle)}.") from None


def _expanded(name: str, setting: str) -> Path:
    try:
        return Path(name).expanduser().absolute()
    except RuntimeError as error:
        raise SettingsError(f"{setting} is {name!r}: {error} Write the whole path.") from None


def _parsed(text: str, origin: str) -> dict[str, str]:
    try:
        found: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = str(error).rpartition("(")[2].rstrip(")")  # what stands there may be a password
        raise SettingsError(f"{origin} is not a TOML file ({where}). Mend it or unset {_VARIABLE}.") from None
    except RecursionError:
        raise SettingsError(f"{origin} is not a settings file. Mend it or unset {_VARIABLE}.") from None
    unknown = sorted(set(found) - set(_KNOWN))
    if unknown:
        raise SettingsError(f"{origin}: unknown key {unknown[0]!r}; known are {', '.join(_KNOWN)}.")
    if wrong := sorted(key for key, each in found.items() if not isinstance(each, str)):
        raise SettingsError(f"{origin}: {wrong[0]} must be a text in quotes.")
    return found
