import pytest

from tessebs_core.catalog import EB, TIC, Run
from tessebs_core.compute.eclipse_numbers import EclipseNumber
from tessebs_core.errors import InputError
from tessebs_core.records import Ephemeris, Source
from tessebs_core.workflows.catalogue import CatalogueEntry, enter_binary
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import PERIOD, T0, TARGET


@pytest.fixture
def entry(opened: Workspace) -> EB:
    """An entry of the sky's one binary: eclipses of 5 %, 0.2 d long."""
    TIC.from_mast(TARGET, syndicate_data=True)
    enter_binary(opened, CatalogueEntry(TARGET, Ephemeris(T0, PERIOD), Source("truth")))
    return EB.where(EB.in_catalog)[0]


def test_a_number_that_passed_the_checks_stands_in_the_entry(entry: EB) -> None:
    stored = entry.store_eclipses(entry.review_eclipses("SPOC"), "SPOC")
    assert stored.prim_pos_pf == pytest.approx(0.0, abs=1e-3)
    assert stored.sec_depth_pf is None


def test_a_doubtful_number_is_left_out_until_a_person_accepts_it(entry: EB) -> None:
    review = entry.review_eclipses("SPOC")  # the sky's eclipses are boxes, and no model is
    assert "misses the points" in review.of(EclipseNumber.PRIM_DEPTH_PF).reason
    assert entry.store_eclipses(review, "SPOC").prim_depth_pf is None
    accepted = review.accept(EclipseNumber.PRIM_DEPTH_PF, "rita")
    assert entry.store_eclipses(accepted, "SPOC").prim_depth_pf == pytest.approx(0.05, rel=0.2)


def test_a_number_that_a_person_rejects_is_left_out_and_the_reason_kept(entry: EB) -> None:
    review = entry.review_eclipses("SPOC").reject(EclipseNumber.PRIM_WIDTH_2G, "rita", "flat bottom")
    assert entry.store_eclipses(review, "SPOC").prim_width_2g is None
    kept = {each["number"]: each for each in Run.where()[-1].parameters["review"]}
    assert kept["prim_width_2g"]["reason"] == "flat bottom"
    assert kept["prim_width_2g"]["value"] is not None


def test_an_entry_without_ephemeris_cannot_be_measured(opened: Workspace) -> None:
    TIC.from_mast(TARGET, syndicate_data=True)
    bare = EB(tic=TIC.get(TARGET), signal_id=1).save()
    with pytest.raises(InputError, match="no accepted ephemeris"):
        bare.review_eclipses()
