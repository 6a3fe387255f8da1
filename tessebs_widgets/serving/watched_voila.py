"""Voilà that ends when the process that started it ends: ``python -m`` this module, notebook as argument."""

import os
import shutil
import signal
import sys
import threading
from pathlib import Path

__all__ = ["main"]


def main() -> None:
    """Run Voilà until the pipe on standard input closes, however its other end died.

    The current folder is the server's own; when nobody is left to remove it, it is removed here.
    """
    orphaned = threading.Event()
    threading.Thread(target=_end_with_parent, args=(orphaned,), daemon=True).start()
    from voila.app import Voila

    folder = Path.cwd()
    try:
        Voila.launch_instance(argv=sys.argv[1:])
    finally:
        if orphaned.is_set():
            shutil.rmtree(folder, ignore_errors=True)


def _end_with_parent(orphaned: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        continue
    orphaned.set()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
