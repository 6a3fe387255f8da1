"""Every command that the documentation names is there, with every option that it names."""

import re
import shlex
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from tessebs_core.cli.main import application

ROOT = Path(__file__).parents[2]
PAGES = (
    ROOT / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "deploy" / "README.md",
    ROOT / "deploy" / "slurm" / "bulk.sh",
)
IN_A_SENTENCE = re.compile(r"`(tessebs [a-z][^`]*)`")
ON_A_LINE = re.compile(r"^[ $]*(?:exec |\w+=\S+ |docker compose .* tables )*(tessebs [a-z].*)$", re.MULTILINE)
BEHIND_IT = re.compile(r"\s#|  +|;|,? && ")


def _named(page: Path) -> set[str]:
    text = page.read_text(encoding="utf-8")
    found = [*IN_A_SENTENCE.findall(text), *ON_A_LINE.findall(text)]
    return {BEHIND_IT.split(each.replace("\n", " "))[0] for each in found}


COMMANDS = [(page.relative_to(ROOT).as_posix(), each) for page in PAGES for each in sorted(_named(page))]


@cache
def _tessebs() -> Any:
    return typer.main.get_command(application())


def _wrong_words(words: list[str]) -> list[str]:
    """Words of a command line that name no command or option; from the first unknown command on, all."""
    known = _tessebs()
    words = words[1:]
    while words and not words[0].startswith("-") and (commands := getattr(known, "commands", None)):
        if words[0] not in commands:
            return words
        known, words = commands[words[0]], words[1:]
    options = {name for each in known.params for name in (*each.opts, *each.secondary_opts)}
    asked = [each.partition("=")[0] for each in words if each.startswith("--")]
    return [each for each in asked if each not in options | {"--help"}]


def test_a_command_or_an_option_that_is_not_there_is_found() -> None:
    assert _wrong_words(["tessebs", "periods", "1", "--sotre"]) == ["--sotre"]
    assert _wrong_words(["tessebs", "group", "rule", "ada"]) == ["rule", "ada"]


def test_commands_are_found_in_the_documentation() -> None:
    assert len(COMMANDS) > 100


@pytest.mark.parametrize("page", sorted({page for page, _ in COMMANDS}))
def test_every_documented_command_is_there_with_its_options(page: str) -> None:
    wrong = {each: _wrong_words(shlex.split(each)) for at, each in COMMANDS if at == page}
    assert {each: words for each, words in wrong.items() if words} == {}
