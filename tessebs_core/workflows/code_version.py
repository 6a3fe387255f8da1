"""Which code this is: its release, and the commit where it runs from a repository."""

import subprocess
from pathlib import Path

import tessebs_core
from tessebs_core import __version__

__all__ = ["code_version"]

_PATIENCE_S = 10.0


def code_version() -> str:
    """The version of the package, with the commit, and "dirty" where the tree differs from it.

    Examples
    --------
    >>> code_version().split()[0] == __version__
    True
    """
    root = Path(tessebs_core.__file__).parents[1]
    if not (root / ".git").exists():
        return __version__
    asked = ["git", "-C", str(root), "describe", "--always", "--dirty=-dirty", "--abbrev=40", "--exclude=*"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, timeout=_PATIENCE_S, check=True)
    except (OSError, subprocess.SubprocessError):  # no git here, or not its repository
        return __version__
    return f"{__version__} {answer.stdout.strip()}"
