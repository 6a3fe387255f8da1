import math
from datetime import date

import pytest

from tessebs_core.errors import BadSearch, InputError
from tessebs_core.records.catalogue_columns import CHOSEN, COLUMNS, column_named
from tessebs_core.records.search_addresses import search_from_address, search_to_address
from tessebs_core.records.searching import AngleUnit, Cone, Order, Range, Search
from tessebs_core.records.target_names import NameKind, read_target_name
from tessebs_core.vocabulary import EphemerisStatus, InCatalogue, SignalFlag

EVERYTHING = Search(
    ranges=(
        Range("tess_id", 1, 2**62 + 1),
        Range("date_added", date(2024, 12, 30)),
        Range("sectors", 1, 26),
        Range("ra", 350.0, 10.0),
        Range("period", None, 0.1 + 0.2),
    ),
    flags=(SignalFlag.HEARTBEAT, SignalFlag.SINGLE),
    flags_not=(SignalFlag.MULTI,),
    provenances=("TESS-SPOC", 'a,b&c="<script>"'),
    origins=("Ümlaut é",),
    status=EphemerisStatus.CONFLICT,
    in_catalog=InCatalogue.ANY,
    cone=Cone(0.25, -89.999, 12.5, AngleUnit.ARCMINUTE),
    text="Gaia DR3 4689637789368124416",
    order=(Order("Tmag", descending=True), Order("period")),
    page=7,
    size=50,
)


def test_an_address_says_the_whole_search_to_the_last_digit():
    columns = ("tess_id", "gaia_dr3_id", "flags")
    assert search_from_address("?" + search_to_address(EVERYTHING, columns)) == (EVERYTHING, columns)


def test_the_usual_search_has_an_empty_address():
    assert search_to_address(Search()) == ""
    assert search_from_address("") == (Search(), CHOSEN)


def test_empty_fields_of_a_form_and_fields_of_others_are_no_conditions():
    found, _ = search_from_address("period_min=&q=+&tic=12&Tmag_max=9", ignored=("tic",))
    assert found == Search(ranges=(Range("Tmag", None, 9.0),))


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("period_min=nan", "period_min"),
        ("period_min=inf", "period_min"),
        ("period_min=1e999", "period_min"),
        ("period_min=1_0", "period_min"),
        ("period_min=٣", "period_min"),
        ("period_min=2&period_max=1", "period_min"),
        ("period_min=1&period_min=2", "period_min"),
        ("period_mim=1", "period_mim"),
        ("tess_id_min=1.5", "tess_id_min"),
        ("gaia_id_min=9999999999999999999", "gaia_id_min"),
        ("signal_id_min=2147483648", "signal_id_min"),
        ("sectors_max=-2147483648", "sectors_max"),
        ("n_sectors_max=99999999999", "n_sectors_max"),
        ("date_added_min=2024-13-01", "date_added_min"),
        ("date_added_min=2024-W01-1", "date_added_min"),
        ("ra_min=-1", "ra_min"),
        ("dec_max=91", "dec_max"),
        ("flags_min=1", "flags_min"),
        ("flags=multi,nonsense", "flags"),
        ("flags=multi&flags_not=multi", "flags"),
        ("provenances=" + "x" * 65, "provenances"),
        ("status=accepted", "status"),
        ("in_catalog=perhaps", "in_catalog"),
        ("cone=1,2", "cone"),
        ("cone=1,2,3parsec", "cone"),
        ("cone=1,95,3", "cone"),
        ("cone=1,2,0", "cone"),
        ("cone=1,2,nan", "cone"),
        ("q=1;DROP TABLE EB", "q"),
        ("q=Gaia DR3 99999999999999999999", "q"),
        ("q=a%00b", "q"),
        ("order=flags", "order"),
        ("order=period,period", "order"),
        ("order=tic__user__password", "order"),
        ("order=distance", "cone"),
        ("page=0", "page"),
        ("page=99999999999999999999", "page"),
        ("page=9223372036854775807", "page"),
        ("size=1001", "size"),
        ("columns=ra,password", "columns"),
        ("columns=,", "columns"),
        ("q=%ff", "address"),
        ("a=1&" * 300, "address"),
        ("q=" + "a" * 30_000, "address"),
    ],
)
def test_what_cannot_be_a_condition_is_refused_by_name(query, field):
    with pytest.raises(InputError) as refused:
        search_from_address(query)
    assert isinstance(refused.value, BadSearch)
    assert refused.value.field == field
    assert field in str(refused.value)


def test_a_column_asked_for_as_if_it_were_a_condition_is_told_its_limits():
    with pytest.raises(BadSearch, match="period_min, period_max"):
        search_from_address("period=1")


@pytest.mark.parametrize("limit", [math.nan, math.inf, True, "1", date(2024, 1, 1)])
def test_a_limit_of_a_number_is_a_finite_number(limit):
    with pytest.raises(BadSearch, match="period_max"):
        Range("period", 0.0, limit)


@pytest.mark.parametrize(
    ("words", "kind", "value"),
    [
        ("0000091961", NameKind.TIC, 91961),
        (" tic 91961 ", NameKind.TIC, 91961),
        ("TIC91961", NameKind.TIC, 91961),
        ("4689637789368124416", NameKind.GAIA, 4689637789368124416),
        ("Gaia DR2 4689637789368124415", NameKind.GAIA_DR2, 4689637789368124415),
        ("Gaia EDR3 5", NameKind.GAIA_DR3, 5),
        ("KIC 9899416", NameKind.KIC, 9899416),
        ("ASAS J192502+4512.1", NameKind.ASAS, "J192502+4512.1"),
        ("192502-4512.1", NameKind.ASAS, "J192502-4512.1"),
        ("ASAS J192502 4512.1", NameKind.ASAS, "J192502+4512.1"),  # "+" unescaped in an address
    ],
)
def test_names_are_understood_as_people_write_them(words, kind, value):
    found = read_target_name(words)
    assert (found.kind, found.value) == (kind, value)


def test_the_23_columns_of_the_legacy_site_come_first_and_look_as_there():
    assert [each.name for each in COLUMNS[:23]] == [
        "in_catalog", "tess_id", "date_added", "date_modified", "sectors", "provenances", "ra", "dec", "Tmag",
        "glat", "glon", "pmra", "pmdec", "bjd0", "bjd0_uncert", "period", "period_uncert", "morph_coeff",
        "teff", "logg", "abun", "source", "flags",
    ]  # fmt: skip
    assert CHOSEN == ("tess_id", "ra", "dec", "Tmag", "bjd0", "period", "morph_coeff", "flags")
    shown = {"tess_id": 91961, "ra": 1 / 3, "glon": 1.0, "bjd0": 1984.5, "period": 1.5, "morph_coeff": 0.1234,
             "Tmag": 12.015, "logg": 4.5, "teff": 4925.6, "period_uncert": None, "sectors": (1, 2, 30),
             "flags": {SignalFlag.SINGLE, SignalFlag.MULTI, SignalFlag.AMBIGUOUS}}  # fmt: skip
    assert [column_named(name).text(value) for name, value in shown.items()] == [
        "0000091961", "0.333333", "1.000000", "1984.500000", "1.5000000", "0.123", "12.02", "4.50", "4926",
        "", "1, 2, 30", "AMS",
    ]  # fmt: skip
