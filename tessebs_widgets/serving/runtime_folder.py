"""The folder that a server lives in: its configuration, its static files, its kernels' files."""

import json
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tessebs_core.identity import ACTING, DEMANDED
from tessebs_widgets.apps import APPS, App
from tessebs_widgets.assets import ASSETS
from tessebs_widgets.serving.content_policy import HEADERS, content_policy
from tessebs_widgets.serving.entrance import Entrance
from tessebs_widgets.serving.kernel_environment import handed_on
from tessebs_widgets.serving.kernel_lives import KernelLives
from tessebs_widgets.serving.notebooks import notebook_of

__all__ = ["PROVISIONER", "can_fork", "fill", "server_environment"]

ARRIVALS = "arrivals"
LISTENING = "listening"
PROVISIONER = "tessebs-nursery"
"""What kernels' specification calls `tessebs_widgets.serving.born_kernels.BornKernels`."""


def can_fork() -> bool:
    """Whether this system has what a nursery of kernels needs: Linux, since 5.4."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:  # an older kernel, or a container that forbids it
        return False
    return True


def fill(
    folder: Path,
    *,
    port: int,
    first: App = APPS[0],
    ready: Iterable[App] = (),
    entrance: Entrance | None = None,
    lives: KernelLives | None = None,
) -> None:
    """Write into ``folder`` what Voilà and its kernels read: configuration, and a copy of each notebook.

    Nothing of the person's own Jupyter configuration is used: a server that answers to a browser
    must not depend on, or be opened by, what stands there.

    Parameters
    ----------
    first : App
        Where the first page leads.
    ready : iterable of App
        Those with a kernel started ahead.
    entrance : Entrance, optional
        Where it listens and who comes in; this machine alone if left out.
    lives : KernelLives, optional
        How long a kernel lives without its page.
    """
    from tessebs_widgets.plots.bokeh_pane import BOKEH_URL, bokeh_script

    served = folder / "jupyter" / "labextensions" / BOKEH_URL
    served.parent.mkdir(parents=True)
    shutil.copyfile(bokeh_script(), served)
    kernel = folder / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    _write(kernel / "kernel.json", _kernel())
    for name in ("config", "ipython", "run", "notebooks", ARRIVALS):
        (folder / name).mkdir(mode=0o700)
    for app in APPS:
        shutil.copyfile(notebook_of(app), folder / "notebooks" / f"{app.notebook}.ipynb")
    served_apps: dict[str, Any] = {
        "apps": {app.name: f"{app.notebook}.ipynb" for app in APPS},
        "first": first.name,
        "ready": {app.name: 1 for app in ready},
        "listening": str(folder / LISTENING),
    }
    entrance = entrance or Entrance()
    if entrance.names_people:
        served_apps["arrivals"] = str(folder / ARRIVALS)
    if entrance.certificate and entrance.key:
        served_apps |= {"certificate": str(entrance.certificate), "key": str(entrance.key)}
    configuration = _configuration(port, entrance, preheat=bool(served_apps["ready"]))
    configuration["Voila"]["root_dir"] = str(folder / "notebooks")
    for name, options in (lives or KernelLives()).configuration().items():
        configuration[name] = configuration.get(name, {}) | options
    door = {entrance.door.rpartition(".")[2]: dict(entrance.settings)}
    _write(folder / "voila.json", {**configuration, **door, "AppServer": served_apps})


def server_environment(
    folder: Path, environment: dict[str, str], entrance: Entrance | None = None
) -> dict[str, str]:
    """The environment of the server: what may be handed on, with Jupyter's folders in ``folder``.

    Raises
    ------
    SettingsError
        The settings that ``environment`` names cannot be used.
    """
    entrance = entrance or Entrance()
    named = handed_on(folder, environment)
    if entrance.names_people:
        named[DEMANDED] = str(folder / ARRIVALS)
    elif entrance.acting_as:
        named[ACTING] = entrance.acting_as
    return named | {
        "JUPYTER_PATH": f"{folder / 'jupyter'}:{ASSETS / 'jupyter'}",
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "run"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "IPYTHONDIR": str(folder / "ipython"),
        "PYTHONUNBUFFERED": "1",
        "JUPYTER_WIDGETS_ECHO": "0",
    }


def _kernel() -> dict[str, Any]:
    arguments = ["-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    return {
        "argv": [sys.executable, *arguments, "--HistoryManager.enabled=False"],
        "display_name": "Python 3",
        "language": "python",
        "metadata": {"kernel_provisioner": {"provisioner_name": PROVISIONER}} if can_fork() else {},
    }


def _configuration(port: int, entrance: Entrance, *, preheat: bool) -> dict[str, Any]:
    return {
        "Voila": {
            "ip": entrance.host,
            "port": port,
            "base_url": entrance.base_url,
            "identity_provider_class": entrance.door,
            "port_retries": 0,
            "open_browser": False,
            "log_level": "WARN",
            "tornado_settings": {
                # a page of another host name that points here is refused where nobody logs in
                "allow_remote_access": entrance.answers_to_any_name,
                "headers": HEADERS | {"Content-Security-Policy": content_policy()},
            },
        },
        "VoilaConfiguration": {
            "template": "tessebs",
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "show_tracebacks": False,
            "file_allowlist": ["(?!)"],  # matches nothing: no file beside the notebook is served
            "extension_allowlist": [
                "@voila-dashboards/widgets-manager8",
                "@jupyter-widgets/jupyterlab-manager",
                "anywidget",
            ],
            "preheat_kernel": preheat,
            "default_pool_size": 1,
        },
        "KernelManager": {"transport": "ipc" if os.name == "posix" else "tcp"},
        # a kernel made ready for nobody yet waits in its cell until somebody comes
        "VoilaExecutor": {"timeout": 0 if entrance.names_people else 180},
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
