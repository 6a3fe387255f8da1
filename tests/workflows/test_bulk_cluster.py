"""Bulk work over a real Dask scheduler and workers that are reached by TCP."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tessebs_core.database.stores.targets import save_target
from tessebs_core.errors import ClusterUnavailable
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records import TargetMetadata
from tessebs_core.records.bulk import BulkProgress
from tessebs_core.vocabulary import TaskState, WorkKind
from tessebs_core.workflows import bulk_cluster
from tessebs_core.workflows.bulk_cluster import Where, open_cluster, surroundings_here
from tessebs_core.workflows.bulk_runs import run_batch
from tessebs_core.workflows.workspace import Workspace, open_workspace
from tests.support.bulk import QUICK, wanted
from tests.widgets.fakes import synthetic_light_curve

HELD, BARE = 1001, 1002


@pytest.fixture
def workspace(
    tmp_path: Path, migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workspace]:
    """A target with a light curve and one without, where the environment says."""
    monkeypatch.setenv("TESSEBS_DATABASE_URL", migrated_sqlite_url)
    monkeypatch.setenv("TESSEBS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("TESSEBS_CONFIG", raising=False)
    made = open_workspace()
    for tess_id in (HELD, BARE):
        made.database.write(lambda session, tess_id=tess_id: save_target(session, TargetMetadata(tess_id)))
    curve = synthetic_light_curve(HELD, "SPOC", period=2.345678, sectors=(1,), cadence=1800.0)
    write_syndicated(made.folder.syndicated(HELD), [curve])
    yield made
    made.database.dispose()


@pytest.fixture
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two workers of one thread each."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp://", host="127.0.0.1",
        dashboard_address="127.0.0.1:0", scheduler_kwargs={"dashboard": False}, memory_limit=0,
    ) as cluster:  # fmt: skip
        yield cluster.scheduler_address


def test_a_batch_is_worked_off_over_tcp_unless_the_workers_have_other_settings(
    workspace: Workspace, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, told = wanted(workspace, HELD, BARE), list[BulkProgress]()
    assert scheduler.startswith("tcp://127.0.0.1:")
    with open_cluster(Where(scheduler=scheduler)) as cluster:
        assert cluster.workers() == 2
        found = run_batch(workspace, cluster, WorkKind.PERIODS, batch, pace=QUICK, progress=told.append)
        assert found.counts == {TaskState.DONE: 1, TaskState.FAILED: 1}
        assert (told[0].left, told[-1].left) == (2, 0)
        other = wanted(workspace, HELD)
        stopped = threading.Event()
        stopped.set()
        assert run_batch(workspace, cluster, WorkKind.PERIODS, other, stopping=stopped).left == 1
        with pytest.raises(ClusterUnavailable, match="TESSEBS_DATA_DIR is /elsewhere here and"):
            cluster.check(replace(surroundings_here(), folder="/elsewhere"))
    monkeypatch.setattr(bulk_cluster, "_PATIENCE_S", 0.3)
    with (
        pytest.raises(ClusterUnavailable, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"),
        open_cluster(Where(scheduler="tcp://127.0.0.1:9")),
    ):
        raise AssertionError("nobody is there")
