"""The keys that the documentation names do what it says in Python."""

import re
from pathlib import Path

import pytest

from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.dashboards import Triage
from tessebs_widgets.dashboards.catalogue import Catalogue
from tests.widgets.fakes import parts_of

DOCS = Path(__file__).parents[3] / "docs"
TEXT = (DOCS / "controls.md").read_text(encoding="utf-8")
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


def test_every_key_of_the_triage_screen_is_documented(screen):
    scripts = "\n".join({part._esm for part in vars(parts_of(screen)).values() if hasattr(part, "_esm")})
    keys = set(re.findall(r'\bkey(?:: | = )"\\?([^"])"', scripts))
    keys |= {each["key"] for each in _judging(screen)}
    assert len(keys) > 50
    assert keys - set(re.findall(r"`([^`])`", BEFORE)) == set()


def test_the_handbook_gives_every_reason_flag_verdict_and_multiple_the_key_of_its_button(screen):
    handbook = (DOCS / "handbook.md").read_text(encoding="utf-8")
    told = {
        (word, key)
        for word, key in re.findall(r"^\| `([\w-]+)` \|(?: [A-Z] \|)? `(.)` \|", handbook, flags=re.MULTILINE)
    }
    shown = _judging(screen)
    multiples = {str(each) for each in PeriodMultiple}
    first = [each["key"] for each in shown if "reasons" in each or each["word"] in multiples]
    assert {(each["word"], each["key"]) for each in shown if each["key"] not in first} == told
    keys = handbook.partition("## Period multiple")[2]
    assert [each for each in first if f"`{each}`" not in keys] == []


def _judging(screen) -> list[dict]:
    """Verdicts, reasons, multiples and flags with the keys of their buttons."""
    shown = parts_of(screen).Verdicts.shown
    reasons = [reason for verdict in shown["verdicts"] for reason in verdict["reasons"]]
    return [*shown["verdicts"], *reasons, *shown["multiples"], *shown["flags"]]
