"""A cluster of Dask: a scheduler and workers as processes of their own, some of which are killed."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path

import pytest

from ecodemo import __version__
from ecodemo.errors import EcodemoError
from ecodemo.province import cluster as cluster_module
from ecodemo.province.cluster import Cluster
from ecodemo.province.executor import Lost
from province import cluster_tasks
from province.dask_processes import Machines

pytest.importorskip("distributed", reason="Dask comes with the province extra")
pytestmark = pytest.mark.long


def test_every_task_is_done_by_the_workers(machines: Machines) -> None:
    machines.worker()
    machines.worker("--nthreads", "2")
    with Cluster.at(machines.address) as cluster:
        assert dict(cluster.results(cluster_tasks.squared, range(20))) == {n: n * n for n in range(20)}
        assert dict(cluster.results(cluster_tasks.by_a_child, [1, 2])) == {1: 2, 2: 3}
        failed = dict(cluster.results(cluster_tasks.raising, [1]))[1]
    assert isinstance(failed, Lost)
    assert str(EcodemoError(failed.why)) == "the worker raised an error (ValueError)"


def test_a_worker_killed_in_the_middle_loses_nothing(machines: Machines, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    machines.worker("--no-nanny")
    machines.worker("--no-nanny")
    tasks = [(str(marks), number) for number in range(6)]
    results: dict[tuple[str, int], int | Lost] = {}
    killed = None
    with Cluster.at(machines.address) as cluster:
        for task, result in cluster.results(cluster_tasks.noted, tasks):
            results[task] = result
            at_work = [path.name.split("-") for path in marks.iterdir()]
            others = (int(pid) for number, pid in at_work if (str(marks), int(number)) not in results)
            if killed is None and (killed := next(others, None)):
                os.kill(killed, signal.SIGKILL)
    assert killed
    assert results == {task: task[1] for task in tasks}
    assert len(list(marks.iterdir())) > len(tasks)  # one was begun again


def test_a_task_that_kills_its_workers_is_given_up_and_the_others_are_whole(machines: Machines) -> None:
    machines.worker()  # its nanny starts it again
    machines.worker("--nthreads", "3")
    with Cluster.at(machines.address) as cluster:
        results = dict(cluster.results(cluster_tasks.deadly_three, range(10)))
    lost = results.pop(3)
    assert isinstance(lost, Lost)
    assert str(EcodemoError(lost.why)) == "2 workers died while judging it"
    assert results == {n: n for n in range(10) if n != 3}


def test_results_that_a_worker_dies_with_are_made_again_by_another(machines: Machines) -> None:
    first = machines.worker("--no-nanny", "--nthreads", "8")
    all_done_at_once = Cluster.at(machines.address, lambda _: time.sleep(0.3))
    with all_done_at_once as cluster:
        results = cluster.results(cluster_tasks.squared, range(8))
        given = [next(results)]
        machines.worker("--no-nanny")
        os.killpg(first.pid, signal.SIGKILL)
        time.sleep(1)  # the scheduler says that the others are lost
        given += results
    assert sorted(given) == [(n, n * n) for n in range(8)]


def test_the_last_worker_gone(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "WITHOUT_WORKERS", 3.0)
    worker = machines.worker("--no-nanny")
    with Cluster.at(machines.address) as cluster:
        results = cluster.results(cluster_tasks.deadly_three, [1, 2, 4, 5, 6])
        assert next(results) == (1, 1)
        os.killpg(worker.pid, signal.SIGKILL)
        lost = [result for _, result in results if isinstance(result, Lost)]
    assert {str(EcodemoError(one.why)) for one in lost} == {"the Dask cluster has no workers left"}
    assert len(lost) >= 3


def test_the_scheduler_gone(machines: Machines) -> None:
    machines.worker()
    began = time.monotonic()
    with Cluster.at(machines.address) as cluster:
        results = cluster.results(cluster_tasks.deadly_three, [1, 2, 4, 5, 6])
        assert next(results) == (1, 1)
        os.killpg(machines.scheduler.pid, signal.SIGKILL)
        lost = [result for _, result in results if isinstance(result, Lost)]
    assert len(lost) >= 3
    assert all("the connection to the Dask scheduler was lost" in str(EcodemoError(one.why)) for one in lost)
    assert time.monotonic() - began < 120


def test_a_scheduler_without_workers(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "WITHOUT_WORKERS", 2.0)
    with (
        pytest.raises(EcodemoError, match=r"has no workers\. Start one: dask worker tcp://"),
        Cluster.at(machines.address),
    ):
        pass


def installed_elsewhere(folder: Path, version: str) -> Path:
    """A folder from which a worker takes ecodemo for another version."""
    about = folder / f"ecodemo-{version}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: ecodemo\nVersion: {version}\n")
    return folder


def test_workers_of_another_version_are_refused(machines: Machines, tmp_path: Path) -> None:
    machines.worker(path=(installed_elsewhere(tmp_path / "old", "0.0.9"),))
    with pytest.raises(EcodemoError) as caught, Cluster.at(machines.address):
        pass
    assert "has ecodemo 0.0.9, Python 3." in str(caught.value)
    assert f"needed are {__version__}, 3." in str(caught.value)


@pytest.mark.rare
def test_a_worker_of_another_version_that_comes_later_gets_no_work(
    machines: Machines, tmp_path: Path
) -> None:
    machines.worker()
    with Cluster.at(machines.address) as cluster:
        machines.worker(path=(installed_elsewhere(tmp_path / "old", "0.0.9"),))
        marks = tmp_path / "marks"
        marks.mkdir()
        tasks = [(str(marks), number) for number in range(10)]
        assert {result for _, result in cluster.results(cluster_tasks.noted, tasks)} == set(range(10))
    assert len({path.name.split("-")[1] for path in marks.iterdir()}) == 1


@pytest.mark.parametrize(
    "address",
    ["tcp://127.0.0.1:9", "tcp://no-such-host.invalid:8786", "nonsense:1:2", "ftp://x", "tls://127.0.0.1:9"],
)
def test_no_scheduler_at_the_address(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "CONNECTING", 1.0)
    began = time.monotonic()
    with pytest.raises(EcodemoError) as caught, Cluster.at(address):
        pass
    assert str(caught.value) == f"No Dask scheduler answers at {address}. Start one: dask scheduler"
    assert time.monotonic() - began < 60


def test_another_server_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "CONNECTING", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(EcodemoError, match="No Dask scheduler answers"), Cluster.at(address):
            pass
