"""Where the apps' notebooks are."""

from pathlib import Path

from tessebs_core.errors import InputError
from tessebs_widgets.apps import App

__all__ = ["notebook_of"]


def notebook_of(app: App) -> Path:
    """The notebook of an app, in the source tree or in the installed package.

    Raises
    ------
    InputError
        It is in neither: the installation is broken.
    """
    here = Path(__file__).resolve().parents[1]
    for folder in (here.parent / "notebooks", here / "notebooks"):
        path = folder / f"{app.notebook}.ipynb"
        if path.is_file():
            return path
    raise InputError(f"{app.title} has no notebook {app.notebook}.ipynb here. Install tessEBs again.")
