"""What the server and its kernels know of their surroundings: named variables, settings in a private file.

Of the shell that started it the server gets `child_environment` and no more. What is added for the server
alone (a hub's token, say) ends there: of the server's variables, kernels get those named here.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from tessebs_core.child_environment import child_environment
from tessebs_core.identity import ACTING, DEMANDED
from tessebs_core.private_files import write_private
from tessebs_core.settings import read_settings, settings_text

__all__ = ["handed_on", "kernel_environment"]

_OF_THE_SERVER = frozenset({
    ACTING, DEMANDED,
    "TESSEBS_CONFIG", "JUPYTER_PATH", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_PLATFORM_DIRS",
    "IPYTHONDIR", "JUPYTER_WIDGETS_ECHO",
    "VOILA_PREHEAT", "VOILA_KERNEL_ID", "VOILA_BASE_URL", "VOILA_SERVER_URL", "VOILA_REQUEST_URL",
    "VOILA_APP_IP", "VOILA_APP_PORT", "VOILA_WS_PROTOCOL", "VOILA_WS_BASE_URL",
    "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "SERVER_SOFTWARE",
    "SERVER_PROTOCOL",
})  # fmt: skip


def handed_on(folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """What a server in ``folder`` gets: no secret; the catalogue's address is in a file of mode 0600 there.

    The administrator's address, which may make accounts, goes no further than the command that was given it.

    Raises
    ------
    SettingsError
        The settings cannot be read, or the file not be written.
    """
    path = folder / "settings.toml"
    write_private(path, settings_text(read_settings(environment)))
    return child_environment(environment) | {"TESSEBS_CONFIG": str(path)}


def kernel_environment(server: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a kernel gets of the server's environment and of what Voilà adds for the request."""
    server = os.environ if server is None else server
    return child_environment(server) | {
        name: value for name, value in server.items() if name in _OF_THE_SERVER
    }
