"""The same value comes back from both engines, or both refuse it."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import (
    TIC,
    Comment,
    Decision,
    Ephemeris,
    EphemerisSource,
    Product,
    Provenance,
    Run,
    Sector,
    User,
)
from tessebs_core.errors import DatabaseError, InputError
from tessebs_core.vocabulary import PeriodMultiple, Reason, Role, SignalFlag, Verdict
from tests.support.rows import with_proposals


def stored_again(database: Database, row: Any, name: str) -> Any:
    """Store one row and read one of its values with another session."""
    kind = type(row)

    def work(session: Session) -> None:
        session.add(row)

    database.write(work)
    return database.read(lambda session: getattr(session.scalars(select(kind)).one(), name))


@pytest.mark.parametrize(
    "value",
    [
        0.30000000000000004,
        -89.99999999999999,
        1e-300,
        5e-324,
        1.7976931348623157e308,
        -1.7976931348623157e308,
        1325.29843157821,
        3658.123456789012,
        2.0**53 + 2,
    ],
)
def test_a_double_comes_back_to_the_last_bit(database: Database, value: float) -> None:
    assert stored_again(database, TIC(tess_id=1, ra=value), "ra").hex() == value.hex()


@pytest.mark.parametrize(
    "number", [2**53 + 1, 6917528997577384321, 2**63 - 1, -(2**63)], ids=["2^53+1", "Gaia", "max", "min"]
)
def test_an_identifier_beyond_doubles_comes_back_exactly(database: Database, number: int) -> None:
    assert stored_again(database, TIC(tess_id=1, gaia_id=number), "gaia_id") == number


@pytest.mark.parametrize(
    "value", [np.float64(1325.25), np.float32(1325.25), np.array(1325.25), np.int64(1325)]
)
def test_a_numpy_real_is_stored_as_a_number(database: Database, value: Any) -> None:
    found = stored_again(database, TIC(tess_id=1, ra=value), "ra")
    assert type(found) is float
    assert found == float(value)


@pytest.mark.parametrize("kind", [np.int64, np.uint64, np.int32])
def test_a_numpy_integer_is_stored_as_a_number(database: Database, kind: type) -> None:
    assert stored_again(database, TIC(tess_id=kind(126602778)), "tess_id") == 126602778
    by_number = select(TIC.id).where(TIC.tess_id == kind(126602778))
    assert database.read(lambda session: session.scalar(by_number)) is not None


@pytest.mark.parametrize("value", [np.nan, np.float32("nan"), float("nan"), np.ma.masked, None])
def test_a_missing_value_is_null(database: Database, value: Any) -> None:
    assert stored_again(database, TIC(tess_id=1, ra=value), "ra") is None
    count = text('SELECT count(*) FROM "TIC" WHERE ra IS NULL' if database.is_sqlite else
                 "SELECT count(*) FROM TIC WHERE ra IS NULL")  # fmt: skip
    assert database.read(lambda session: session.scalar(count)) == 1


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("ra", float("inf"), "infinite"),
        ("ra", np.float64("-inf"), "infinite"),
        ("ra", "12.5", "is a text"),
        ("ra", [1.0, 2.0], "cannot be stored as a number"),
        ("gaia_id", 6.917528997577384e18, "no whole number"),
        ("gaia_id", 2**63, "64 bits"),
        ("asas_id", "x" * 33, "33 characters"),
        ("asas_id", 12, "is no text"),
        ("asas_id", "half \ud83d", "surrogate"),
    ],
)
def test_what_cannot_be_stored_is_refused_in_words(
    database: Database, column: str, value: Any, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        database.write(lambda session: session.add(TIC(tess_id=1, **{column: value})))
    assert database.read(lambda session: session.scalars(select(TIC)).all()) == []


def test_a_small_integer_column_has_its_range(database: Database) -> None:
    with pytest.raises(InputError, match="32 bits"):
        database.write(lambda session: session.add(Sector(sector_id=2**31)))


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC),
        datetime(2026, 3, 1, 12, 30, 15, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 3, 1, 12, 30, 15, 1, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_a_moment_comes_back_aware_to_the_microsecond(database: Database, moment: datetime) -> None:
    found = stored_again(database, User(username="reviewer-1", date_added=moment), "date_added")
    assert found == moment
    assert found.utcoffset() == timedelta(0)


def test_a_moment_without_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 3, 1, 12)
    with pytest.raises(InputError, match="has no zone"):
        database.write(lambda session: session.add(User(username="reviewer-1", date_added=naive)))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "👩\u200d🚀 e\u0301clipse, затмение, 食, \u202eabc",
        "quotes ' \" ` and \\ % {{x}} <b>bold</b> :name ? %s",
        "line\r\nline\rline\n\ttab\x0b\x1a\x7f",
        "long " * 20_000,
        "🙂" * 30_000,
    ],
    ids=["empty", "scripts", "signs", "controls", "100 kB", "120 kB of emoji"],
)
def test_a_comment_comes_back_to_the_letter(database: Database, words: str) -> None:
    assert stored_again(database, Comment(author="reviewer-1", text=words), "text") == words


def test_names_that_differ_in_case_or_trailing_spaces_are_different(database: Database) -> None:
    names = ["QLP", "qlp", "QLP ", "QLP  "]
    database.write(lambda session: session.add_all([Provenance(name=each) for each in names]))
    for name in names:
        by_name = select(Provenance.name).where(Provenance.name == name)
        assert database.read(lambda session, query=by_name: session.scalars(query).all()) == [name]


def test_a_closed_list_comes_back_as_its_members(database: Database) -> None:
    assert stored_again(database, User(username="reviewer-1", role=Role.LEAD), "role") is Role.LEAD
    raw = text('SELECT role FROM "User"' if database.is_sqlite else "SELECT role FROM User")
    assert database.read(lambda session: session.scalar(raw)) == "lead"


def test_a_word_that_is_not_on_the_list_is_refused(database: Database) -> None:
    with pytest.raises(InputError, match="owner"):
        database.write(lambda session: session.add(User(username="reviewer-1", role="owner")))


def test_a_judgement_keeps_its_flags_and_words(database: Database) -> None:
    (ephemeris_id,) = with_proposals(database)
    flags = frozenset({SignalFlag.MULTI, SignalFlag.AMBIGUOUS})
    row = Decision(
        ephemeris_id=ephemeris_id, user_id=1, verdict=Verdict.MAYBE, reason=Reason.TRANSIT_LIKE,
        period_multiple=PeriodMultiple.DOUBLE, flags=flags, request_id="r", rule_version="1",
    )  # fmt: skip
    assert stored_again(database, row, "flags") == flags
    found = database.read(lambda session: session.scalars(select(Decision)).one())
    assert (found.verdict, found.reason) == (Verdict.MAYBE, Reason.TRANSIT_LIKE)
    assert found.period_multiple is PeriodMultiple.DOUBLE


def test_json_is_stored_in_one_form_only(database: Database) -> None:
    run = Run(code="c", version="1", parameters={"b": [1, 2.5, None], "a": "é"})
    assert stored_again(database, run, "parameters") == {"a": "é", "b": [1, 2.5, None]}
    raw = text('SELECT parameters FROM "Run"' if database.is_sqlite else "SELECT parameters FROM Run")
    assert database.read(lambda session: session.scalar(raw)) == '{"a":"\\u00e9","b":[1,2.5,null]}'


def test_json_holds_no_nan(database: Database) -> None:
    with pytest.raises(InputError, match="JSON"):
        database.write(
            lambda session: session.add(Run(code="c", version="1", parameters={"a": float("nan")}))
        )


def test_a_source_without_version_is_one_source(database: Database) -> None:
    database.write(lambda session: session.add(EphemerisSource(model="QATS", version=None)))
    assert database.read(lambda session: session.scalars(select(EphemerisSource.version)).all()) == [None]
    unversioned = select(EphemerisSource.model).where(EphemerisSource.version == None)  # noqa: E711
    assert database.read(lambda session: session.scalars(unversioned).all()) == ["QATS"]
    with pytest.raises(DatabaseError, match="refused"):
        database.write(lambda session: session.add(EphemerisSource(model="QATS")))


def test_a_needed_number_that_is_nan_is_refused(database: Database) -> None:
    (ephemeris_id,) = with_proposals(database)

    def work(session: Session) -> None:
        session.get_one(Ephemeris, ephemeris_id).period = float("nan")

    with pytest.raises(DatabaseError, match="period"):
        database.write(work)


def test_a_size_beyond_two_gigabytes_fits(database: Database) -> None:
    with_proposals(database)
    database.write(lambda session: session.add(Provenance(name="QLP")))
    product = Product(
        tic_id=1, provenance_id=1, observation="1", uri="mast:a", file_name="a.fits", size=5_000_000_000
    )
    assert stored_again(database, product, "size") == 5_000_000_000
