"""Where a server listens, and by which door one comes in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["LOOPBACK", "Entrance"]

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Entrance:
    """What a server must know before it lets anybody in.

    Parameters
    ----------
    door : str
        Module and class of the identity provider, one of `tessebs_widgets.serving.doors`.
    settings : mapping
        Values of the door's own configurable traits.
    host : str
        Address to listen on.
    base_url : str
        What every address begins with, between slashes.
    names_people : bool
        Whether each page may have another person, whom its kernel must be told; otherwise ``acting_as``,
        or the account that the server runs under, acts in all of them.
    acting_as : str, optional
        Who acts in every kernel.
    answers_to_any_name : bool
        Whether requests with any host name are answered; a server that knows its visitor by a login only.
    certificate, key : Path, optional
        PEM files for TLS.
    """

    door: str = "tessebs_widgets.serving.doors.loopback.LoopbackDoor"
    settings: Mapping[str, Any] = field(default_factory=dict)
    host: str = LOOPBACK
    base_url: str = "/"
    names_people: bool = False
    acting_as: str | None = None
    answers_to_any_name: bool = False
    certificate: Path | None = None
    key: Path | None = None

    @property
    def scheme(self) -> str:
        """``https`` where there is a certificate."""
        return "https" if self.certificate else "http"

    @property
    def reached_at(self) -> str:
        """The address at which this machine reaches the server itself."""
        if self.host in ("", "0.0.0.0"):
            return LOOPBACK
        return f"[{'::1' if self.host == '::' else self.host}]" if ":" in self.host else self.host
