import json
from collections.abc import Callable
from dataclasses import replace

from tessebs_core.archive.client import Archive
from tessebs_core.archive.patience import Patience
from tessebs_core.archive.products import list_products
from tessebs_core.demonstration.holdings import Holdings
from tessebs_core.demonstration.local_archive import Answer, Fault, LocalArchive, Request
from tessebs_core.demonstration.mast_answers import answer_service
from tessebs_core.provenances.registry import known_provenances, provenance_named
from tessebs_core.records import ListedProduct

TIC = 38846515
SIZE = 40 * 2880


def test_light_curves_of_known_provenances_are_listed(archive: Archive) -> None:
    assert set(list_products(archive, TIC, known_provenances())) == {
        ListedProduct(
            TIC, "SPOC", "60829534", "mast:TESS/product/tess2018-s0001_lc.fits",
            "tess2018-s0001_lc.fits", 1, 120.0, SIZE,
        ),
        ListedProduct(
            TIC, "QLP", "60829535", "mast:HLSP/qlp/s0027_llc.fits", "s0027_llc.fits", 27, 120.0, SIZE,
        ),
    }  # fmt: skip


def test_only_observations_of_these_provenances_are_asked_for(
    serve: Callable[..., LocalArchive], patience: Patience
) -> None:
    server = serve()
    list_products(Archive(server.endpoints, patience), TIC, [provenance_named("QLP")])
    asked = json.loads(server.requests[-1].form["request"])
    assert asked["params"] == {"obsid": "60829535"}


def test_a_target_without_observations_has_no_products_and_no_second_question(
    serve: Callable[..., LocalArchive], patience: Patience
) -> None:
    server = serve()
    assert list_products(Archive(server.endpoints, patience), 388465150, known_provenances()) == ()
    assert all(each.service != "Mast.Caom.Products" for each in server.requests)


def altered(
    holdings: Holdings, service: str = "Mast.Caom.Products", **values: object
) -> Callable[[Request], Fault | None]:
    """Have MAST say something else in every row that a service gives."""

    def of(request: Request) -> Fault | None:
        if request.service != service:
            return None
        answer = answer_service(json.loads(request.form["request"]), holdings)
        answer["data"] = [row | values for row in answer["data"]]
        return Fault(Answer(200, json.dumps(answer).encode()))

    return of


def test_a_size_that_mast_does_not_know_is_none(
    serve: Callable[..., LocalArchive], patience: Patience, holdings: Holdings
) -> None:
    for size in (None, 0, -999):
        archive = Archive(serve(altered(holdings, size=size)).endpoints, patience)
        assert {each.size for each in list_products(archive, TIC, known_provenances())} == {None}


def test_a_file_of_an_observation_that_was_not_asked_for_is_left_out(
    serve: Callable[..., LocalArchive], patience: Patience, holdings: Holdings
) -> None:
    fault = altered(holdings, obsID="1", parent_obsid="2")
    assert list_products(Archive(serve(fault).endpoints, patience), TIC, known_provenances()) == ()


def test_a_file_shared_with_a_longer_observation_belongs_to_the_one_asked_for(
    serve: Callable[..., LocalArchive], patience: Patience, holdings: Holdings
) -> None:
    archive = Archive(serve(altered(holdings, obsID="1")).endpoints, patience)
    assert {each.observation for each in list_products(archive, TIC, known_provenances())} == {
        "60829534",
        "60829535",
    }


def test_a_product_that_names_its_target_by_gaia_is_found_so(patience: Patience, holdings: Holdings) -> None:
    target = holdings.targets[0]
    gaia = 4675352109658261376
    named = tuple(replace(each, target_name=str(gaia)) for each in target.observations)
    with LocalArchive(Holdings((replace(target, observations=named),))) as server:
        archive = Archive(server.endpoints, patience)
        assert list_products(archive, TIC, known_provenances()) == ()
        assert len(list_products(archive, TIC, known_provenances(), gaia_ids=[gaia])) == 2


def test_an_observation_of_a_target_that_was_not_asked_for_is_left_out(
    serve: Callable[..., LocalArchive], patience: Patience, holdings: Holdings
) -> None:
    fault = altered(holdings, "Mast.Caom.Filtered", target_name="4675352109658261399")
    assert list_products(Archive(serve(fault).endpoints, patience), TIC, known_provenances()) == ()


def test_a_target_name_of_another_star_is_not_taken(patience: Patience, holdings: Holdings) -> None:
    """TIC 3884651 is a beginning of 38846515."""
    target, _ = holdings.targets
    namesake = replace(target, metadata=replace(target.metadata, tess_id=3884651), observations=())
    with LocalArchive(Holdings((target, namesake))) as server:
        assert list_products(Archive(server.endpoints, patience), 3884651, known_provenances()) == ()
