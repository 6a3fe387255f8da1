"""``tessebs shell``: IPython with the catalogue open."""

import IPython
from traitlets.config import Config

from tessebs_core import catalog
from tessebs_core.settings import read_settings

__all__ = ["shell"]

BANNER = """tessEBs: the catalogue of {url}
  TIC, EB, Ephemeris, Comment, ...   rows;   EB.where(EB.in_catalog)   finds them
  TIC.get(126602778)   tic.light_curve('SPOC')   tic.run_bls()   TIC?   tells more
"""


def shell() -> None:
    """Open IPython with the catalogue's rows and verbs at hand."""
    settings = read_settings()
    catalog.connect(settings)
    names = {name: getattr(catalog, name) for name in catalog.__all__}
    config = Config()
    config.TerminalInteractiveShell.banner1 = BANNER.format(url=settings.shown_database_url)
    IPython.start_ipython(argv=[], user_ns=names, config=config)
