"""One bright binary in the apertures of several neighbours, which see it in each other's light too."""

from tessebs_core.compute.blend_chains import traced_owners
from tessebs_core.compute.blend_owners import likely_owner
from tessebs_core.records import Ephemeris
from tessebs_core.records.blends import SharedSignal, SignalSide

EPHEMERIS = Ephemeris(1410.0, 2.0)
SOURCE, NEAR, FAR = 1, 2, 3
STARS = {
    SOURCE: SignalSide(SOURCE, EPHEMERIS, 10, 1, 9.0, 0.4),
    NEAR: SignalSide(NEAR, EPHEMERIS.times(0.5), 20, None, 12.5, 0.2),
    FAR: SignalSide(FAR, EPHEMERIS.times(2.0), 30, None, 14.0, 0.1),
}


def pair(one: int, other: int, **known: object) -> SharedSignal:
    """Two of the stars, weighed as two, unless the owner is given."""
    owner, reasons = likely_owner(STARS[one], STARS[other], 30.0)
    found = {"owner": owner, "reasons": reasons, **known}
    return SharedSignal(STARS[one], STARS[other], 30.0, (1, 1), 0.1, 0.0, 0.1, True, 1e-6, **found)  # type: ignore[arg-type]


def test_the_deeper_of_two_blends_is_no_owner() -> None:
    pairs = [pair(NEAR, FAR), pair(SOURCE, NEAR), pair(SOURCE, FAR)]
    assert [each.owner for each in pairs] == [NEAR, SOURCE, SOURCE]  # two by two
    traced = traced_owners(pairs)
    assert [each.owner for each in traced] == [SOURCE, SOURCE, SOURCE]
    assert traced[0].reasons[-1] == f"TIC {NEAR} shows the signal of TIC {SOURCE}"
    assert traced[1:] == tuple(pairs[1:])


def test_an_undecided_pair_has_the_owner_that_both_lead_to() -> None:
    undecided = pair(NEAR, FAR, owner=None, reasons=("undecided", "about equally deep"))
    found, *_ = traced_owners([undecided, pair(SOURCE, NEAR), pair(SOURCE, FAR)])
    assert found.owner == SOURCE
    assert found.reasons == (
        "about equally deep", f"TIC {NEAR} and TIC {FAR} show the signal of TIC {SOURCE}",
    )  # fmt: skip


def test_another_signal_of_the_same_star_leads_nowhere() -> None:
    own = SignalSide(NEAR, Ephemeris(1410.3, 3.7711), 21, None, 12.5, 0.3)
    other = SharedSignal(
        own, SignalSide(FAR, Ephemeris(1410.3, 3.7711), 31, None, 14.0, 0.1), 30.0, (1, 1), 0.1, 0.0, 0.1,
        True, 1e-6, NEAR,
    )  # fmt: skip
    assert traced_owners([other, pair(SOURCE, NEAR)])[0] is other


def test_owners_that_go_in_a_circle_are_undecided() -> None:
    circle = [pair(SOURCE, NEAR, owner=NEAR), pair(NEAR, FAR, owner=FAR), pair(SOURCE, FAR, owner=SOURCE)]
    assert [each.owner for each in traced_owners(circle)] == [None, None, None]
    assert "circle" in traced_owners(circle)[0].reasons[-1]
