"""Releases: frozen, compared, made again; on both engines."""

import csv
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import StringIO
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB, Ephemeris, Release, ReleasePart
from tessebs_core.database.stores import releases as store
from tessebs_core.database.stores.sectors import sectors_numbered
from tessebs_core.database.stores.signals import enter_signal
from tessebs_core.database.stores.targets import save_target
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.errors import DatabaseError, InputError, NotPermitted
from tessebs_core.export.release_files import FILES, Contents
from tessebs_core.records import TargetMetadata
from tessebs_core.vocabulary import ChangeKind, ExportKind, Role
from tessebs_core.workflows import releases
from tessebs_core.workflows.accepting import accept
from tessebs_core.workflows.administration import update_row
from tessebs_core.workflows.exporting import export_bytes
from tessebs_core.workflows.releases import (
    compare_releases,
    list_releases,
    load_release,
    make_release,
    write_release_files,
)
from tessebs_core.workflows.swapping import swap_eclipses
from tessebs_core.workflows.tables import read_row
from tessebs_core.workflows.verifying import verify_release
from tessebs_core.workflows.withdrawing import withdraw_entry
from tessebs_core.workflows.workspace import Workspace
from tests.support.settled import FIRST, SECOND, TESS_ID, VOTERS, settled, settled_workspace


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    """Signal 1 of the target is settled, entered and released as "one"; "lena" is a lead."""
    return released(tmp_path, database)


@pytest.fixture
def on_a_file(tmp_path: Path, migrated_sqlite_url: str) -> Iterator[Workspace]:
    """The same on SQLite alone, for what asks the database nothing that engines do differently."""
    database = Database.open(migrated_sqlite_url)
    yield released(tmp_path, database)
    database.dispose()


def released(folder: Path, database: Database) -> Workspace:
    made = settled_workspace(folder, database)
    proposal = settled(made, FIRST)

    def enter(session: Session) -> None:
        enter_signal(session, session.get_one(Ephemeris, proposal), 1).in_catalog = True

    database.write(enter)
    make_release(made, "one", "lena", note="the first")
    return made


def entry_of(workspace: Workspace, signal_id: int = 1) -> EB:
    return workspace.database.read(
        lambda session: session.scalars(select(EB).where(EB.signal_id == signal_id)).one()
    )


def add_sector_and_heat(session: Session) -> None:
    target = save_target(session, TargetMetadata(TESS_ID, teff=6000.0))
    target.sectors = sectors_numbered(session, (1, 2, 3))


def test_a_release_keeps_lines_votes_light_and_versions(workspace: Workspace) -> None:
    found = load_release(workspace, "one")
    record = found.record
    assert (record.row_count, record.username, record.note, record.previous) == (1, "lena", "the first", None)
    assert [(each.tess_id, each.signal_id, each.period) for each in found.lines] == [
        (TESS_ID, 1, FIRST.period)
    ]
    assert sorted(each.username for each in found.votes) == sorted(VOTERS)
    assert {each.judgement.words for each in found.votes} == {"eb, period"}
    assert set(record.files) == set(FILES)
    assert found.changes == ()


def test_what_happened_between_two_releases_is_told_with_its_reasons(workspace: Workspace) -> None:
    accept(workspace, "otto", settled(workspace, SECOND), request_id="accept-2")
    swap_eclipses(workspace, "ines", entry_of(workspace).id, phase=0.43, request_id="swap-1")
    workspace.database.write(add_sector_and_heat)
    make_release(workspace, "two", "lena")
    changed, added = compare_releases(workspace, "one", "two")
    assert (added.kind, added.signal_id) == (ChangeKind.ADDED, 2)
    assert [each.username for each in added.reasons] == [*VOTERS, "otto"]
    assert "accepted, settled by votes" in added.reasons[-1].words
    assert changed.kind is ChangeKind.CHANGED
    words = {each.words: each for each in changed.reasons}
    assert "bjd0" in words["primary and secondary swapped"].columns
    assert words["primary and secondary swapped"].username == "ines"
    assert words["target edited"].columns == ("teff",)
    assert any(each.columns == ("sectors",) and not each.username for each in changed.reasons)
    second = load_release(workspace, "two")
    assert second.changes == (changed, added)
    (light,) = second.light_curves
    assert (light.tess_id, light.signal_id, light.provenance, len(light.sha256)) == (TESS_ID, 2, "SPOC", 64)
    explained = {name for each in changed.reasons for name in each.columns}
    assert explained >= {each.column for each in changed.differences} - {"date_modified"}


def test_a_withdrawn_line_is_removed_and_says_by_whom(workspace: Workspace) -> None:
    withdraw_entry(workspace, "otto", entry_of(workspace).id, request_id="withdraw-1")
    (gone,) = compare_releases(workspace, "one")
    assert gone.kind is ChangeKind.REMOVED
    assert [(each.words, each.username) for each in gone.reasons] == [("taken out of the catalogue", "otto")]


def test_a_change_past_every_record_is_said_to_be_unexplained(on_a_file: Workspace) -> None:
    on_a_file.database.write(lambda session: session.execute(text("UPDATE EB SET morph_coeff = 0.123")))
    (changed,) = compare_releases(on_a_file, "one")
    assert [each.column for each in changed.differences] == ["morph_coeff"]
    assert [each.text for each in changed.reasons] == ["nothing that is recorded explains it"]


def edit(workspace: Workspace, table: str, key: int, why: str, **changes: object) -> None:
    """An admin changes a row."""
    seen = read_row(workspace, "lena", table, str(key)).values
    update_row(
        workspace, "adam", table, str(key), changes, seen=seen, reason=why, request_id=f"edit-{why}"
    )  # fmt: skip


def reasons(workspace: Workspace) -> dict[tuple[int, str], dict[str, str]]:
    """By line and kind of change, what explains each column, since release "one"."""
    return {
        (each.signal_id, str(each.kind)): {
            name: reason.text for reason in each.reasons for name in reason.columns
        }
        for each in compare_releases(workspace, "one")
    }


def test_an_edit_tells_what_it_changed_on_whatever_row_it_was_made(workspace: Workspace) -> None:
    workspace.database.write(lambda session: ensure_user(session, "adam", Role.ADMIN))
    line = load_release(workspace, "one").lines[0]
    proposal = workspace.database.read(lambda session: session.get_one(Ephemeris, line.ephemeris_id))
    edit(workspace, "EphemerisSource", proposal.source_id, "bibcode", reference="2022ApJS..258...16P")
    edit(workspace, "EB", line.entry_id, "renumbered", signal_id=4)
    came, went = reasons(workspace)[4, "added"], reasons(workspace)[1, "removed"]
    assert came == went
    assert came["in_catalog"].startswith("entry edited: renumbered by adam on ")
    edit(workspace, "EB", line.entry_id, "back", signal_id=1)
    assert reasons(workspace)[1, "changed"]["reference"].startswith(
        "source of the ephemeris edited: bibcode by adam on "
    )


def test_an_edit_after_the_ephemeris_was_accepted_anew_is_told_and_one_before_is_not(
    workspace: Workspace,
) -> None:
    workspace.database.write(lambda session: ensure_user(session, "adam", Role.ADMIN))
    line = load_release(workspace, "one").lines[0]
    edit(workspace, "EB", line.entry_id, "overwritten", morph_coeff=0.9, multi=True)
    accept(workspace, "otto", line.ephemeris_id or 0, signal_id=1, request_id="accept-1")
    edit(workspace, "EB", line.entry_id, "by eye", morph_coeff=0.25)
    told = reasons(workspace)[1, "changed"]
    assert told["morph_coeff"].startswith("entry edited: by eye by adam on ")
    assert "accepted, settled by votes by otto" in told["prim_depth_2g"]
    edit(workspace, "EB", line.entry_id, "a blend", in_catalog=False)
    assert reasons(workspace)[1, "removed"]["in_catalog"].startswith("entry edited: a blend by adam on ")


def test_an_entry_that_takes_the_key_of_a_removed_one_is_not_taken_for_it(workspace: Workspace) -> None:
    withdraw_entry(workspace, "lena", entry_of(workspace).id, remove=True, request_id="withdraw-1")
    accept(workspace, "otto", settled(workspace, SECOND), signal_id=2, request_id="accept-2")
    told = reasons(workspace)
    assert told[1, "removed"]["in_catalog"].startswith("entry removed by lena on ")
    assert "accepted, settled by votes by otto" in told[2, "added"]["in_catalog"]
    assert not any("lena" in each for each in told[2, "added"].values())


def test_nothing_happened_is_no_difference(on_a_file: Workspace) -> None:
    make_release(on_a_file, "two", "lena")
    assert compare_releases(on_a_file, "one", "two") == []
    with pytest.raises(InputError, match="is newer than"):
        compare_releases(on_a_file, "two", "one")


def test_the_files_are_the_same_bytes_again_whatever_happens_later(
    on_a_file: Workspace, tmp_path: Path
) -> None:
    mast = export_bytes(on_a_file, ExportKind.MAST)
    written = write_release_files(on_a_file, "one", tmp_path / "a")
    withdraw_entry(on_a_file, "otto", entry_of(on_a_file).id, request_id="withdraw-1")
    make_release(on_a_file, "two", "lena")
    for path in write_release_files(on_a_file, "one", tmp_path / "b"):
        assert path.read_bytes() == (tmp_path / "a" / path.name).read_bytes()
    assert (tmp_path / "a" / "mast.csv").read_bytes() == mast
    assert {each.name for each in written} == {*FILES, "release.json", "SHA256SUMS"}
    described = json.loads((tmp_path / "a" / "release.json").read_text())
    sums = dict(reversed(each.split()) for each in (tmp_path / "a" / "SHA256SUMS").read_text().splitlines())
    for name, wanted in described["files"].items():
        assert sums[name] == wanted == sha256((tmp_path / "a" / name).read_bytes()).hexdigest()


def test_people_have_numbers_in_the_files_unless_names_are_asked_for(
    on_a_file: Workspace, tmp_path: Path
) -> None:
    write_release_files(on_a_file, "one", tmp_path / "a")
    everything = b"".join(each.read_bytes() for each in (tmp_path / "a").iterdir() if "vo" in each.name)
    assert not any(name.encode() in everything for name in (*VOTERS, "lena"))
    rows = list(csv.DictReader(StringIO((tmp_path / "a" / "votes.csv").read_text())))
    assert [each["person"] for each in rows] == ["person 1", "person 2", "person 3"]
    write_release_files(on_a_file, "one", tmp_path / "b", with_names=True)
    named = (tmp_path / "b" / "votes_with_names.csv").read_text()
    assert all(name in named for name in VOTERS)
    with pytest.raises(InputError, match="is there already"):
        write_release_files(on_a_file, "one", tmp_path / "a")
    with pytest.raises(InputError, match=r"names people.*would stay"):
        write_release_files(on_a_file, "one", tmp_path / "b", overwrite=True)
    assert len(write_release_files(on_a_file, "one", tmp_path / "b", with_names=True, overwrite=True)) > 2


def test_verifying_derives_everything_again(workspace: Workspace) -> None:
    found = verify_release(workspace, "one")
    assert (found.holds, found.problems, found.files) == (True, (), len(FILES))


def drop_triggers(session: Session) -> None:
    for table in ("Release", "ReleasePart"):
        session.execute(text(f"DROP TRIGGER {table}_no_update"))


@pytest.mark.parametrize("damage", ["part", "digest"])
def test_verifying_finds_what_was_altered(on_a_file: Workspace, damage: str) -> None:
    database = on_a_file.database
    database.write(drop_triggers)
    if damage == "part":
        lines = database.read(lambda session: list(store.part_lines(session, "one", "lines")))
        altered = store.packed([each.replace(str(FIRST.period), "9.5") for each in lines])
        sql = text("UPDATE ReleasePart SET content = :content WHERE part = 'lines'")
        database.write(lambda session: session.execute(sql, {"content": altered}))
    else:
        sql = text('UPDATE "Release" SET digests = replace(digests, \'"votes":"\', \'"votes":"0\')')
        database.write(lambda session: session.execute(sql))
    found = verify_release(on_a_file, "one")
    assert not found.holds
    wanted = "frozen lines were altered" if damage == "part" else "frozen votes were altered"
    assert any(wanted in each for each in found.problems)


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        ("votes", '"eb"', '"perhaps"', "line of the frozen votes cannot be read"),
        ("lines", '"period"', '"time"', "line of the frozen lines cannot be read"),
        ("light-curves", '{"tess_id"', '["tess_id"', "line of the frozen light-curves cannot be read"),
    ],
)
def test_verifying_says_what_cannot_be_read(
    on_a_file: Workspace, part: str, old: str, new: str, words: str
) -> None:
    accept(on_a_file, "otto", settled(on_a_file, SECOND), request_id="accept-2")
    make_release(on_a_file, "two", "lena")
    database = on_a_file.database
    database.write(drop_triggers)
    lines = database.read(lambda session: list(store.part_lines(session, "two", part)))
    assert any(old in each for each in lines)
    content = store.packed([each.replace(old, new) for each in lines])
    sql = text("UPDATE ReleasePart SET content = :content WHERE part = :part")
    database.write(lambda session: session.execute(sql, {"content": content, "part": part}))
    first, second = verify_release(on_a_file, "two").problems
    assert first == f"the frozen {part} were altered"
    assert words in second


@pytest.mark.parametrize("change", ["note = 'other'", "username = 'otto'", "code_version = '9'"])
def test_what_is_said_of_a_release_has_a_sum_too(on_a_file: Workspace, change: str) -> None:
    on_a_file.database.write(drop_triggers)
    on_a_file.database.write(lambda session: session.execute(text(f'UPDATE "Release" SET {change}')))
    (problem,) = verify_release(on_a_file, "one").problems
    assert problem.endswith("was altered")


def test_a_release_older_than_the_sum_of_what_is_said_of_it_is_not_called_altered(
    on_a_file: Workspace,
) -> None:
    on_a_file.database.write(drop_triggers)
    sql = text('UPDATE "Release" SET digests = replace(digests, \'"record"\', \'"former"\')')
    on_a_file.database.write(lambda session: session.execute(sql))
    (problem,) = verify_release(on_a_file, "one").problems
    assert "has no sum: it is older" in problem


def test_a_file_without_its_sum_does_not_hold(on_a_file: Workspace) -> None:
    on_a_file.database.write(drop_triggers)
    sql = text("UPDATE \"Release\" SET files = replace(files, 'mast.csv', 'mist.csv')")
    on_a_file.database.write(lambda session: session.execute(sql))
    assert verify_release(on_a_file, "one").problems == (
        "mast.csv does not come out with the bytes that it had",
    )


def test_only_leads_make_releases_and_a_name_is_taken_once(on_a_file: Workspace) -> None:
    for username in ("rita", "vera"):
        with pytest.raises(NotPermitted, match="no lead"):
            make_release(on_a_file, "two", username)
    for name in ("one", "", "a b", "../x", "x" * 65):
        with pytest.raises(InputError, match=r"already|no name of a release"):
            make_release(on_a_file, name, "lena")
    assert [each.name for each in list_releases(on_a_file)] == ["one"]


def test_a_failure_in_the_middle_leaves_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack: Callable[[list[str]], str] = store.packed
    packed = 0

    def failing(lines: list[str]) -> str:
        nonlocal packed
        packed += 1
        if packed == 2:
            raise DatabaseError("the disk is full")
        return pack(lines)

    monkeypatch.setattr(store, "packed", failing)
    parts = workspace.database.read(lambda session: session.scalar(select(func.count(ReleasePart.id))))
    with pytest.raises(DatabaseError, match="disk is full"):
        make_release(workspace, "two", "lena")
    assert packed == 2
    assert [each.name for each in list_releases(workspace)] == ["one"]
    assert (
        workspace.database.read(lambda session: session.scalar(select(func.count(ReleasePart.id)))) == parts
    )


def test_two_releases_at_once_do_not_both_follow_the_same(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Somebody else's release comes while this one is put together.
    monkeypatch.setattr(
        "tessebs_core.workflows.releases.code_version",
        lambda: monkeypatch.undo() or make_release(workspace, "meanwhile", "lena").code_version,
    )
    with pytest.raises(InputError, match="another release meanwhile"):
        make_release(workspace, "two", "lena")
    assert [each.name for each in list_releases(workspace)] == ["one", "meanwhile"]


@pytest.mark.parametrize("earlier", [(), ("zero",)], ids=["the first", "a later one"])
def test_of_releases_that_are_stored_at_the_same_moment_one_is_made(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch, earlier: tuple[str, ...]
) -> None:
    made = settled_workspace(tmp_path, database)
    for name in earlier:
        make_release(made, name, "lena")
    everybody, put_together = Barrier(3), releases._parts

    def waiting(contents: Contents) -> dict[str, list[str]]:
        everybody.wait(timeout=60)  # all are put together before the first is stored
        return put_together(contents)

    monkeypatch.setattr(releases, "_parts", waiting)
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(make_release, made, name, "lena") for name in ("one", "two", "three")]
        failures = [each.exception() for each in asked]
    refused = [each for each in failures if each is not None]
    assert ["another release meanwhile" in str(each) for each in refused] == [True, True]
    assert [each.previous for each in list_releases(made)] == [None, *earlier]


def test_what_was_released_cannot_be_changed_or_deleted(workspace: Workspace) -> None:
    quote = '"' if workspace.database.is_sqlite else "`"
    for row in (Release, ReleasePart):
        for change in ("UPDATE {0} SET id = id + 100", "DELETE FROM {0}"):
            sql = text(change.format(f"{quote}{row.__tablename__}{quote}"))
            with pytest.raises(DatabaseError, match="append-only"):
                workspace.database.write(lambda session, sql=sql: session.execute(sql))
        with pytest.raises(DatabaseError, match="append-only"):
            workspace.database.write(
                lambda session, row=row: session.delete(session.scalars(select(row)).first())
            )


def test_many_lines_are_cut_into_parts_that_any_server_takes(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_LINES_AT_ONCE", 2)
    make_release(workspace, "two", "lena")
    counts = select(ReleasePart.number, ReleasePart.line_count).join(
        Release, ReleasePart.release_id == Release.id
    )
    found = workspace.database.read(
        lambda session: session.execute(
            counts.where(Release.name == "two", ReleasePart.part == "votes").order_by(ReleasePart.number)
        ).all()
    )
    assert [tuple(each) for each in found] == [(0, 2), (1, 1)]
    assert len(load_release(workspace, "two").votes) == 3
