"""Values as people give them: taken exactly, or refused by the name of their field."""

from datetime import UTC, datetime

import pytest

from tessebs_core.database.administration.tables import all_tables, described, table_named
from tessebs_core.database.administration.values import value_for
from tessebs_core.errors import InputError
from tessebs_core.records.administration import Column
from tessebs_core.vocabulary import SignalFlag


def column(name: str) -> Column:
    table, field = name.split(".")
    found = described(table_named(table)).column(field)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "given", "stored"),
    [
        ("TIC.ra", "0.30000000000000004", 0.1 + 0.2),
        ("TIC.gaia_id", str(2**62 + 1), 2**62 + 1),
        ("TIC.ra", " ", None),
        ("EphemerisSource.version", "", None),
        ("Comment.text", " kept as it is\n", " kept as it is\n"),
        ("EphemerisSource.reference", "https://doi.org/10.1", "https://doi.org/10.1"),
        ("EB.multi", "yes", True),
        ("Draft.flags", "multi, pulscomp", frozenset({SignalFlag.MULTI, SignalFlag.PULSCOMP})),
        ("User.date_added", "2026-03-01T13:00:00+01:00", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("Run.parameters", '{"n": 9007199254740993}', {"n": 2**53 + 1}),
        ("Ephemeris.bjd0", -12.5, -12.5),
    ],
)
def test_a_value_is_taken_as_it_was_given(name: str, given: object, stored: object) -> None:
    assert value_for(column(name), given) == stored


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("TIC.dec", "-91", "dec: -91.0 is not between -90 and 90 deg"),
        ("TIC.ra", "inf", "ra: 'inf' is not finite"),
        ("TIC.ra", "north", "ra: 'north' is no number"),
        ("TIC.ra", True, "ra: True is no number"),
        ("TIC.tess_id", "1.5", "tess_id: '1.5' is no whole number"),
        ("TIC.tess_id", str(2**63), "tess_id"),
        ("EB.signal_id", 0, "signal_id"),
        ("Ephemeris.source_id", 2**31, "source_id"),
        ("TIC.asas_id", "x" * 33, "asas_id: at most 32"),
        ("Ephemeris.period", 0.0, "period: 0.0 is not above 0 d"),
        ("Ephemeris.bjd0", 2458325.3, "bjd0.*Subtract 2457000"),
        ("User.role", "owner", "role: 'owner' is none of viewer"),
        ("User.username", "https://example.org", "username: a name holds no link"),
        ("User.username", "ada\n", "username: a name holds no link and no control"),
        ("User.username", "ada ", "username: a name neither begins nor ends with a blank"),
        ("EB.date_added", "0001-01-01", "date_added: '0001-01-01' is no time from 1900 to 2100"),
        ("Sector.date_start", "9999-12-31", "date_start: '9999-12-31' is no day from 1900 to 2100"),
        ("User.date_added", "yesterday", "date_added: 'yesterday' is no time"),
        ("Comment.text", "\x00", "text: the text holds a null"),
        ("EB.in_catalog", "perhaps", "in_catalog: 'perhaps' is no yes or no"),
        ("Run.parameters", "{", "parameters: '{' is no JSON"),
        ("Run.parameters", float("nan"), "parameters"),
        ("Run.parameters", "[" * 100_000, "parameters: .* is no JSON"),
        ("User.role", None, "role: a value is needed"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_the_name_of_its_field(
    name: str, given: object, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        value_for(column(name), given)


def test_every_table_says_what_it_is_for_and_every_column_what_it_holds() -> None:
    for table in map(described, all_tables()):
        assert table.about.endswith(".")
        assert set(table.key) <= {each.name for each in table.columns}
        for each in table.columns:
            assert not each.secret
            assert (each.low is None) or (each.high is None) or each.low < each.high
