import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from astroquery.exceptions import InputWarning

from tessebs_core.archive.client import Archive, ArchiveEndpoints
from tessebs_core.archive.patience import Patience
from tessebs_core.archive.sessions import Pace
from tessebs_core.demonstration.local_archive import Answer, Fault, LocalArchive, Request
from tessebs_core.demonstration.mast_answers import columns_config
from tessebs_core.errors import ArchiveRefused, ArchiveUnavailable

TIC = 38846515
ROWS = "Mast.Catalogs.Filtered.Tic.Rows"
RECORDED = Path(__file__).parents[3] / "shared/data/mast_recorded"

Serve = Callable[..., LocalArchive]


def first(count: int, fault: Fault, service: str = ROWS) -> Callable[[Request], Fault | None]:
    """Make the first answers of a service go wrong."""
    left = [count]

    def of(request: Request) -> Fault | None:
        if service not in (request.service, request.path) or not left[0]:
            return None
        left[0] -= 1
        return fault

    return of


def says(body: str, status: int = 200, **headers: str) -> Fault:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Fault(Answer(status, body.encode(), named))


def test_a_catalogue_row_comes_with_its_values(archive: Archive) -> None:
    (row,) = archive.tic_rows(TIC)
    assert row["ID"] == str(TIC)
    assert row["Teff"] == 6900.0
    assert int(row["GAIA"]) == 4675352109658261376


def test_a_masked_value_is_none(archive: Archive) -> None:
    (row,) = archive.tic_rows(TIC)
    assert row["KIC"] is None


def test_an_unknown_id_has_no_row_and_no_warning(archive: Archive) -> None:
    assert archive.tic_rows(5) == ()


def test_an_id_is_not_found_inside_a_longer_one(archive: Archive) -> None:
    assert [row["ID"] for row in archive.tic_rows(TIC)] == [str(TIC)]


def test_sectors_are_asked_by_position_and_come_ascending(archive: Archive) -> None:
    assert archive.sector_numbers(TIC, 68.959731, -64.027126) == (1, 27)


def test_a_position_without_sectors_gives_none_and_no_warning(archive: Archive) -> None:
    assert archive.sector_numbers(TIC, 200.0, 40.0) == ()


def test_an_error_in_place_of_sectors_is_not_read_as_none(serve: Serve, patience: Patience) -> None:
    fault = first(9, says('{"error": "down for maintenance"}'), "/tesscut/api/v0.1/sector")
    with pytest.raises(ArchiveRefused, match="form"):
        Archive(serve(fault).endpoints, patience).sector_numbers(TIC, 68.9, -64.0)


def test_simbad_gives_every_name(archive: Archive) -> None:
    assert "ASASSN-V J043550.33-640137.9" in archive.identifiers(f"TIC {TIC}")


def test_a_name_that_simbad_does_not_know_gives_none(archive: Archive) -> None:
    assert archive.identifiers("O'Neil's star") == ()


def test_making_an_archive_asks_nothing(serve: Serve) -> None:
    server = serve()
    Archive(server.endpoints)
    assert server.requests == []


def test_busy_is_asked_again_after_the_time_that_it_names(
    serve: Serve, patience: Patience, waits: list[float]
) -> None:
    fault = first(1, says("slow down", 429, Retry_After="7"))
    assert Archive(serve(fault).endpoints, patience).tic_rows(TIC)
    assert waits == [7.0]


def test_a_wait_beyond_patience_is_not_begun(serve: Serve, patience: Patience, waits: list[float]) -> None:
    fault = first(1, says("come back tomorrow", 503, Retry_After="3600"))
    with pytest.raises(ArchiveUnavailable, match="3600 s"):
        Archive(serve(fault).endpoints, patience).tic_rows(TIC)
    assert waits == []


def test_server_errors_are_asked_again_with_growing_waits(
    serve: Serve, patience: Patience, waits: list[float]
) -> None:
    fault = first(2, says("oops", 500))
    assert Archive(serve(fault).endpoints, patience).tic_rows(TIC)
    assert waits == [1.0, 2.0]


def test_a_server_that_stays_broken_is_unavailable(serve: Serve, patience: Patience) -> None:
    with pytest.raises(ArchiveUnavailable, match=r"TIC 38846515.*502.*3 times.*same command"):
        Archive(serve(first(9, says("", 502))).endpoints, patience).tic_rows(TIC)


@pytest.mark.parametrize(
    "fault",
    [Fault(stalls=True), Fault(cut_after=30, stalls=True), Fault(cut_after=30), Fault(resets=True)],
    ids=["silent", "silent in the middle", "cut off", "reset"],
)
def test_a_passing_failure_is_asked_again(serve: Serve, patience: Patience, fault: Fault) -> None:
    server = serve(first(1, fault))
    assert Archive(server.endpoints, replace(patience, silence=0.5)).tic_rows(TIC)


def test_an_archive_that_stays_silent_is_unavailable(serve: Serve, patience: Patience) -> None:
    archive = Archive(serve(first(9, Fault(stalls=True))).endpoints, replace(patience, silence=0.1))
    with pytest.raises(ArchiveUnavailable, match="no answer in time"):
        archive.tic_rows(TIC)


def test_a_dead_address_is_told_quickly(nobody: Archive, waits: list[float]) -> None:
    with pytest.raises(ArchiveUnavailable, match=r"MAST.*connection refused.*Nothing was changed"):
        nobody.tic_rows(TIC)
    assert len(waits) == 1  # one more try, whatever the patience


def test_a_host_that_does_not_exist_is_told(patience: Patience) -> None:
    archive = Archive(ArchiveEndpoints("http://nowhere.invalid"), patience)
    with pytest.raises(ArchiveUnavailable, match="cannot be resolved"):
        archive.tic_rows(TIC)


def test_a_dead_simbad_is_unavailable(nobody: Archive) -> None:
    with pytest.raises(ArchiveUnavailable, match=r"SIMBAD.*connection refused"):
        nobody.identifiers("TIC 5")


@pytest.mark.parametrize(
    "body",
    ["<html>maintenance</html>", "", "[]", '{"status": "COMPLETE"}', "null", '{"data": []}'],
)
def test_what_is_no_answer_is_refused(serve: Serve, patience: Patience, body: str) -> None:
    with pytest.raises(ArchiveRefused, match="MAST gave an error"):
        Archive(serve(first(9, says(body))).endpoints, patience).tic_rows(TIC)


def test_an_error_of_mast_is_told_in_its_words(serve: Serve, patience: Patience) -> None:
    fault = first(9, says('{"status": "ERROR", "msg": "Divide by zero", "data": [], "fields": []}'))
    with pytest.raises(ArchiveRefused, match="Divide by zero"):
        Archive(serve(fault).endpoints, patience).tic_rows(TIC)


def test_an_error_of_simbad_is_told(serve: Serve, patience: Patience) -> None:
    with pytest.raises(ArchiveRefused, match="SIMBAD gave an error"):
        Archive(
            serve(first(9, says("<html>no</html>"), "/simbad/sim-tap/sync")).endpoints, patience
        ).identifiers("TIC 5")


def test_a_simbad_answer_that_is_cut_is_asked_again(serve: Serve, patience: Patience) -> None:
    fault = first(1, Fault(cut_after=200), "/simbad/sim-tap/sync")
    assert Archive(serve(fault).endpoints, patience).identifiers(f"TIC {TIC}")


def test_a_query_that_is_executing_is_asked_again_after_a_pause(
    serve: Serve, patience: Patience, waits: list[float]
) -> None:
    assert Archive(serve(first(2, says('{"status": "EXECUTING"}'))).endpoints, patience).tic_rows(TIC)
    assert waits == [patience.poll, patience.poll]


def test_a_query_that_executes_for_ever_ends(serve: Serve, patience: Patience) -> None:
    fault = first(10**9, says('{"status": "EXECUTING"}'))
    archive = Archive(serve(fault).endpoints, replace(patience, query=0.2))
    with pytest.raises(ArchiveUnavailable, match="no answer in time"):
        archive.tic_rows(TIC)


def test_an_answer_in_many_pages_comes_whole(archive: Archive) -> None:
    archive._services.observations._portal_api_connection.PAGESIZE = 2
    assert len(archive.observation_rows(TIC)) == 3


def test_a_filter_that_would_vanish_is_no_question(serve: Serve, patience: Patience) -> None:
    """MAST's histogram has called ID numeric; astroquery then drops the filter."""
    table = {"discreteHistogram": {}, "continuousHistogram": {"ID": {"type": "numeric"}}}
    answer = json.dumps({"status": "COMPLETE", "data": {"Tables": [{"ExtendedProperties": table}]}})
    server = serve(first(1, says(answer), "Mast.Catalogs.All.Tic"))
    with pytest.warns(InputWarning, match="ID is continuous"), pytest.raises(ArchiveRefused):
        Archive(server.endpoints, patience).tic_rows(TIC)
    assert not any(request.service == ROWS for request in server.requests)


def test_one_of_several_filters_does_not_vanish_either(serve: Serve, patience: Patience) -> None:
    columns = columns_config("Mast.Caom.Cone") | {"target_name": {"vot.datatype": "double"}}
    fault = first(1, says(json.dumps(columns)), "/portal/Mashup/Mashup.asmx/columnsconfig")
    server = serve(fault)
    with pytest.warns(InputWarning, match="continuous"), pytest.raises(ArchiveRefused, match="target_name"):
        Archive(server.endpoints, patience).observation_rows(TIC)
    assert not any(request.service == "Mast.Caom.Filtered" for request in server.requests)


def test_two_archives_in_one_process_do_not_mix(serve: Serve, patience: Patience, archive: Archive) -> None:
    other = serve(first(9, says('{"status": "COMPLETE", "data": [], "fields": []}')))
    assert archive.tic_rows(TIC)
    assert Archive(other.endpoints, patience).tic_rows(TIC) == ()
    assert archive.tic_rows(TIC)


def test_simbad_is_asked_anew_each_time(serve: Serve, patience: Patience) -> None:
    server = serve()
    archive = Archive(server.endpoints, patience)
    archive.identifiers(f"TIC {TIC}")
    archive.identifiers(f"TIC {TIC}")
    assert [each.path for each in server.requests].count("/simbad/sim-tap/sync") == 2


def test_nothing_is_kept_in_a_cache(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("astroquery wrote to its cache")

    monkeypatch.setattr("astroquery.query.to_cache", refuse)
    archive.tic_rows(TIC)
    archive.sector_numbers(TIC, 68.959731, -64.027126)
    archive.product_rows(TIC, ["60829534"])


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    serve: Serve, patience: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert Archive(serve().endpoints, patience).tic_rows(TIC)


def test_threads_get_their_own_answers(archive: Archive) -> None:
    asked = [TIC, 388465150] * 6
    with ThreadPoolExecutor(4) as pool:
        found = [rows[0]["ID"] for rows in pool.map(archive.tic_rows, asked)]
    assert found == [str(each) for each in asked]


def test_threads_do_not_share_sessions(archive: Archive) -> None:
    """astroquery remembers in its instances which service it has just asked."""
    with ThreadPoolExecutor(1) as pool:
        theirs = pool.submit(lambda: archive._services).result()
    assert theirs is not archive._services
    assert archive._services is archive._services


def test_public_simbad_is_asked_no_more_than_five_times_a_second(
    patience: Patience, waits: list[float]
) -> None:
    pace = Pace(0.2, patience)
    begun = time.monotonic()
    for _ in range(4):
        pace.wait()
    passed = time.monotonic() - begun
    assert waits == sorted(waits)
    assert 0.6 - passed <= waits[-1] <= 0.6


@pytest.mark.skipif(not RECORDED.is_dir(), reason="no recorded answers beside the project")
def test_a_recorded_answer_is_read(serve: Serve, patience: Patience) -> None:
    body = (RECORDED / "tic.json").read_text()
    rows = Archive(serve(first(1, says(body))).endpoints, patience).tic_rows(TIC)
    assert rows[0]["ID"] == "10000732589"
    assert rows[0]["Tmag"] == 16.328
    assert rows[0]["KIC"] is None


@pytest.mark.skipif(not RECORDED.is_dir(), reason="no recorded answers beside the project")
@pytest.mark.parametrize(
    ("recorded", "config", "newer"),
    [
        ("tic.json", "Mast.Catalogs.Tess.Cone", set()),
        ("caom.json", "Mast.Caom.Cone", {"provenance_name", "sequence_number"}),
        ("products.json", "Mast.Caom.Products", {"parent_obsid"}),
    ],
)
def test_the_local_archive_has_no_column_that_mast_has_not(
    recorded: str, config: str, newer: set[str]
) -> None:
    fields = json.loads((RECORDED / recorded).read_text())["fields"]
    assert set(columns_config(config)) - {each["name"] for each in fields} == newer
