"""Lists of targets in every arrangement that people have them in."""

import pytest

from tessebs_core.compute.target_lists import decoded, read_targets
from tessebs_core.errors import InputError
from tessebs_core.records import Ephemeris, Source


def numbers(text: str) -> list[int]:
    return [each.tess_id for each in read_targets(text, author="ada").targets]


@pytest.mark.parametrize(
    "text",
    [
        "11\n22\n33",
        "11, 22,33",
        "11 22 33",
        "11;22;33\n",
        "TIC 11\ntic22\r\nTIC-33",
        "\ufeffTIC 11, TIC 22, TIC 33",
        "# three stars\n11 # the first\n\n22\n33\n",
        "TIC\n11\n22\n33",
        "name,Tess_ID\na,11\nb,22\nc,33.0",
        "TIC_ID;x\n11;1\n22;2\n33;3",
        "tic\tTmag\n11\t9\n22\t9\n33\t9",
        '"TIC ID",name\n11,"a, b"\n22,\n33,c',
    ],
)
def test_numbers_are_found_however_they_stand(text):
    listed = read_targets(text, author="ada")
    assert [each.tess_id for each in listed.targets] == [11, 22, 33]
    assert listed.problems == ()


def test_what_is_not_understood_is_named_with_its_line_and_harms_nothing():
    listed = read_targets("11\nRY Ind, 22\n# no\n-5\n1325.3\n123456789012\n33", author="ada")
    assert [each.tess_id for each in listed.targets] == [11, 22, 33]
    assert [(each.line, each.text) for each in listed.problems] == [
        (2, "RY"), (2, "Ind"), (4, "-5"), (5, "1325.3"), (6, "123456789012"),
    ]  # fmt: skip
    assert all("no TIC number" in each.reason for each in listed.problems)


@pytest.mark.parametrize("first", ["TIC 12x", "TIC 1e9", "tic\t4.5"])
def test_a_first_line_that_is_wrong_is_no_head_of_a_table(first):
    listed = read_targets(f"{first}\n22 33\n44, 55", author="ada")
    assert [each.tess_id for each in listed.targets] == [22, 33, 44, 55]
    assert {each.line for each in listed.problems} == {1}


def test_under_a_column_of_numbers_alone_a_line_may_hold_several():
    assert numbers("TIC\n11, 22\n33 44") == [11, 22, 33, 44]
    assert numbers("TIC,\n11,\n22,") == [11, 22]


def test_a_line_with_more_values_than_columns_is_refused_as_nobody_knows_which_is_which():
    listed = read_targets("name,tic,bjd0,period\nA, B,77,1325.3,2.5\nC,88,1326.3,2.5,\n", author="ada")
    assert [(each.tess_id, len(each.proposals)) for each in listed.targets] == [(88, 1)]
    assert [(each.line, "5 values for 4 columns" in each.reason) for each in listed.problems] == [(2, True)]


def test_repeated_targets_are_counted_and_stand_once():
    listed = read_targets("11\n22\nTIC 11\n11", author="ada")
    assert [each.tess_id for each in listed.targets] == [11, 22]
    assert listed.repeated == 2


def test_columns_of_ephemerides_are_proposals_and_a_full_bjd_is_said():
    listed = read_targets(
        "TIC,BJD0,Period (days),source,period_uncert\n"
        "11,1325.3,2.5,QATS,1e-5\n"
        "22,2458325.3,2.5,,\n"
        "33,,,,\n"
        "11,1325.4,1.25,BLS,\n",
        author="ada",
        label="pasted",
    )
    first, second, third = listed.targets
    assert first.proposals == (
        (Ephemeris(1325.3, 2.5, None, 1e-5), Source("QATS", author="ada")),
        (Ephemeris(1325.4, 1.25), Source("BLS", author="ada")),
    )
    assert second.proposals[0][0].bjd0 == pytest.approx(1325.3, abs=1e-6)
    assert second.proposals[0][1] == Source("pasted", author="ada")
    assert third.proposals == ()
    assert [(each.line, "full BJD" in each.reason) for each in listed.remarks] == [(3, True)]
    assert listed.problems == ()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("11,1325.3,", "period is missing"),
        ("11,,2.5", "bjd0 is missing"),
        ("11,1325.3,-1", "positive"),
        ("11,58325.3,1", "no BTJD"),
        ("11,noon,1", "no number"),
        ("11,1325.3,nan", "period is missing"),
        ("11,1325.3,inf", "positive"),
    ],
)
def test_a_wrong_ephemeris_is_refused_and_its_target_taken(row, reason):
    listed = read_targets(f"tic,bjd0,period\n{row}", author="ada")
    assert [each.tess_id for each in listed.targets] == [11]
    assert listed.targets[0].proposals == ()
    assert reason in listed.problems[0].reason


def test_two_columns_of_one_meaning_are_refused():
    with pytest.raises(InputError, match="mean bjd0"):
        read_targets("tic,bjd0,t0,period\n1,2,3,4", author="ada")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_files_of_other_encodings_are_read(encoding):
    assert numbers(decoded("# é\r\nTIC 11\r\n22".encode(encoding))) == [11, 22]


@pytest.mark.parametrize("content", [b"\x89PNG\x00\x00", b"1\n" * 10_000_001], ids=["picture", "20 MB"])
def test_what_is_no_list_is_refused(content):
    with pytest.raises(InputError):
        decoded(content)


def test_one_line_may_hold_all_of_them():
    assert numbers(", ".join(str(each) for each in range(1, 50_001))) == list(range(1, 50_001))


def test_an_empty_list_has_no_targets():
    assert read_targets("\n # nothing\n", author="ada").targets == ()
