"""The runner as a process of its own, which outlives the page and the kernel that started it.

``python -m tessebs_core.workflows.runner_process`` works on what is wanted and ends when nothing is left.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

from sqlalchemy.orm import Session

from tessebs_core.database.stores.runners import lock_runner
from tessebs_core.database.types import utc_now
from tessebs_core.errors import StorageError, TessebsError
from tessebs_core.logs import formatter
from tessebs_core.settings import read_settings
from tessebs_core.workflows.runner import is_dead, run_tasks, runner_name
from tessebs_core.workflows.workspace import Workspace, open_workspace

__all__ = ["ensure_runner", "main"]

logger = logging.getLogger("tessebs_core.runner")

_DETACHED = '"$@" &'  # the shell ends at once, so that the runner is no child of ours, to be killed with us
_LONGEST_LOG = 5_000_000  # bytes


def ensure_runner(workspace: Workspace) -> bool:
    """Start a runner for the data folder unless one is alive; True when one was started.

    Raises
    ------
    StorageError
        It cannot be started, or its log cannot be written.
    """

    def is_running(session: Session) -> bool:
        row = lock_runner(session, runner_name(workspace))  # waits for one that is about to end
        return row is not None and not is_dead(row, utc_now())

    if workspace.database.write(is_running, repeatable=True):
        return False
    log = workspace.folder.root / "runner.log"
    command = [
        "/bin/sh",
        "-c",
        _DETACHED,
        "sh",
        sys.executable,
        "-m",
        "tessebs_core.workflows.runner_process",
    ]
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > _LONGEST_LOG:
            log.replace(log.with_suffix(".log.old"))
        with log.open("ab") as output:
            subprocess.run(
                command, check=True, env=_environment(workspace), stdin=subprocess.DEVNULL, stdout=output,
                stderr=output, start_new_session=True,
            )  # fmt: skip
    except (OSError, subprocess.CalledProcessError) as error:
        raise StorageError(
            f"No runner could be started ({error}). What is wanted is kept: mend it and resume, or run "
            "`tessebs ingest --resume` in a terminal."
        ) from error
    return True


def main() -> int:
    """Work until nothing is left; SIGTERM and SIGINT stop at the next safe place."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(read_settings().log))
    logging.basicConfig(handlers=[handler], level=logging.INFO)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    try:
        return _work(stopping)
    except TessebsError:
        logger.exception("the runner ends; what is wanted is kept")
        return 1


def _work(stopping: threading.Event, work: Callable[..., bool] = run_tasks) -> int:
    did = work(open_workspace(), stopping=stopping)
    logger.info("nothing is left" if did else "another runner is at work")
    return 0


def _environment(workspace: Workspace) -> dict[str, str]:
    """This process' environment, pointed at the workspace; a password is in no argument and no file."""
    url = workspace.database.engine.url.render_as_string(hide_password=False)
    endpoints = workspace.archive.endpoints
    ours = {
        "TESSEBS_DATABASE_URL": url,
        "TESSEBS_DATA_DIR": str(workspace.folder.root),
        "TESSEBS_MAST_URL": endpoints.mast_url,
        "TESSEBS_SIMBAD_URL": endpoints.simbad_url,
    }
    return os.environ | {name: value for name, value in ours.items() if value}


if __name__ == "__main__":
    sys.exit(main())
