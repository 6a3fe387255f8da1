import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from tessebs_core.archive.client import Archive, ArchiveEndpoints
from tessebs_core.archive.patience import Patience
from tessebs_core.archive.targets import fetch_metadata, fetch_sectors, read_identifiers
from tessebs_core.demonstration.holdings import HeldTarget, Holdings
from tessebs_core.demonstration.local_archive import Answer, Fault, LocalArchive, Request
from tessebs_core.errors import ArchiveUnavailable, UnknownTarget
from tessebs_core.records import TargetMetadata

TIC = 38846515


def test_metadata_join_the_catalogue_and_simbad(archive: Archive, holdings: Holdings) -> None:
    metadata, warnings = fetch_metadata(archive, TIC)
    assert metadata == replace(
        holdings.targets[0].metadata,
        gaia_dr3_id=4675352109658261377,
        kepler_id=9899416,
        asas_id="J043550-6401.6",
    )
    assert warnings == ()


def test_what_the_archives_do_not_know_is_none(archive: Archive) -> None:
    metadata, _ = fetch_metadata(archive, 388465150)
    assert metadata == TargetMetadata(388465150, ra=10.0, dec=-20.0)


@pytest.mark.parametrize("tess_id", [5, 3884651])
def test_an_unknown_tic_is_said_to_be_unknown(archive: Archive, tess_id: int) -> None:
    with pytest.raises(UnknownTarget, match=rf"TIC {tess_id} is not in the TESS Input Catalog"):
        fetch_metadata(archive, tess_id)


def test_a_row_of_another_star_is_not_taken(serve: Callable[..., LocalArchive], patience: Patience) -> None:
    row = {"status": "COMPLETE", "fields": [{"name": "ID", "type": "string"}], "data": [{"ID": "38846516"}]}

    def fault(request: Request) -> Fault | None:
        is_row = request.service == "Mast.Catalogs.Filtered.Tic.Rows"
        return Fault(Answer(200, json.dumps(row).encode())) if is_row else None

    with pytest.raises(UnknownTarget):
        fetch_metadata(Archive(serve(fault).endpoints, patience), TIC)


@pytest.mark.parametrize("tess_id", [0, -1])
def test_a_number_that_cannot_be_a_tic_is_not_asked_for(nobody: Archive, tess_id: int) -> None:
    with pytest.raises(UnknownTarget):
        fetch_metadata(nobody, tess_id)


def test_without_simbad_the_catalogue_values_come_with_a_warning(
    serve: Callable[..., LocalArchive], patience: Patience
) -> None:
    endpoints = ArchiveEndpoints(serve().url, "http://127.0.0.1:1/tap")
    metadata, warnings = fetch_metadata(Archive(endpoints, patience), TIC)
    assert metadata.teff == 6900.0
    assert metadata.gaia_dr3_id is None
    assert len(warnings) == 1
    assert "SIMBAD cannot be had now" in warnings[0]


def test_without_mast_there_are_no_metadata(nobody: Archive) -> None:
    with pytest.raises(ArchiveUnavailable):
        fetch_metadata(nobody, TIC)


def test_the_catalogues_kepler_number_stands_in_for_simbads(patience: Patience) -> None:
    target = HeldTarget(TargetMetadata(7, ra=1.0, dec=1.0, kepler_id=757076))
    with LocalArchive(Holdings((target,))) as server:
        metadata, _ = fetch_metadata(Archive(server.endpoints, patience), 7)
    assert metadata.kepler_id == 757076


def test_gaia_numbers_beyond_floats_stay_exact() -> None:
    names = ["Gaia DR3 6917528997577384321", "Gaia DR2 6917528997577384320"]
    assert read_identifiers(names) == {"gaia_dr3_id": 6917528997577384321}


@pytest.mark.parametrize(
    "name", ["ASASSN-V J043550.33-640137.9", "ASAS J0435", "2ASAS J043550-6401.6", "KIC"]
)
def test_names_of_other_surveys_are_no_identifiers(name: str) -> None:
    assert read_identifiers([name]) == {}


def test_blanks_within_a_name_do_not_matter() -> None:
    assert read_identifiers(["KIC   9899416 "]) == {"kepler_id": 9899416}


def test_of_two_equal_kinds_the_same_one_is_always_taken() -> None:
    names = ["ASAS J043551-6401.6", "ASAS J043550-6401.6"]
    assert read_identifiers(names) == read_identifiers(names[::-1]) == {"asas_id": "J043550-6401.6"}


def test_sectors_come_from_the_position(archive: Archive) -> None:
    assert fetch_sectors(archive, TIC, 68.959731, -64.027126) == (1, 27)
