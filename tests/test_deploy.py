"""The files for containers: their form, what they pin, and no secret in them; no engine runs them."""

import re
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
INSTRUCTIONS = {"FROM", "ENV", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "CMD"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The services as an engine would read them."""
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, str]]:
    """The Dockerfile as instructions and their words."""
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(" ", 1)) for line in lines]


def test_every_image_has_a_full_version(compose: dict[str, Any], steps: list[tuple[str, str]]) -> None:
    images = [each["image"] for each in compose["services"].values()] + [steps[0][1]]
    assert all(re.fullmatch(r"[\w./-]+:\d+\.\d+\.\d+[\w.-]*", each) for each in images)


def test_what_a_service_names_is_there(compose: dict[str, Any]) -> None:
    assert set(compose) == {"name", "services", "secrets", "volumes"}
    for service in compose["services"].values():
        assert set(service.get("secrets", ())) <= set(compose["secrets"])
        assert {each.split(":")[0] for each in service["volumes"]} <= set(compose["volumes"])
        assert set(service.get("depends_on", ())) <= set(compose["services"])
        if "build" in service:
            context = (DEPLOY / service["build"]["context"]).resolve()
            assert (context / service["build"]["dockerfile"]).is_file()


def test_secrets_come_as_files_and_nothing_listens_to_other_machines(compose: dict[str, Any]) -> None:
    assert all(set(each) == {"file"} for each in compose["secrets"].values())
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            assert "PASSWORD" not in name or name.endswith("_FILE") or value == "yes"
        assert all(each.startswith("127.0.0.1:") for each in service.get("ports", ()))
        assert "privileged" not in service
    assert "deploy/secrets/" in (ROOT / ".gitignore").read_text().splitlines()


def test_the_database_is_of_the_right_letters_and_says_when_it_is_ready(compose: dict[str, Any]) -> None:
    database = compose["services"]["database"]
    assert "--character-set-server=utf8mb4" in database["command"]
    assert database["healthcheck"]["test"][0] == "CMD"
    waits = compose["services"]["tables"]["depends_on"]["database"]
    assert waits == {"condition": "service_healthy"}


def test_the_image_runs_as_nobody_in_particular_with_tested_versions(steps: list[tuple[str, str]]) -> None:
    words = {name for name, _ in steps}
    assert words <= INSTRUCTIONS
    assert dict(steps)["USER"] not in {"root", "0"}
    assert "--constraint constraints.txt" in dict(steps)["RUN"]
    for name, said in steps:
        if name == "COPY":
            assert all((ROOT / each).exists() for each in said.split()[:-1])
        assert not re.search(r"password|token", said, re.IGNORECASE)


def test_no_secret_lies_beside_the_files() -> None:
    kept = [each for each in DEPLOY.rglob("*") if each.is_file() and "secrets" not in each.parts]
    assert all(stat.S_ISREG(each.lstat().st_mode) for each in kept)
    assert not any(re.search(r"://\w+:[^$\s]\w+@", each.read_text()) for each in kept)
