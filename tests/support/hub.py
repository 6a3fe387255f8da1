"""JupyterHub itself, with the configuration that is shipped, on the loopback address."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from tessebs_widgets.serving.voila_server import free_port

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "jupyterhub_config.py"
PATIENCE_S = 90


@contextmanager
def running_hub(folder: Path, settings: Mapping[str, str]) -> Iterator[str]:
    """The hub's address; afterwards nothing that it started is left.

    Parameters
    ----------
    settings : mapping of str to str
        Variables of the hub beside those that say where it is.
    """
    programs = Path(sys.executable).parent
    assert (programs / "configurable-http-proxy").exists(), "scripts/hub_proxy installs the hub's proxy"
    state = folder / "state"
    state.mkdir(mode=0o700)
    address = f"http://127.0.0.1:{free_port(0)}"
    outside = {
        name: value for name, value in os.environ.items() if not name.startswith(("TESSEBS_", "CONFIG"))
    }
    environment = outside | {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "TESSEBS_HUB_SPAWNER": "processes",
        "TESSEBS_HUB_STATE": str(state),
        "TESSEBS_HUB_BIND": address,
        "TESSEBS_HUB_PORT": str(free_port(0)),
        "TESSEBS_HUB_PROXY": f"http://127.0.0.1:{free_port(0)}",
        **settings,
    }
    with (folder / "hub.log").open("wb") as log:
        hub = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "--config", str(CONFIGURATION)],
            cwd=state, env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(hub, address, folder / "hub.log")
        yield address
    finally:
        left = _end(hub)
    assert left == [], f"the hub left behind: {left}"
    shutil.rmtree(state)


def _wait(hub: subprocess.Popen[bytes], address: str, log: Path) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up:
        assert hub.poll() is None, f"the hub ended: {log.read_text(errors='replace')[-3000:]}"
        try:
            with urllib.request.urlopen(f"{address}/hub/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the hub gave no answer: {log.read_text(errors='replace')[-3000:]}")


def _end(hub: subprocess.Popen[bytes]) -> list[str]:
    """End it as a service manager does; what outlives it is ended too, and named."""
    family = psutil.Process(hub.pid).children(recursive=True) if hub.poll() is None else []
    hub.send_signal(signal.SIGTERM)
    hub.wait(60)
    _, left = psutil.wait_procs(family, timeout=10)
    names = [" ".join(each.cmdline()) for each in left]
    for each in left:
        each.kill()
    return names
