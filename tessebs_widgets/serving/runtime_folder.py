"""The folder that a server lives in: its configuration, its static files, its kernels' files."""

import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tessebs_widgets.apps import APPS, App
from tessebs_widgets.assets import ASSETS
from tessebs_widgets.serving.notebooks import notebook_of

__all__ = ["fill", "server_environment"]

CULL_AFTER = 900  # seconds without a page; a page that is open keeps its kernel


def fill(folder: Path, *, port: int, first: App = APPS[0], ready: Iterable[App] = ()) -> str:
    """Write into ``folder`` what Voilà and its kernels read: configuration, and a copy of each notebook.

    Nothing of the person's own Jupyter configuration is used: a server that answers to a browser
    must not depend on, or be opened by, what stands there.

    Parameters
    ----------
    first : App
        Where the first page leads.
    ready : iterable of App
        Those with a kernel started ahead.

    Returns
    -------
    str
        Address, below the lab extensions, of a file that only this server has.
    """
    from tessebs_widgets.plots.bokeh_pane import BOKEH_URL, bokeh_script

    served = folder / "jupyter" / "labextensions" / BOKEH_URL
    served.parent.mkdir(parents=True)
    shutil.copyfile(bokeh_script(), served)
    sign = served.parent / f"{secrets.token_hex(16)}.txt"
    sign.write_text("tessEBs\n", encoding="utf-8")
    kernel = folder / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    _write(kernel / "kernel.json", _kernel())
    for name in ("config", "ipython", "run", "notebooks"):
        (folder / name).mkdir(mode=0o700)
    for app in APPS:
        shutil.copyfile(notebook_of(app), folder / "notebooks" / f"{app.notebook}.ipynb")
    served_apps = {
        "apps": {app.name: f"{app.notebook}.ipynb" for app in APPS},
        "first": first.name,
        "ready": {app.name: 1 for app in ready},
    }
    configuration = _configuration(port, preheat=bool(served_apps["ready"]))
    configuration["Voila"]["root_dir"] = str(folder / "notebooks")
    _write(folder / "voila.json", {**configuration, "AppServer": served_apps})
    return f"{served.parent.name}/{sign.name}"


def server_environment(folder: Path, environment: dict[str, str]) -> dict[str, str]:
    """The environment of the server and its kernels: as here, but with Jupyter's folders in ``folder``."""
    return environment | {
        "JUPYTER_PATH": f"{folder / 'jupyter'}:{ASSETS / 'jupyter'}",
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "run"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "IPYTHONDIR": str(folder / "ipython"),
        "PYTHONUNBUFFERED": "1",
        "VOILA_APP_IP": "127.0.0.1",
        "JUPYTER_WIDGETS_ECHO": "0",
    }


def _kernel() -> dict[str, Any]:
    arguments = ["-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    return {
        "argv": [sys.executable, *arguments, "--HistoryManager.enabled=False"],
        "display_name": "Python 3",
        "language": "python",
    }


def _configuration(port: int, *, preheat: bool) -> dict[str, Any]:
    return {
        "Voila": {
            "ip": "127.0.0.1",
            "port": port,
            "port_retries": 0,
            "open_browser": False,
            "log_level": "WARN",
            "tornado_settings": {
                "allow_remote_access": False,  # a page of another host name that points here is refused
                "headers": {
                    "X-Content-Type-Options": "nosniff",
                    "Content-Security-Policy": "frame-ancestors 'self'",
                },
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
        "VoilaExecutor": {"timeout": 180},
        "MappingKernelManager": {
            "cull_idle_timeout": CULL_AFTER,
            "cull_interval": 60,
            "cull_connected": False,
        },
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
