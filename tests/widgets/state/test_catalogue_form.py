"""What is typed into the form becomes a search, or is told field by field."""

from datetime import date

from tessebs_core.records.searching import AngleUnit, Cone, Order, Range, Search
from tessebs_core.vocabulary import EphemerisStatus, InCatalogue, SignalFlag
from tessebs_widgets.state.catalogue_conditions import conditions, loosenings, without
from tessebs_widgets.state.catalogue_form import read_form

BEFORE = Search(order=(Order("Tmag"),), size=50, page=7, text="TIC 5")


def test_every_kind_of_field_becomes_a_condition_and_the_rest_of_the_search_stays():
    fields = {
        "period_min": ["1"], "period_max": [" 2.5 "], "date_added_min": ["2024-12-31"],
        "cone_position": ["05 35 17 -05 23 30"], "cone_radius": ["10"], "cone_unit": ["arcmin"],
        "flags": ["multi"], "flags_not": ["single"], "provenances": ["SPOC", "a & b"],
        "status": ["conflict"], "in_catalog": ["any"], "teff_min": ["  "],
    }  # fmt: skip
    found, rejected = read_form(fields, BEFORE)
    assert rejected == {}
    assert found == Search(
        ranges=(Range("date_added", date(2024, 12, 31)), Range("period", 1.0, 2.5)),
        flags=(SignalFlag.MULTI,), flags_not=(SignalFlag.SINGLE,), provenances=("SPOC", "a & b"),
        status=EphemerisStatus.CONFLICT, in_catalog=InCatalogue.ANY,
        cone=Cone(83.8208333, -5.3916667, 10.0, AngleUnit.ARCMINUTE),
        order=(Order("Tmag"),), size=50, text="TIC 5",
    )  # fmt: skip


def test_every_bad_field_is_told_beside_itself_and_nothing_is_searched():
    fields = {
        "period_min": ["1,5"], "period_max": ["2"], "teff_min": ["9000"], "teff_max": ["5000"],
        "ra_min": ["400"], "signal_id_min": ["1.5"], "date_added_max": ["31.12.2024"],
        "cone_position": ["M42"], "cone_radius": ["10"],
    }  # fmt: skip
    found, rejected = read_form(fields, Search())
    assert found is None
    assert {name: each.typed for name, each in rejected.items()} == {
        "period_min": "1,5", "teff_min": "9000", "ra_min": "400", "signal_id_min": "1.5",
        "date_added_max": "31.12.2024", "cone_position": "M42",
    }  # fmt: skip
    assert "above the upper limit" in rejected["teff_min"].words


def test_a_circle_without_radius_or_of_no_size_is_told_at_the_radius():
    for radius in ([], ["0"], ["wide"]):
        found, rejected = read_form({"cone_position": ["10 20"], "cone_radius": radius}, Search())
        assert found is None
        assert list(rejected) == ["cone_radius"]


def test_a_distance_needs_its_circle():
    assert list(read_form({"distance_max": ["10"]}, Search())[1]) == ["cone_position"]
    ordered = Search(cone=Cone(1, 2, 3), order=(Order("distance"), Order("period")))
    assert read_form({}, ordered)[0].order == (Order("period"),)


def test_each_condition_has_its_words_and_goes_alone():
    full = Search(
        ranges=(Range("period", 1.0, 2.0), Range("teff", None, 6000.0), Range("distance", 1.0)),
        flags=(SignalFlag.MULTI,), flags_not=(SignalFlag.SINGLE,), provenances=("SPOC", "QLP"),
        origins=("citizens: a",), status=EphemerisStatus.OPEN, in_catalog=InCatalogue.NO,
        cone=Cone(10.5, -3.0, 2.0), text="TIC 5", order=(Order("distance"),),
    )  # fmt: skip
    found = conditions(full)
    assert [each.words for each in found] == [
        "“TIC 5”", "not in the catalogue", "within 2 deg of 10.5 -3", "Period 1 to 2 d", "Teff ≤ 6000 K",
        "Distance ≥ 1 arcsec", "M multiple", "not S single", "SPOC", "QLP", "citizens: a", "waits for votes",
    ]  # fmt: skip
    for each in found:
        fewer = {left.key for left in conditions(without(full, each.key))}
        gone = {"cone", "range:distance"} if each.key == "cone" else {each.key}
        assert {one.key for one in found} - fewer == gone
    assert without(full, "nonsense:5") == full


def test_confirmed_entries_alone_is_the_first_thing_to_loosen():
    asked = Search(ranges=(Range("period", 1.0),))
    assert [each.key for each in loosenings(asked)] == ["in_catalog", "range:period"]
    assert without(asked, "in_catalog").in_catalog is InCatalogue.ANY
