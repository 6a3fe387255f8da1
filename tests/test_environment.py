"""The three places that say what the project needs must say the same."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import yaml
from typer.testing import CliRunner

from tessebs_core.cli.main import application

ROOT = Path(__file__).parents[1]


def _requirements(*extras: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    chosen = [project["optional-dependencies"][each] for each in extras]
    return set(project["dependencies"]).union(*chosen)


def _name(requirement: str) -> str:
    match = re.match(r"[\w.-]+", requirement)
    assert match
    return match.group().lower().replace("_", "-").replace(".", "-")


def test_conda_environment_and_pyproject_ask_for_the_same() -> None:
    conda = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    pip = next(each["pip"] for each in conda if isinstance(each, dict))
    named = {each for each in conda if isinstance(each, str)} - {"pip"}
    python = next(each for each in named if each.startswith("python>"))
    asked = named - {python} | set(pip)
    assert {each.replace("_", "-") for each in asked} == _requirements()


def test_conda_environment_asks_for_the_python_of_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    conda = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    assert f"python{project['requires-python']}" in conda


def test_every_requirement_is_pinned_to_the_version_installed() -> None:
    pinned = dict(
        line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line
    )
    pinned = {_name(name): version for name, version in pinned.items()}
    for requirement in _requirements("hub"):
        assert pinned[_name(requirement)] == metadata.version(_name(requirement))


def test_binder_builds_the_demonstration_with_what_the_project_needs() -> None:
    binder = ROOT / "binder"
    assert (binder / "environment.yml").samefile(ROOT / "environment.yml")
    assert (binder / "postBuild").stat().st_mode & 0o100
    *_, install, made = (binder / "postBuild").read_text().splitlines()
    assert install == "pip install --no-deps -e ."
    _, command, *options = made.split()
    told = CliRunner().invoke(application(), [command, "--help"], env={"COLUMNS": "200", "TERM": "dumb"})
    assert told.exit_code == 0
    assert all(each in told.output for each in options)


GPL_BY_NAME = re.compile(r"(?<!lesser )general public license|\bA?GPL", re.IGNORECASE)


def _licence(distribution: metadata.Distribution) -> str:
    said = distribution.metadata
    classifiers = [each for each in said.get_all("Classifier") or () if each.startswith("License ::")]
    return " ".join([said.get("License-Expression") or "", *classifiers])


def _runtime_distributions() -> dict[str, metadata.Distribution]:
    found: dict[str, metadata.Distribution] = {}
    waiting = {_name(each) for each in _requirements("hub")}
    while waiting:
        name = waiting.pop()
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # only for another platform or Python
            continue
        needed = [each for each in found[name].requires or () if "extra ==" not in each]
        waiting |= {_name(each) for each in needed} - found.keys()
    return found


def _is_gpl(licence: str) -> bool:
    """Whether every licence that one may choose from is the GPL."""
    return all(GPL_BY_NAME.search(each.replace("LGPL", "")) for each in licence.split(" OR "))


def test_nothing_under_the_gpl_is_needed_at_run_time() -> None:
    licences = {name: _licence(each) for name, each in _runtime_distributions().items()}
    assert {name: each for name, each in licences.items() if _is_gpl(each)} == {}
