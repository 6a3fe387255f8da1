"""How a kernel that was made ready ahead learns who has come: a file of the server's own folder.

No address of the server says it, so that no browser can ask for it or tell it.
"""

import json
import os
import time
from collections.abc import MutableMapping
from pathlib import Path

from tessebs_core.identity import ACTING, DEMANDED

__all__ = ["announce", "wait_for_visitor"]

_LOOK_AGAIN = 0.02  # seconds
_AHEAD, _KERNEL = "VOILA_PREHEAT", "VOILA_KERNEL_ID"


def announce(folder: Path, kernel_id: str, username: str) -> None:
    """Tell a kernel who has come."""
    written = folder / f".{kernel_id}"
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 (a descriptor has no path)
        json.dump({"username": username}, file)
    written.replace(folder / kernel_id)


def wait_for_visitor(environment: MutableMapping[str, str]) -> None:
    """In a kernel made ready ahead for a server with many visitors, wait until its own has come.

    Writes the name into ``environment``; what is loaded from then on is fresh, so the kernel is no longer
    one that is ahead. Elsewhere it does nothing.
    """
    folder = environment.get(DEMANDED)
    if not folder or environment.get(_AHEAD) != "True" or environment.get(ACTING):
        return
    told = Path(folder) / environment[_KERNEL]
    while not told.exists():
        time.sleep(_LOOK_AGAIN)
    environment[ACTING] = json.loads(told.read_text(encoding="utf-8"))["username"]
    environment[_AHEAD] = "False"
    told.unlink()
