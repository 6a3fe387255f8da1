"""Workers of bulk work are killed by SIGKILL: all is done once, and what kills them is marked."""

from multiprocessing import get_context
from multiprocessing.connection import wait
from pathlib import Path

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.vocabulary import TaskState
from tessebs_core.workflows import bulk
from tests.support.bulk import Deadly, runs_stored, wanted, work_to_the_end
from tests.support.sky import workspace_in

TARGETS = range(1, 41)
POISON = 7
DEADLY = Deadly(always=frozenset({POISON}), first_time=frozenset({3, 20, 40}))
WORKERS, MOST_DEATHS = 3, 12


def test_targets_of_killed_workers_are_done_once_and_what_kills_is_marked_poison(
    database: Database, tmp_path: Path
) -> None:
    workspace = workspace_in(tmp_path, database, ArchiveEndpoints("http://127.0.0.1:9"))
    batch = wanted(workspace, *TARGETS)
    url = database.engine.url.render_as_string(hide_password=False)
    deaths = _killed_until_done(url, str(tmp_path), batch)
    # Two are the poison's. Whoever was stalled longer than a lease lost its target to another, unkilled.
    assert 2 <= deaths <= 2 + len(DEADLY.first_time)
    found = bulk.bulk_progress(workspace, batch)
    assert found.counts == {TaskState.DONE: len(TARGETS) - 1, TaskState.FAILED: 1}
    assert runs_stored(workspace) == [each for each in TARGETS if each != POISON]
    [failed] = bulk.bulk_failures(workspace, batch)
    assert (failed.tess_id, failed.attempts) == (POISON, 2)
    assert "died 2 times" in failed.error
    work_to_the_end(url, str(tmp_path), wanted(workspace, *TARGETS), DEADLY)  # the same again adds nothing
    assert len(runs_stored(workspace)) == len(TARGETS) - 1


def _killed_until_done(url: str, folder: str, batch: int) -> int:
    """Keep some workers alive until one finds nothing left; returns how many were killed."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.support.bulk"])
    living, deaths = [], 0
    for _ in range(WORKERS):
        living.append(context.Process(target=work_to_the_end, args=(url, folder, batch, DEADLY)))
        living[-1].start()
    while living:
        wait([each.sentinel for each in living], timeout=60)
        for each in [one for one in living if not one.is_alive()]:
            each.join()
            living.remove(each)
            assert each.exitcode in {0, -9}
            if each.exitcode:
                deaths += 1
                assert deaths <= MOST_DEATHS
                living.append(context.Process(target=work_to_the_end, args=(url, folder, batch, DEADLY)))
                living[-1].start()
    return deaths
