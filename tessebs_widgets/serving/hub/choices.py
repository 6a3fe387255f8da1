"""What a person may have started: the apps, or for those who may run code, JupyterLab."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from tornado.web import HTTPError

from tessebs_core.identity import ACTING
from tessebs_core.vocabulary import Role

__all__ = ["Choices"]

_FORM = """
<p><label><input type="radio" name="start" value="apps" checked> tessEBs: triage and the other screens
</label></p>
<p><label><input type="radio" name="start" value="lab"> JupyterLab: notebooks and terminals, with your rights
 in the catalogue</label></p>
"""
APPS, LAB = "apps", "lab"


class Choices:
    """The question before a server starts, and what follows from the answer; checked again when it starts.

    The hub's authenticator must be one of `tessebs_widgets.serving.hub.people`, which knows roles.

    Parameters
    ----------
    may_run_code : collection of Role
        Who may choose JupyterLab; nobody is asked if it is empty.
    addresses : Path, optional
        A folder with a settings' file ``NAME.toml`` for each person, as the hub sees it. Without it all have
        the settings of the hub's surroundings.
    """

    def __init__(self, may_run_code: Collection[Role] = (), addresses: Path | None = None) -> None:
        self._may_run_code = frozenset(may_run_code)
        self._addresses = addresses

    async def form(self, spawner: Any) -> str:
        """The page's question; empty for those who have no choice, who are not asked."""
        return _FORM if await _role(spawner) in self._may_run_code else ""

    @staticmethod
    def from_form(answers: dict[str, list[str]]) -> dict[str, str]:
        """The answer as JupyterHub keeps it."""
        return {"start": answers.get("start", [APPS])[0]}

    async def before_start(self, spawner: Any) -> None:
        """Settle what is started, under which name and with whose address of the database.

        Raises
        ------
        HTTPError
            403: this person may not have that; 503: nobody has made them an address yet.
        """
        name = spawner.user.name
        role = await _role(spawner)
        wanted = spawner.user_options.get("start", APPS)
        if role is None or (wanted != APPS and (wanted != LAB or role not in self._may_run_code)):
            raise HTTPError(403, "You may use the screens, not run code here. An admin can change your role.")
        if self._addresses is not None and not (self._addresses / f"{name}.toml").is_file():
            raise HTTPError(503, f"{name} has no account of the database yet. Ask who runs this hub.")
        spawner.cmd = ["jupyterhub-singleuser"] if wanted == LAB else ["tessebs", "hub-app"]
        spawner.default_url = "/lab" if wanted == LAB else ""
        spawner.environment = {**spawner.environment, ACTING: name}


async def _role(spawner: Any) -> Role | None:
    """What the person may do at present."""
    role: Role | None = await spawner.authenticator.role(spawner.user.name)
    return role
