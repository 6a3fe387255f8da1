"""Voilà that ends when the process that started it ends: ``python -m`` this module, notebook as argument."""

import os
import signal
import sys
import threading

__all__ = ["main"]


def main() -> None:
    """Run Voilà until the pipe on standard input closes, however its other end died."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from voila.app import Voila

    Voila.launch_instance(argv=sys.argv[1:])


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        continue
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
