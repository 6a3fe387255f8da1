"""``tessebs db grants``: what it prints, and what it refuses; executing is tested with the workflow."""

import pytest

from tessebs_core.errors import InputError, SettingsError
from tests.cli.conftest import Tessebs
from tests.support.mariadb import PASSWORD, MariaServer


def test_a_file_knows_no_accounts(tessebs: Tessebs) -> None:
    tessebs("db", "upgrade")
    refused = tessebs("db", "grants").exception
    assert isinstance(refused, SettingsError)
    assert "SQLite" in str(refused)


def test_a_service_needs_a_role(tessebs: Tessebs) -> None:
    assert isinstance(tessebs("db", "grants", "--service", "portal").exception, InputError)


@pytest.mark.mariadb
def test_statements_are_printed_for_the_clients_of_the_server_without_any_password(
    tessebs: Tessebs,
    mariadb_server: MariaServer,
    migrated_mariadb_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TESSEBS_DATABASE_URL", migrated_mariadb_url)
    missing = tessebs("db", "grants").exception
    assert isinstance(missing, SettingsError)
    assert "TESSEBS_ADMIN_DATABASE_URL" in str(missing)
    address = f"mariadb://root@127.0.0.1:{mariadb_server.port}/migrated"
    monkeypatch.setenv("TESSEBS_ADMIN_DATABASE_URL", address)
    tessebs("group", "role", "ada", "lead")
    printed = tessebs("db", "grants", "--service", "portal=admin")
    assert printed.exit_code == 0
    lines = printed.output.splitlines()
    assert "CREATE ROLE `migrated_lead`;" in lines
    assert "GRANT SELECT, INSERT ON `migrated`.`Vote` TO `migrated_member`;" in lines
    assert "CREATE USER 'ada'@'%' ACCOUNT LOCK;" in lines
    assert "GRANT `migrated_lead` TO 'ada'@'%';" in lines
    assert "GRANT `migrated_admin` TO 'portal'@'%';" in lines
    assert lines.count("DELIMITER //") == lines.count("DELIMITER ;") > 10
    assert PASSWORD not in printed.output
    assert "IDENTIFIED" not in printed.output
