"""Backups: of one moment, exact, refused when damaged, and restored whole or not at all; on both engines."""

import hashlib
import json
import shutil
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks.large_catalogue import fill_catalogue
from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB, TIC, User, Vote
from tessebs_core.database.stores import whole_tables
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.database.types import utc_now
from tessebs_core.errors import BadBackup, DatabaseError, InputError, NotPermitted
from tessebs_core.export.backup_files import BackupWriter, digest_of_rows
from tessebs_core.records.backups import StoredFile
from tessebs_core.records.reporting import Step
from tessebs_core.vocabulary import Role
from tessebs_core.workflows.backups import back_up
from tessebs_core.workflows.restoring import restore
from tessebs_core.workflows.workspace import Workspace
from tests.support.settled import FIRST, settled, settled_workspace
from tests.support.sky import workspace_in

ODD = 0.1 + 0.2
LARGE_ID = 2**63 - 1
WORDS = "<b>N\u00fa\u00f1ez</b> \u2028 \U0001f31f \\ \"'\n\x01"


@pytest.fixture
def catalogue(tmp_path: Path, database: Database) -> Workspace:
    """Entries and proposals, votes and decisions, awkward values; "lena" is a lead, "vera" a viewer."""
    fill_catalogue(database, entries=40, ephemerides=120)
    workspace = settled_workspace(tmp_path / "data", database)
    settled(workspace, FIRST)

    def awkward(session: Session) -> None:
        target = session.query(TIC).first()
        target.gaia_dr3_id, target.Tmag, target.asas_id = LARGE_ID, ODD, ""
        for row, value in zip(
            session.query(EB).limit(3), (5e-324, -0.0, 1.7976931348623157e308), strict=True
        ):
            row.period = value
        session.query(User).first().username = WORDS

    database.write(awkward)
    return workspace


@pytest.fixture
def other(tmp_path: Path) -> Callable[[str], Workspace]:
    """Another workspace, by the address of its database."""
    return lambda url: workspace_in(
        tmp_path / "other", Database.open(url), ArchiveEndpoints("http://127.0.0.1:9")
    )


def digests(workspace: Workspace) -> dict[str, str]:
    """Of every table, all of one moment."""
    return workspace.database.snapshot(
        lambda session: {
            each.name: digest_of_rows(whole_tables.rows_of(session, each))[1]
            for each in whole_tables.all_tables()
        }
    )


def test_a_backup_restored_elsewhere_is_the_same_in_every_table(
    catalogue: Workspace, other: Callable[[str], Workspace], sqlite_url: str, tmp_path: Path
) -> None:
    made = back_up(catalogue, "lena", tmp_path)
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    elsewhere = other(sqlite_url)
    restore(elsewhere, "ada", made.path)
    assert digests(elsewhere) == digests(catalogue) == made.manifest.digests
    assert made.manifest.row_count > 300
    stored = elsewhere.database.read(lambda session: session.query(TIC).first())
    assert (stored.gaia_dr3_id, stored.Tmag) == (LARGE_ID, ODD)
    with pytest.raises(DatabaseError, match="append-only"):
        elsewhere.database.write(lambda session: session.execute(text("DELETE FROM Vote")))
    elsewhere.database.dispose()


@pytest.mark.mariadb
def test_a_backup_from_sqlite_is_the_same_on_mariadb(
    migrated_sqlite_url: str, mariadb_url: str, other: Callable[[str], Workspace], tmp_path: Path
) -> None:
    database = Database.open(migrated_sqlite_url)
    fill_catalogue(database, entries=40, ephemerides=120)
    workspace = settled_workspace(tmp_path / "data", database)
    settled(workspace, FIRST)
    made = back_up(workspace, "lena", tmp_path)
    elsewhere = other(mariadb_url)
    restore(elsewhere, "ada", made.path)
    assert digests(elsewhere) == made.manifest.digests
    elsewhere.database.dispose()
    database.dispose()


def test_people_who_write_meanwhile_are_in_it_whole_or_not_at_all(
    catalogue: Workspace, other: Callable[[str], Workspace], sqlite_url: str, tmp_path: Path
) -> None:
    started, done = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set() and number < 200:
            catalogue.database.write(lambda session, name=f"new-{number}": _vote(session, name))
            number += 1
            started.set()

    def one_more(step: Step) -> None:
        if step.done % 5 == 0:
            started.clear()
            started.wait(20)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        started.wait(20)
        made = back_up(catalogue, "lena", tmp_path, report=one_more)
    finally:
        done.set()
        writer.join()
    elsewhere = other(sqlite_url)
    restore(elsewhere, "ada", made.path)
    assert digests(elsewhere) == made.manifest.digests
    assert digests(elsewhere) != digests(catalogue)  # they wrote on
    people, votes = elsewhere.database.read(
        lambda session: (
            session.query(User).where(User.username.startswith("new-")).count(),
            session.query(Vote).join(User).where(User.username.startswith("new-")).count(),
        )
    )
    assert people == votes > 0
    elsewhere.database.dispose()


def _vote(session: Session, name: str) -> None:
    user, known = ensure_user(session, name), session.query(Vote).first()
    again = {
        column.name: getattr(known, column.name)
        for column in Vote.__table__.c
        if column.name not in {"id", "user_id", "request_id", "supersedes_id"}
    }
    session.add(Vote(**again, user_id=user.id, request_id=name))


@pytest.fixture
def one(tmp_path: Path, _migrated_file: Path) -> Iterator[Workspace]:
    """A small catalogue in a SQLite file of its own."""
    database = Database.open(f"sqlite:///{shutil.copy(_migrated_file, tmp_path / 'one.sqlite3')}")
    workspace = settled_workspace(tmp_path / "data", database)
    settled(workspace, FIRST)
    yield workspace
    database.dispose()


def spoil(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """Copy a backup with one member changed, its checksums in the archive right again."""
    spoilt = path.with_name("spoilt.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(spoilt, "w") as new:
        for each in old.namelist():
            content = old.read(each)
            new.writestr(each, change(content) if each == member else content)
    return spoilt


def _flipped(content: bytes) -> bytes:
    return (
        content[: len(content) // 2]
        + bytes([content[len(content) // 2] ^ 64])
        + content[len(content) // 2 + 1 :]
    )


DAMAGES = {
    "cut off": lambda path: _written(path, path.read_bytes()[:-1000]),
    "a bit is another": lambda path: _written(path, _flipped(path.read_bytes())),
    "another value": lambda path: spoil(path, "tables/TIC.jsonl", lambda held: held.replace(b"[1,", b"[2,")),
    "a row less": lambda path: spoil(path, "tables/Vote.jsonl", lambda held: held.partition(b"\n")[2]),
    "nonsense": lambda path: spoil(path, "tables/Vote.jsonl", lambda held: b"[" * 100),
    "another list": lambda path: spoil(path, "manifest.json", lambda held: held.replace(b"0.1", b"0.2")),
    "no archive": lambda path: _written(path, b"SQLite format 3"),
}


def _written(path: Path, content: bytes) -> Path:
    path = path.with_name("spoilt.zip")
    path.write_bytes(content)
    return path


def test_a_damaged_backup_is_refused_before_anything_is_touched(
    one: Workspace, tmp_path: Path, other: Callable[[str], Workspace], sqlite_url: str
) -> None:
    made = back_up(one, "lena", tmp_path)
    elsewhere = other(sqlite_url)
    for damage, spoilt_by in DAMAGES.items():
        with pytest.raises(BadBackup, match=r"spoilt\.zip .* Nothing was changed"):
            restore(elsewhere, "ada", spoilt_by(made.path))
        assert not Path(sqlite_url.removeprefix("sqlite:///")).exists(), damage


def test_a_backup_of_other_tables_is_refused(one: Workspace, tmp_path: Path) -> None:
    def older(content: bytes) -> bytes:
        said = json.loads(content) | {"revision": "0001"}
        del said["sha256"]
        seal = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
        return json.dumps(said | {"sha256": seal}).encode()

    made = back_up(one, "lena", tmp_path)
    with pytest.raises(BadBackup, match="revision 0001"):
        restore(one, "lena", spoil(made.path, "manifest.json", older), replace=True)


def test_a_database_that_holds_something_is_kept_unless_it_may_be_replaced(
    catalogue: Workspace, tmp_path: Path
) -> None:
    made = back_up(catalogue, "lena", tmp_path)
    catalogue.database.write(lambda session: _vote(session, "late"))
    before = digests(catalogue)
    with pytest.raises(InputError, match="holds rows already"):
        restore(catalogue, "lena", made.path)
    assert digests(catalogue) == before
    if not catalogue.database.is_sqlite:
        with pytest.raises(InputError, match="empty schema"):
            restore(catalogue, "lena", made.path, replace=True)
        return
    with pytest.raises(NotPermitted):
        restore(catalogue, "lena", made.path, replace=True)
    catalogue.database.write(lambda session: ensure_user(session, "ada", Role.ADMIN))
    restore(catalogue, "ada", made.path, replace=True)
    assert digests(catalogue) == made.manifest.digests
    with pytest.raises(DatabaseError, match="append-only"):
        catalogue.database.write(lambda session: session.execute(text("UPDATE Vote SET withdrawn = 1")))


def test_a_restore_that_fails_half_way_leaves_nothing(
    database: Database, one: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = back_up(one, "lena", tmp_path, with_files=True)
    target = workspace_in(tmp_path / "fresh", database, ArchiveEndpoints("http://127.0.0.1:9"))
    monkeypatch.setattr(whole_tables, "check_references", _refuse)
    with pytest.raises(DatabaseError, match="on purpose"):
        restore(target, "ada", made.path)
    assert database.read(whole_tables.filled_table) is None
    assert [each for each in target.folder.root.rglob("*") if each.is_file()] == []


def _refuse(_session: Session) -> None:
    raise DatabaseError("on purpose")


def test_files_come_along_and_settings_do_not(
    one: Workspace, other: Callable[[str], Workspace], sqlite_url: str, tmp_path: Path
) -> None:
    root = one.folder.root
    (root / "tessebs.toml").write_text('database_url = "mariadb://a:verysecret@host/s"')
    (root / "mast" / "deep").mkdir(parents=True)
    (root / "mast" / "deep" / "a b\u00fc.fits").write_bytes(bytes(range(256)))
    (root / "mast" / "link.fits").symlink_to(root / "tessebs.toml")
    made = back_up(one, "lena", tmp_path, with_files=True)
    with zipfile.ZipFile(made.path) as archive:
        assert not any(b"verysecret" in archive.read(each) for each in archive.namelist())
    elsewhere = other(sqlite_url)
    restore(elsewhere, "ada", made.path)
    found = {each.relative_to(elsewhere.folder.root) for each in elsewhere.folder.root.rglob("*.fits")}
    assert found == {Path(f"lc_data/tic{1:010d}.fits"), Path("mast/deep/a b\u00fc.fits")}
    assert (elsewhere.folder.root / "mast/deep/a b\u00fc.fits").read_bytes() == bytes(range(256))
    elsewhere.database.dispose()


def test_a_name_that_leads_out_of_the_data_folder_is_refused(one: Workspace, tmp_path: Path) -> None:
    made = back_up(one, "lena", tmp_path, with_files=True)
    for name in ("mast/../../../evil", "/etc/evil", "evil", "tessebs.sqlite3/x"):
        path = tmp_path / "evil.zip"
        with path.open("wb") as file:
            writer = BackupWriter(file)
            for each in whole_tables.all_tables():
                writer.add_table(each.name, whole_tables.columns_of(each), [])
            writer._files.append(StoredFile(PurePosixPath(name), 0, hashlib.sha256(b"").hexdigest()))
            writer._archive.writestr(f"files/{name}", b"")
            writer.finish(revision=made.manifest.revision, made_at=utc_now(), made_with="x", engine="sqlite")
        with pytest.raises(BadBackup, match="has no place here"):
            restore(one, "lena", path, replace=True)


def test_only_leads_and_admins_make_backups(one: Workspace, tmp_path: Path) -> None:
    for name in ("vera", "rita", "nobody-known"):
        with pytest.raises((NotPermitted, InputError)):
            back_up(one, name, tmp_path / "mine.zip")
    assert not (tmp_path / "mine.zip").exists()


def test_a_backup_replaces_no_file(one: Workspace, tmp_path: Path) -> None:
    (tmp_path / "mine.zip").write_bytes(b"kept")
    with pytest.raises(InputError, match="exists already"):
        back_up(one, "lena", tmp_path / "mine.zip")
    assert (tmp_path / "mine.zip").read_bytes() == b"kept"
