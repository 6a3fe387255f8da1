"""The files for containers: their form, what they pin, and no secret in them; no engine runs them."""

import re
import stat
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from traitlets.config import PyFileConfigLoader

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
INSTRUCTIONS = {"FROM", "ENV", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "CMD"}


VARIABLE = re.compile(r"\$\{(\w+):-([^}]*)\}")


def _services(name: str) -> dict[str, Any]:
    """A compose file as an engine would read it, with what it says for variables that are not set."""
    return yaml.safe_load(VARIABLE.sub(r"\2", (DEPLOY / name).read_text()))


@pytest.fixture(scope="module", params=["compose.one.yaml", "compose.yaml"])
def compose(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The services for one person, and those for a group."""
    return _services(request.param)


@pytest.fixture
def hub_settings(monkeypatch, tmp_path) -> Any:
    """The hub's configuration as JupyterHub reads it, where servers run in a given way."""

    def read(spawner: str, **variables: str) -> Any:
        (tmp_path / "proxy_token").write_text("a word\n")
        surroundings = {
            "TESSEBS_HUB_SPAWNER": spawner,
            "TESSEBS_HUB_SECRETS": str(tmp_path),
            "TESSEBS_HUB_STATE": str(tmp_path),
            **variables,
        }
        for name, value in surroundings.items():
            monkeypatch.setenv(name, value)
        return PyFileConfigLoader("jupyterhub_config.py", path=str(DEPLOY)).load_config()

    return read


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
    assert set(compose) - {"networks"} == {"name", "services", "secrets", "volumes"}
    for service in compose["services"].values():
        assert set(service.get("secrets", ())) <= set(compose["secrets"])
        named = {each.split(":")[0] for each in service.get("volumes", ()) if each[0] not in "./"}
        assert named <= set(compose["volumes"])
        beside = [each.split(":")[0] for each in service.get("volumes", ()) if each[0] == "."]
        assert all((DEPLOY / each).is_file() for each in beside)
        assert set(service.get("networks", ())) <= set(compose.get("networks", ()))
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


def test_what_stays_is_started_again_and_has_a_limit_of_memory(compose: dict[str, Any]) -> None:
    stays = {name: each for name, each in compose["services"].items() if name != "tables"}
    assert [name for name, each in stays.items() if each.get("restart") != "unless-stopped"] == []
    assert [
        name for name, each in stays.items() if not re.fullmatch(r"\d+[mg]", each.get("mem_limit", ""))
    ] == []


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


def test_the_engine_answers_to_the_hub_alone_and_the_hub_to_the_proxy() -> None:
    services = _services("compose.yaml")["services"]
    with_engine = [
        name
        for name, each in services.items()
        if any("docker.sock" in one for one in each.get("volumes", ()))
    ]
    assert with_engine == ["hub"]
    assert [name for name, each in services.items() if "ports" in each] == ["proxy"]


def test_each_person_has_a_container_with_limits_and_only_their_own_address(hub_settings: Any) -> None:
    people = "/srv/tessebs/secrets/people"
    settings = hub_settings("docker", TESSEBS_HUB_IMAGE="tessebs:0.1.0", TESSEBS_HUB_ADDRESSES=people)
    compose = _services("compose.yaml")
    spawner = settings.DockerSpawner
    assert settings.JupyterHub.spawner_class == "dockerspawner.DockerSpawner"
    assert spawner.network_name == compose["networks"]["inside"]["name"]
    assert compose["volumes"]["data"]["name"] in spawner.volumes
    secret = {at: to for at, to in spawner.volumes.items() if at.startswith(people)}
    assert secret == {f"{people}/{{raw_username}}.toml": {"bind": "/run/secrets/tessebs.toml", "mode": "ro"}}
    assert not any("docker.sock" in each for each in spawner.volumes)
    assert (settings.Spawner.mem_limit, settings.Spawner.cpu_limit) == ("2G", 2.0)
    host = spawner.extra_host_config
    assert (host["cap_drop"], host["read_only"]) == (["ALL"], True)
    assert compose["services"]["hub"]["environment"]["TESSEBS_HUB_IMAGE"] == spawner.image


def test_the_hub_ends_idle_servers_and_may_do_nothing_else_for_it(hub_settings: Any) -> None:
    settings = hub_settings("processes", TESSEBS_HUB_IDLE="900")
    [service] = settings.JupyterHub.services
    [role] = settings.JupyterHub.load_roles
    assert "--timeout=900" in service["command"]
    assert role["services"] == [service["name"]]
    assert set(role["scopes"]) == {"list:users", "read:users:activity", "read:servers", "delete:servers"}
    assert settings.JupyterHub.admin_access is False


def test_on_one_machine_each_person_has_a_unit_and_a_settings_file(hub_settings: Any) -> None:
    settings = hub_settings("systemd", TESSEBS_HUB_ADDRESSES="/etc/tessebs/people")
    assert settings.JupyterHub.spawner_class == "systemdspawner.SystemdSpawner"
    assert callable(settings.Spawner.environment["TESSEBS_CONFIG"])
    assert "TESSEBS_DATABASE_URL" not in settings.Spawner.env_keep


def test_the_unit_of_the_hub_sets_what_its_configuration_reads_and_starts_it() -> None:
    lines = (DEPLOY / "tessebs-hub.service").read_text().splitlines()
    said = [tuple(each.split("=", 1)) for each in lines if "=" in each and not each.startswith("#")]
    variables = dict(value.split("=", 1) for name, value in said if name == "Environment")
    configuration = (DEPLOY / "jupyterhub_config.py").read_text()
    hubs = [each for each in variables if each.startswith("TESSEBS_HUB_")]
    assert [each for each in hubs if f'"{each}"' not in configuration] == []
    assert variables["TESSEBS_HUB_SPAWNER"] == "systemd"
    once = {name: value for name, value in said if name != "Environment"}
    assert (ROOT / once["ExecStart"].split()[-1]).is_file()
    assert variables["TESSEBS_HUB_STATE"] == f"/var/lib/{once['StateDirectory']}"
    assert (once["Restart"], once["WantedBy"]) == ("on-failure", "multi-user.target")


def test_an_unknown_way_to_start_servers_is_refused(hub_settings: Any) -> None:
    with pytest.raises(ValueError, match="docker, systemd or processes"):
        hub_settings("kubernetes")


def test_the_secrets_that_are_drawn_and_handed_out_are_for_one_owner(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    subprocess.run([DEPLOY / "draw_secrets", folder], check=True)
    before = (folder / "root_password").read_text()
    subprocess.run([DEPLOY / "draw_secrets", folder], check=True)
    assert (folder / "root_password").read_text() == before
    drawn = tmp_path / "accounts"
    drawn.write_text(
        '"ada" = "mariadb://ada:one@database/tessebs"\n"hub" = "mariadb://hub:two@database/tessebs"\n'
    )
    subprocess.run([DEPLOY / "hand_out_addresses", drawn, folder], check=True)
    files = [each for each in folder.rglob("*") if each.is_file()]
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}
    of_ada = tomllib.loads((folder / "people" / "ada.toml").read_text())
    assert of_ada == {"database_url": "mariadb://ada:one@database/tessebs"}
    assert tomllib.loads((folder / "admin.toml").read_text())["admin_database_url"].startswith(
        "mariadb://root:"
    )
    assert (folder / "hub.toml").is_file()
    assert not drawn.exists()
    wanted = {Path(each["file"]).name for each in _services("compose.yaml")["secrets"].values()}
    assert wanted | {"proxy.env"} == {each.name for each in files if each.parent == folder}
