"""What JupyterHub tells a server that it starts: whose it is, where it answers, how to reach the hub."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

from tessebs_core.errors import InputError

__all__ = ["HubPlace"]

_NEEDED = (
    "JUPYTERHUB_SERVICE_URL",
    "JUPYTERHUB_SERVICE_PREFIX",
    "JUPYTERHUB_API_TOKEN",
    "JUPYTERHUB_API_URL",
    "JUPYTERHUB_CLIENT_ID",
    "JUPYTERHUB_USER",
    "JUPYTERHUB_OAUTH_ACCESS_SCOPES",
)
_REPORT_EVERY = 300.0


@dataclass(frozen=True)
class HubPlace:
    """One person's server below a hub.

    ``host`` and ``port`` are where it listens, ``prefix`` is its part of the hub's address, ``scopes`` are
    those of which a visitor needs one. ``activity_url`` hears when somebody last worked, every
    ``report_every`` seconds.
    """

    user: str
    server_name: str
    host: str
    port: int
    prefix: str
    hub_prefix: str
    hub_host: str
    api_url: str
    client_id: str
    scopes: tuple[str, ...]
    activity_url: str
    report_every: float
    token: str = field(repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read what the hub has set.

        Raises
        ------
        InputError
            It was not a hub that started this.
        """
        environment = os.environ if environment is None else environment
        if missing := [each for each in _NEEDED if not environment.get(each)]:
            raise InputError(
                f"JupyterHub starts this command, and sets {missing[0]}, which is not set here. "
                "Use `tessebs app`, or set up a hub: deploy/README.md."
            )
        where = urlsplit(environment["JUPYTERHUB_SERVICE_URL"])
        api_url = environment["JUPYTERHUB_API_URL"].rstrip("/")
        user = environment["JUPYTERHUB_USER"]
        return cls(
            user=user,
            server_name=environment.get("JUPYTERHUB_SERVER_NAME", ""),
            host=where.hostname or "",
            port=where.port or 80,
            prefix=_slashed(environment["JUPYTERHUB_SERVICE_PREFIX"]),
            hub_prefix=_slashed(environment.get("JUPYTERHUB_BASE_URL") or "/") + "hub/",
            hub_host=environment.get("JUPYTERHUB_HOST", ""),
            api_url=api_url,
            client_id=environment["JUPYTERHUB_CLIENT_ID"],
            scopes=tuple(json.loads(environment["JUPYTERHUB_OAUTH_ACCESS_SCOPES"])),
            activity_url=environment.get("JUPYTERHUB_ACTIVITY_URL") or f"{api_url}/users/{user}/activity",
            report_every=float(environment.get("JUPYTERHUB_ACTIVITY_INTERVAL") or _REPORT_EVERY),
            token=environment["JUPYTERHUB_API_TOKEN"],
        )

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> Self:
        """The same again from ``dataclasses.asdict`` that went through JSON."""
        return cls(**{**fields, "scopes": tuple(fields["scopes"])})


def _slashed(path: str) -> str:
    return f"/{path.strip('/')}/" if path.strip("/") else "/"
