"""The keys that the documentation names do what it says in Python."""

import re
from pathlib import Path

import pytest

from tessebs_widgets.dashboards import Triage
from tessebs_widgets.dashboards.catalogue import Catalogue

TEXT = (Path(__file__).parents[3] / "docs" / "controls.md").read_text(encoding="utf-8")
BEFORE, _, BEHIND = TEXT.partition("\n## The catalogue app\n")
PARTS = {Triage: BEFORE, Catalogue: BEHIND.partition("\n## ")[0]}
ROWS = [
    (screen, row)
    for screen, words in PARTS.items()
    for row in re.findall(r"^\|(.*?`.*?)\|(.*?)\|(.*`.*?)\|$", words, flags=re.MULTILINE)
]


@pytest.mark.parametrize(
    ("screen", "row"), ROWS, ids=lambda each: each[0].strip() if isinstance(each, tuple) else each.__name__
)
def test_every_control_has_its_line_of_python(screen, row):
    for name in re.findall(r"screen\.(\w+)\(", row[2]):
        assert callable(getattr(screen, name))


@pytest.mark.parametrize("screen", PARTS)
def test_no_key_is_named_twice(screen):
    keys = [key for of, row in ROWS if of is screen for key in re.findall(r"`([^`]+)`", row[0])]
    assert len(keys) == len(set(keys)) > 10
