"""How the documentation is built: `make docs`, into build/site, where every warning is an error."""

import sys
from pathlib import Path

from tessebs_core import __version__

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "tessEBs"
author = "The tessEBs developers"
copyright = author  # noqa: A001 -- Sphinx asks for this name
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "generated_tables"]
exclude_patterns = ["extensions", "templates"]
templates_path = ["templates"]
show_authors = False

# Headings can be linked to as on GitHub, so that a page reads there as it does here.
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 4

autodoc_typehints = "none"  # the docstrings say shapes and units, which types cannot
autodoc_member_order = "bysource"
autodoc_class_signature = "separated"
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True
add_module_names = False

html_theme = "pydata_sphinx_theme"
html_title = "tessEBs"
html_copy_source = False
html_show_sourcelink = False
html_static_path = ["styles"]
html_css_files = ["site.css"]
html_sidebars = {"**": ["pages"]}
html_theme_options = {
    "logo": {"text": "tessEBs"},
    "navbar_center": [],  # all pages stand at the left
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "show_prev_next": True,
    "navigation_with_keys": False,  # arrows scroll a wide table
}
