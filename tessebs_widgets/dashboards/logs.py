"""Where the screens write what a visitor should not see."""

import logging

__all__ = ["log_to_file"]


def log_to_file() -> None:
    """Send this package's log to ``screens.log`` in the data folder.

    A kernel's standard error travels to the browser, so that tracebacks must go elsewhere.
    """
    from tessebs_core.settings import read_settings

    logger = logging.getLogger("tessebs_widgets")
    if any(isinstance(each, logging.FileHandler) for each in logger.handlers):
        return
    folder = read_settings().data_dir
    logger.propagate = False
    if not folder.is_dir():
        logger.addHandler(logging.NullHandler())
        return
    handler = logging.FileHandler(folder / "screens.log", delay=True, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
