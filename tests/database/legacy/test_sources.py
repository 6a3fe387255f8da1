"""A legacy catalogue is copied as it is at one moment, from any kind of source, which stays as it was."""

import gzip
import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pymysql
import pytest

from tessebs_core.database.legacy.sources import staged
from tessebs_core.database.legacy.stage import Stage
from tessebs_core.errors import DatabaseUnavailable, LegacySourceError, TessebsError
from tests.support.legacy import legacy_file, legacy_statements
from tests.support.mariadb import PASSWORD, MariaServer

ROWS: dict[str, list[dict[str, Any]]] = {
    "catalog_tic": [
        {"tess_id": 91961, "ra": 0.1 + 0.2, "gaia_id": 9223372036854775807},
        {"tess_id": 10005000540, "pmdec": -1.7976931348623157e308, "asas_id": ""},
    ],
    "catalog_sector": [{"sector_id": 1, "date_start": "2018-07-25"}],
    "catalog_comment": [{"text": "<script>alert('δ 🔭')</script>\r\n\t\x1a", "author": ""}, {"text": None}],
    "auth_user": [{"username": "ada"}],
    "django_session": [{"session_data": "token"}] * 3,
}
WRITTEN: dict[str, list[dict[str, Any]]] = {"catalog_tic": [{"id": 1, "tess_id": 91961}]}


def content(source: Path | str) -> dict[str, list[dict[str, Any]]]:
    with staged(str(source)) as stage:
        return {table: [dict(row) for row in stage.rows(table)] for table in stage.tables}


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return legacy_file(tmp_path / "legacy.sqlite3", ROWS)


def test_a_file_is_copied_as_it_is_without_passwords_and_sessions(catalogue: Path) -> None:
    before = hashlib.sha256(catalogue.read_bytes()).hexdigest()
    with staged(str(catalogue)) as stage:
        first, second = stage.rows("catalog_tic")
        assert (first["tess_id"], first["gaia_id"], first["ra"]) == (91961, 9223372036854775807, 0.1 + 0.2)
        assert (second["tess_id"], second["pmdec"], second["asas_id"]) == (
            10005000540,
            -1.7976931348623157e308,
            "",
        )
        assert [row["text"] for row in stage.rows("catalog_comment")] == [
            ROWS["catalog_comment"][0]["text"],
            None,
        ]
        assert [row["password"] for row in stage.rows("auth_user")] == [None]
        assert stage.left_out == {"django_session": 3}
    assert hashlib.sha256(catalogue.read_bytes()).hexdigest() == before
    assert [each.name for each in catalogue.parent.iterdir()] == ["legacy.sqlite3"]


def test_a_file_that_is_being_written_is_read_as_it_was_before(catalogue: Path) -> None:
    with closing(sqlite3.connect(catalogue, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO catalog_tic (id, tess_id) VALUES (3, 3)")
        assert len(content(catalogue)["catalog_tic"]) == 2
        writer.execute("COMMIT")
    assert len(content(catalogue)["catalog_tic"]) == 3


@pytest.mark.mariadb
@pytest.mark.parametrize("scheme", ["mariadb", "mysql", "mysql+pymysql", "mariadb+pymysql"])
def test_a_server_gives_what_a_file_gives(
    scheme: str, catalogue: Path, mariadb_server: MariaServer, mariadb_url: str
) -> None:
    fill(mariadb_url, mariadb_server)
    with staged(mariadb_url.replace("mariadb", scheme, 1)) as stage:
        assert PASSWORD not in stage.source
        assert {t: [dict(row) for row in stage.rows(t)] for t in stage.tables} == content(catalogue)


@pytest.mark.mariadb
def test_a_server_is_read_at_one_moment(
    mariadb_server: MariaServer, mariadb_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(mariadb_url, mariadb_server)
    schema = mariadb_url.rpartition("/")[2]
    real = Stage.define

    def define(stage: Stage, table: str, columns: Any) -> None:
        targets = f"{schema}.catalog_tic"
        mariadb_server.run(f"INSERT INTO {targets} (id, tess_id) SELECT max(id) + 1, 5 FROM {targets}")
        real(stage, table, columns)

    monkeypatch.setattr(Stage, "define", define)
    assert len(content(mariadb_url)["catalog_tic"]) == 2


def fill(url: str, server: MariaServer) -> None:
    schema = url.rpartition("/")[2]
    with pymysql.connect(
        host="127.0.0.1", port=server.port, user="root", charset="utf8mb4", database=schema, autocommit=True
    ) as connection:
        for statement, values in legacy_statements(ROWS):
            connection.cursor().execute(statement, values)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_dump_is_known_by_its_content_also_packed(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    text = (
        b"CREATE TABLE `CATALOG_TIC` (`id` int, `tess_id` bigint);\nINSERT INTO `CATALOG_TIC` VALUES (1,7);\n"
    )
    path = tmp_path / "any.name"
    path.write_bytes(pack(text))
    assert content(path) == {"catalog_tic": [{"id": 1, "tess_id": 7}]}


def test_names_that_no_table_can_have_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.sql"
    path.write_bytes(b"CREATE TABLE `catalog_tic` (`id` int, `tess_id` bigint, `a\0b` int);")
    with pytest.raises(LegacySourceError, match="'catalog_tic' cannot be copied"):
        content(path)


def test_a_packed_dump_that_is_cut_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.sql.gz"
    path.write_bytes(
        gzip.compress(b"CREATE TABLE `catalog_tic` (`id` int(11), `tess_id` bigint(20));\n")[:-9]
    )
    with pytest.raises(LegacySourceError, match=r"a\.sql\.gz, line 1: the file cannot be read on"):
        content(path)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DROP TABLE catalog_tic", "no legacy catalogue: it has no table catalog_tic"),
        ("UPDATE catalog_tic SET id = 1", "keys .id. of catalog_tic are not whole numbers that all differ"),
        ("UPDATE catalog_tic SET id = 'x' WHERE id = 2", "are not whole numbers that all differ"),
        ("CREATE TABLE catalog_odd (a, b)", "catalog_odd has no column id"),
    ],
)
def test_what_is_no_legacy_catalogue_is_told(catalogue: Path, statement: str, words: str) -> None:
    with closing(sqlite3.connect(catalogue)) as connection:
        connection.execute(statement)
        connection.commit()
    with pytest.raises(LegacySourceError, match=words):
        content(catalogue)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("/nowhere/at/all.sql", LegacySourceError),
        ("/", LegacySourceError),
        ("postgresql://me:secret-word@host/tessebs", LegacySourceError),
        ("mariadb://me:secret-word@host", LegacySourceError),
        ("://secret-word", LegacySourceError),
        ("mysql://me:secret-word@127.0.0.1:1/tessebs", DatabaseUnavailable),
    ],
)
def test_a_source_that_cannot_be_read_is_told_without_its_password(
    source: str, error: type[TessebsError]
) -> None:
    with pytest.raises(error) as refused:
        content(source)
    assert "secret-word" not in str(refused.value)


def test_a_sqlite_file_that_is_damaged_is_told(catalogue: Path) -> None:
    catalogue.write_bytes(catalogue.read_bytes()[:5000])
    with pytest.raises(LegacySourceError, match="cannot be read"):
        content(catalogue)


def test_a_text_that_is_no_utf8_does_not_stop_the_rest(catalogue: Path) -> None:
    with closing(sqlite3.connect(catalogue)) as connection:
        connection.execute("UPDATE catalog_comment SET text = CAST(x'61FF62' AS TEXT) WHERE id = 1")
        connection.commit()
    assert content(catalogue)["catalog_comment"][0]["text"] == "a\\xffb"
