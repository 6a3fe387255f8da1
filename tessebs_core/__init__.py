"""Database, archive and numerical core of tessEBs; it knows no user interface."""

from importlib.metadata import PackageNotFoundError, version

__all__ = ["__version__"]

try:
    __version__ = version("tessebs")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"
