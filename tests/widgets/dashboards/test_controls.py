"""The keys that the documentation names do what it says in Python."""

import re
from pathlib import Path

import pytest

from tessebs_widgets.dashboards import Triage

ROWS = re.findall(
    r"^\|(.*?`.*?)\|(.*?)\|(.*`.*?)\|$",
    (Path(__file__).parents[3] / "docs" / "controls.md").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip())
def test_every_control_has_its_line_of_python(row):
    for name in re.findall(r"screen\.(\w+)\(", row[2]):
        assert callable(getattr(Triage, name))


def test_no_key_is_named_twice():
    keys = [key for row in ROWS for key in re.findall(r"`(.)`", row[0])]
    assert len(keys) == len(set(keys)) > 15
