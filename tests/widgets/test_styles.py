"""Style sheets that keep to their screens, since a notebook may show several on one page."""

import re

import pytest

from tessebs_widgets.assets import ASSETS, style

SHEETS = sorted(each.stem for each in (ASSETS / "styles").glob("*.css"))


@pytest.mark.parametrize("name", [each for each in SHEETS if each != "tessebs"])
def test_every_rule_of_a_screens_sheet_holds_within_that_screen_alone(name):
    preludes = [each.strip() for each in re.findall(r"[^{}]+(?=\{)", style(name))]
    selectors = [
        one for each in preludes if not each.startswith("@") for one in re.split(r",(?![^(]*\))", each)
    ]
    assert len(selectors) > 5
    assert [each for each in selectors if not re.match(r"\s*div[.:]\S*te-(\w+-screen|sheet)", each)] == []
    written = (ASSETS / "styles" / f"{name}.css").read_text(encoding="utf-8")
    assert style(name).count("{") == written.count("{")


def test_a_sheet_for_all_screens_is_as_it_is_written():
    assert style("tessebs") == (ASSETS / "styles" / "tessebs.css").read_text(encoding="utf-8")
