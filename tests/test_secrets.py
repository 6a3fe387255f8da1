"""Where a password may be: the settings, and nowhere else."""

import json
import logging
import os
import sys
import traceback
import zipfile
from pathlib import Path
from urllib.parse import quote

import nbformat
import pytest
from nbclient import NotebookClient
from sqlalchemy import URL, select

from tessebs_core.cli.main import application, main
from tessebs_core.database.base import Base
from tessebs_core.database.connection import Database
from tessebs_core.errors import SettingsError, TessebsError
from tessebs_core.logs import SharedLog, scrubbed
from tessebs_core.settings import Settings, without_password
from tessebs_core.vocabulary import LogStyle, Role
from tessebs_core.workflows.backups import back_up
from tessebs_core.workflows.import_legacy import import_legacy as move_in
from tessebs_core.workflows.passwords import set_password
from tessebs_core.workflows.people import set_role
from tessebs_core.workflows.workspace import Workspace, upgrade_schema
from tests.support.mariadb import PASSWORD, MariaServer

SECRET = "9f3b-secret"
LOGIN = "three short words"
AWKWARD = [
    f"{SECRET[:4]}{each}{SECRET[4:]}"
    for each in ("@", ":", "/", "?", "#", "%", " ", "&", "=", "'", '"', "ü", "@/")
]
"""Passwords with a character that means something in addresses."""


BROKEN = (
    f"mariadb://ada:9f3b@{SECRET}@127.0.0.1/s", f"mariadb://ada:{SECRET}/s", f"mariadb://ada@db:{SECRET}/s",
    f"mariadb:/ada:{SECRET}@db/s", f"ada:{SECRET}@db", f"mariadb://ada:{SECRET}@127.0.0.1:1/s",
    f"mariadb://ada:{SECRET}@no-such-host.invalid/s", f"mariadb://ada:{SECRET}@127.0.0.1",
    f"postgresql://ada:{SECRET}@db/s",
)  # fmt: skip


def halves_of(secret: str) -> tuple[str, str]:
    return secret[:4], secret[-7:]


def assert_hidden(words: str, secret: str = SECRET) -> None:
    assert not any(half in words for half in halves_of(secret)), words


@pytest.mark.parametrize("word", AWKWARD)
@pytest.mark.parametrize("spelt", ["as it is", "as it should be"])
def test_a_password_is_hidden_whole_whatever_is_in_it(word: str, spelt: str) -> None:
    written = word if spelt == "as it is" else quote(word, safe="")
    address = f"mariadb://ada:{written}@db.example.org:3306/tessebs"
    shown = without_password(f"{address}?ssl_ca=/x&password={written}")
    unclear = spelt == "as it is" and ("@" in word or "?" in word)
    assert shown == "mariadb://ada:***@" + ("..." if unclear else "db.example.org:3306/tessebs")
    assert_hidden(without_password(address))
    assert_hidden(repr(Settings(address, Path("/data"), admin_database_url=address)))
    assert_hidden(scrubbed(f"no answer of {address}, and so on"))
    try:
        database = Database.open(address)
    except SettingsError as error:
        assert_hidden("".join(traceback.format_exception(error)))
    else:
        assert_hidden(f"{database!r} {database.address} {database.engine!r}")
        assert database.engine.url.host == "db.example.org"


@pytest.mark.parametrize("path", ["sqlite:////home/a@b/x:y.sqlite3", "sqlite:///C:/data/x.sqlite3"])
def test_the_address_of_a_file_is_shown_whole(path: str) -> None:
    assert without_password(path) == path


def test_an_address_without_password_shows_none() -> None:
    assert without_password("mariadb://ada@db/s?ssl=1") == "mariadb://ada@db/s"
    assert without_password("mariadb://db:3306/s?password=x") == "mariadb://db:3306/s"
    for address in BROKEN:
        assert_hidden(without_password(address))
    made = URL.create("mariadb", "ada", SECRET, "db", database="s").render_as_string(hide_password=False)
    assert without_password(made) == "mariadb://ada:***@db/s"


@pytest.mark.parametrize("address", BROKEN)
@pytest.mark.parametrize("words", [("doctor", "--offline"), ("db", "upgrade"), ("tic", "add", "5")])
def test_no_command_shows_the_password_of_an_address_that_does_not_work(
    address: str,
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TESSEBS_DATABASE_URL", address)
    monkeypatch.setenv("TESSEBS_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("TESSEBS_CONFIG", raising=False)
    monkeypatch.setattr(sys, "argv", ["tessebs", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    said = capfd.readouterr()
    assert len(said.out + said.err) > 20
    assert_hidden(said.out + said.err)


@pytest.mark.parametrize("address", [each for each in BROKEN if "://" in each])
def test_no_import_shows_the_password_of_its_source(address: str, tmp_path: Path) -> None:
    workspace = Workspace.from_settings(Settings(f"sqlite:///{tmp_path}/x.sqlite3", tmp_path))
    upgrade_schema(workspace)
    with pytest.raises(TessebsError) as refused:
        move_in(workspace, "ada", address)
    assert_hidden("".join(traceback.format_exception(refused.value)))


@pytest.mark.mariadb
@pytest.mark.parametrize("style", list(LogStyle))
def test_a_wrong_password_and_a_wrong_statement_are_logged_without_any_password(
    mariadb_server: MariaServer, migrated_mariadb_url: str, tmp_path: Path, style: LogStyle
) -> None:
    logger = logging.Logger("tessebs_test")
    logger.addHandler(SharedLog(tmp_path / "log", style))
    wrong = Database.open(f"mariadb://tester:{SECRET}@127.0.0.1:{mariadb_server.port}/migrated")
    right = Database.open(migrated_mariadb_url)
    statement = "INSERT INTO nowhere VALUES (%s)"
    for database in (wrong, right):
        try:
            database.write(lambda session: session.connection().exec_driver_sql(statement, (SECRET,)))
        except TessebsError:
            logger.exception("%s could not be used: %r", migrated_mariadb_url, database)
        database.dispose()
    logger.handlers[0].close()
    said = (tmp_path / "log").read_text()
    assert "Access denied" in said
    assert "nowhere" in said
    assert PASSWORD not in said
    assert_hidden(said)
    if style is LogStyle.JSON:
        assert [json.loads(line)["level"] for line in said.splitlines()] == ["ERROR", "ERROR"]


@pytest.mark.mariadb
def test_no_table_no_file_of_the_data_folder_and_no_backup_holds_a_password(
    migrated_mariadb_url: str, tmp_path: Path
) -> None:
    workspace = Workspace.from_settings(Settings(migrated_mariadb_url, tmp_path / "data"))
    set_role(workspace, "ada", Role.ADMIN)
    set_password(workspace, "ada", LOGIN)
    back_up(workspace, "ada", tmp_path / "backup.zip", with_files=True)
    rows = workspace.database.read(
        lambda session: repr([session.execute(select(table)).all() for table in Base.metadata.sorted_tables])
    )
    workspace.database.dispose()
    with zipfile.ZipFile(tmp_path / "backup.zip") as backup:
        kept = b"".join(backup.read(each) for each in backup.namelist())
    files = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
    for said in (rows.encode(), kept, files):
        assert PASSWORD.encode() not in said
        assert LOGIN.encode() not in said
    assert b"$argon2id$" in kept  # the hash is, so that people can log in after a restore


CELLS = (
    "import os\nfrom tessebs_core.database.connection import Database\nfrom tessebs_core.settings import *",
    "from tessebs_core.workflows.workspace import open_workspace\nworkspace = open_workspace()\nworkspace",
    "read_settings(), workspace.database, workspace.database.engine, workspace.database.engine.url",
    "workspace.database.read(lambda session: session.connection().exec_driver_sql('SELECT nonsense'))",
    "Database.open(read_settings().database_url + 'nowhere')",
    "%whos",
    "dict(os.environ), dir()",
)


@pytest.mark.mariadb
def test_no_output_of_a_notebook_holds_the_password(migrated_mariadb_url: str, tmp_path: Path) -> None:
    settings = tmp_path / "tessebs.toml"
    settings.write_text(
        f'database_url = "{migrated_mariadb_url}"\ndata_dir = "{tmp_path}"\n', encoding="utf-8"
    )
    settings.chmod(0o600)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TESSEBS_")}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in CELLS])
    client = NotebookClient(
        notebook, timeout=300, allow_errors=True, resources={"metadata": {"path": tmp_path}}
    )
    client.execute(env=kept | {"TESSEBS_CONFIG": str(settings)})
    said = nbformat.writes(notebook)
    for each in ("***@127.0.0.1", "nonsense", "nowhere", "TESSEBS_CONFIG"):  # it was shown, and refused
        assert each in said
    assert PASSWORD not in said


def test_a_traceback_on_the_terminal_has_no_values_of_variables() -> None:
    assert application().pretty_exceptions_enable is False
