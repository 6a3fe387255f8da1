"""What reaches the server and its kernels of the shell that started them."""

import asyncio
import os
import stat
from pathlib import Path

import pytest
from voila.utils import ENV_VARIABLE

from tessebs_core.errors import SettingsError
from tessebs_core.settings import read_settings
from tessebs_widgets.serving.kernel_environment import handed_on, kernel_environment
from tessebs_widgets.serving.kernel_manager import KernelsWithoutSecrets
from tessebs_widgets.serving.runtime_folder import fill, server_environment

SECRET = "9f3b-secret"
URL = f"mariadb://ada:{SECRET}@db.example.org/tessebs"
SHELL = {
    "PATH": os.environ["PATH"], "TESSEBS_DATABASE_URL": URL, "TESSEBS_DATA_DIR": "/data",
    "TESSEBS_LOG": "json",
    "TESSEBS_ADMIN_DATABASE_URL": f"mariadb://root:{SECRET}-of-root@db.example.org/tessebs",
    "JUPYTERHUB_API_TOKEN": SECRET, "AWS_SECRET_ACCESS_KEY": SECRET,
}  # fmt: skip


def test_no_secret_of_the_shell_is_in_the_servers_environment_and_the_settings_are_the_same(
    tmp_path: Path,
) -> None:
    made = handed_on(tmp_path, SHELL)
    assert SECRET not in repr(made)
    assert stat.S_IMODE(Path(made["TESSEBS_CONFIG"]).stat().st_mode) == 0o600
    found = read_settings(made)
    assert (found.database_url, str(found.data_dir), found.log) == (URL, "/data", "json")
    assert found.admin_database_url is None


def test_a_persons_file_is_handed_on_without_the_administrators_address(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        f'database_url = "{URL}"\nadmin_database_url = "mariadb://root:{SECRET}-of-root@db/tessebs"\n'
    )
    own.chmod(0o600)
    made = handed_on(tmp_path, {"TESSEBS_CONFIG": str(own)})
    assert made["TESSEBS_CONFIG"] != str(own)
    assert "-of-root" not in Path(made["TESSEBS_CONFIG"]).read_text()
    assert read_settings(made).database_url == URL


def test_the_only_file_of_the_runtime_folder_with_the_password_is_private(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    fill(tmp_path, port=9999)
    server_environment(tmp_path, SHELL)
    holding = [
        each for each in tmp_path.rglob("*") if each.is_file() and SECRET.encode() in each.read_bytes()
    ]
    assert [each.name for each in holding] == ["settings.toml"]


def test_settings_that_cannot_be_used_stop_the_server(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        handed_on(tmp_path, {"TESSEBS_CONFIG": str(tmp_path / "none.toml")})


def test_a_kernel_gets_what_voila_says_of_the_request_and_no_token_of_the_server() -> None:
    request = {each.value: "1" for each in ENV_VARIABLE}
    server = {"PATH": "/bin", "TESSEBS_CONFIG": "/run/settings.toml", "IPYTHONDIR": "/run/ipython"}
    tokens = {"JUPYTERHUB_API_TOKEN": SECRET, "JPY_API_TOKEN": SECRET, "TESSEBS_DATABASE_URL": URL}
    assert kernel_environment(server | tokens | request) == server | request


def test_a_kernel_that_is_started_has_no_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process in place of the kernel says which variables it has."""
    said = tmp_path / "said"
    fill(tmp_path, port=9999)
    kernel = tmp_path / "jupyter" / "kernels" / "python3" / "kernel.json"
    kernel.write_text(
        f'{{"argv": ["/bin/sh", "-c", "env > {said}; sleep 60"], "display_name": "p", "language": "python"}}'
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", SECRET)

    async def start() -> str:
        manager = KernelsWithoutSecrets(connection_dir=str(tmp_path), root_dir=str(tmp_path))
        monkeypatch.setattr(manager, "_finish_kernel_start", _nothing)
        number = await manager.start_kernel(kernel_name="python3")
        try:
            async with asyncio.timeout(10):
                while not (said.exists() and "PATH=" in said.read_text()):
                    await asyncio.sleep(0.02)
        finally:
            await manager.shutdown_kernel(number, now=True)
        return said.read_text()

    words = asyncio.run(start())
    assert "JUPYTER_PATH=" in words
    assert SECRET not in words


async def _nothing(_number: str) -> None:
    """Wait for no answer: what runs is no kernel."""
