"""From the words of the command line to a server that never stands open."""

import ipaddress
import re
import secrets
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tessebs_core.errors import InputError
from tessebs_widgets.serving.entrance import LOOPBACK, Entrance

__all__ = ["WayIn", "entrance_for", "is_loopback"]

_DOORS = "tessebs_widgets.serving.doors"
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class WayIn:
    """What a person asked for on the command line."""

    host: str = LOOPBACK
    login: bool = False
    proxies: Sequence[str] = ()
    user_header: str | None = None
    certificate: Path | None = None
    key: Path | None = None


def entrance_for(asked: WayIn, port: int) -> tuple[Entrance, str]:
    """The entrance, and what follows the server's address in the link that lets one in.

    Raises
    ------
    InputError
        It would stand open, or send passwords for everybody on the way to read.
    """
    _check_together(asked)
    _check_files(asked)
    for each in asked.proxies:
        _check_address(each)
    host = LOOPBACK if asked.host == "localhost" else asked.host
    local = is_loopback(host) and not asked.proxies
    common = {"cookie_name": f"tessebs-{port}", "proxies": list(asked.proxies)}
    place = {
        "host": host,
        "answers_to_any_name": not local,
        "certificate": asked.certificate and asked.certificate.absolute(),
        "key": asked.key and asked.key.absolute(),
    }
    if asked.login:
        return Entrance(f"{_DOORS}.login.LoginDoor", common, names_people=True, **place), ""  # type: ignore[arg-type]
    if asked.user_header:
        settings = common | {"user_header": asked.user_header}
        return Entrance(f"{_DOORS}.proxy.ProxyDoor", settings, names_people=True, **place), ""  # type: ignore[arg-type]
    if local:
        return Entrance(**place), ""  # type: ignore[arg-type]
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    settings = common | {"secret_token": token}
    return Entrance(f"{_DOORS}.token.TokenDoor", settings, **place), f"login?token={token}"  # type: ignore[arg-type]


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _check_together(asked: WayIn) -> None:
    if not is_loopback(asked.host):
        _check_address(asked.host)
    if asked.login and asked.user_header:
        raise InputError("--login asks people who they are, --user-header takes a proxy's word: choose one.")
    if asked.user_header and not asked.proxies:
        raise InputError(
            f"Whom is --user-header {asked.user_header} believed from? Name the proxy's address: "
            "--proxy 10.0.0.5. Anybody could send the header otherwise."
        )
    if asked.user_header and not _HEADER.fullmatch(asked.user_header):
        raise InputError(f"{asked.user_header[:64]!r} is no name of a header: letters, digits and hyphens.")
    if asked.proxies and not (asked.login or asked.user_header):
        raise InputError(
            "Say how people behind --proxy are known: --user-header X-Forwarded-User if the proxy says who "
            "it is, --login if this server is to ask."
        )
    if bool(asked.certificate) != bool(asked.key):
        raise InputError("--certificate and --key belong together: two files in PEM form.")
    if not is_loopback(asked.host) and not asked.proxies and not asked.certificate:
        raise InputError(
            f"On {asked.host} passwords and tokens would go unencrypted. Give --certificate and --key, or "
            "--proxy with the address of the proxy that encrypts; or leave --host out and use an SSH "
            "tunnel: ssh -L 8866:127.0.0.1:8866 <machine>."
        )


def _check_address(word: str) -> None:
    try:
        ipaddress.ip_address(word)
    except ValueError:
        raise InputError(
            f"{word[:64]!r} is no address. Write numbers, such as 10.0.0.5 or ::1; 0.0.0.0 is every "
            "address of this machine."
        ) from None


def _check_files(asked: WayIn) -> None:
    for each in (asked.certificate, asked.key):
        if each is not None and not each.is_file():
            raise InputError(f"{each} is no file. --certificate and --key name files in PEM form.")
    if asked.key is not None and asked.key.stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise InputError(f"{asked.key} can be read by others. Run `chmod 600 {asked.key}`.")
