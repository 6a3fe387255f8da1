"""The runner as a process of its own, which outlives the page and the kernel that started it.

``python -m tessebs_core.workflows.runner_process`` works on what is wanted and ends when nothing is left.
With the argument ``-`` its settings are what stands on standard input: they are in no environment, no list
of processes, and no file that could vanish before it.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

from sqlalchemy.orm import Session

from tessebs_core.child_environment import child_environment
from tessebs_core.database.stores.runners import lock_runner
from tessebs_core.database.types import utc_now
from tessebs_core.errors import StorageError, TessebsError
from tessebs_core.identity import ACTING, DEMANDED
from tessebs_core.logs import formatter
from tessebs_core.settings import Settings, read_settings, settings_from, settings_text
from tessebs_core.workflows.runner import is_dead, run_tasks, runner_name
from tessebs_core.workflows.workspace import Workspace, open_workspace

__all__ = ["ensure_runner", "main"]

logger = logging.getLogger("tessebs_core.runner")

# The shell ends at once, so that the runner is no child of ours, to be killed with us. What a shell leaves
# behind has an empty standard input, unless it is told otherwise.
_DETACHED = 'exec 3<&0; "$@" <&3 3<&- &'
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
        "-",
    ]
    text = settings_text(_settings(workspace)).encode()
    visitor = {name: os.environ[name] for name in (ACTING, DEMANDED) if name in os.environ}
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > _LONGEST_LOG:
            log.replace(log.with_suffix(".log.old"))
        with log.open("ab") as output:
            subprocess.run(
                command, check=True, env=child_environment(os.environ) | visitor, input=text,
                stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
    except (OSError, subprocess.CalledProcessError) as error:
        raise StorageError(
            f"No runner could be started ({error}). What is wanted is kept: mend it and resume, or run "
            "`tessebs ingest --resume` in a terminal."
        ) from error
    return True


def main() -> int:
    """Work until nothing is left; SIGTERM and SIGINT stop at the next safe place."""
    settings = settings_from(sys.stdin.read(), "standard input") if sys.argv[1:] == ["-"] else read_settings()
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(settings.log))
    logging.basicConfig(handlers=[handler], level=logging.INFO)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    try:
        return _work(settings, stopping)
    except TessebsError:
        logger.exception("the runner ends; what is wanted is kept")
        return 1


def _work(settings: Settings, stopping: threading.Event, work: Callable[..., bool] = run_tasks) -> int:
    did = work(open_workspace(settings), stopping=stopping)
    logger.info("nothing is left" if did else "another runner is at work")
    return 0


def _settings(workspace: Workspace) -> Settings:
    """What makes the same workspace in another process."""
    endpoints = workspace.archive.endpoints
    return Settings(
        database_url=workspace.database.engine.url.render_as_string(hide_password=False),
        data_dir=workspace.folder.root.absolute(),
        mast_url=endpoints.mast_url,
        simbad_url=endpoints.simbad_url,
        log=read_settings().log,
    )


if __name__ == "__main__":
    sys.exit(main())
