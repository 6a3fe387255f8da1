"""The scripts keep to what makes them safe and independent of other hosts."""

import re

import pytest

from tessebs_widgets.assets import ASSETS

SCRIPTS = sorted((ASSETS / "scripts").glob("*.js"))
MARKUP = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
SENT = [*SCRIPTS, *(ASSETS / "styles").glob("*.css")]
PAGES = sorted(path for path in (ASSETS / "jupyter").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_reads_text_as_markup(path):
    words = path.read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", words
    )


@pytest.mark.parametrize("path", [*SENT, *PAGES], ids=lambda path: path.name)
def test_nothing_names_another_host(path):
    assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", path.read_text(encoding="utf-8"), re.IGNORECASE)
