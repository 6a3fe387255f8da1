"""Where the screens write what a visitor should not see."""

import logging

__all__ = ["log_to_file"]


def log_to_file() -> None:
    """Send this package's log to ``screens.log`` in the data folder.

    A kernel's standard error travels to the browser, so that tracebacks must go elsewhere.
    """
    from tessebs_core.logs import SharedLog
    from tessebs_core.settings import read_settings

    logger = logging.getLogger("tessebs_widgets")
    if any(isinstance(each, logging.FileHandler) for each in logger.handlers):
        return
    settings = read_settings()
    folder = settings.data_dir
    logger.propagate = False
    if not folder.is_dir():
        logger.addHandler(logging.NullHandler())
        return
    logger.addHandler(SharedLog(folder / "screens.log", settings.log))
