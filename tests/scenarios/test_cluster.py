"""A real Dask scheduler and workers on loopback: the same bytes, whoever comes and goes."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios.experiments.designs.plan import Plan
from scenarios.experiments.playing.pools import Stopped
from scenarios.experiments.playing.runner import execute
from scenarios.experiments.storing.store import Store
from sim.errors import DetenteError
from tests.scenarios.sweeps import FEW, expected, plan_of, tables

pytest.importorskip("distributed")

from scenarios.experiments.playing.cluster import Cluster

ROOT = Path(__file__).parents[2]


class Scheduler:
    """``dask scheduler`` and ``dask worker`` as a user starts them, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.folder, self.address = folder, f"tcp://127.0.0.1:{port}"
        self.workers: list[subprocess.Popen[bytes]] = []
        host = ["--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-jupyter"]
        self.process = self.start("scheduler", *host)

    def start(self, *words: str, tree: Path = ROOT) -> subprocess.Popen[bytes]:
        """``dask`` with these words."""
        where = self.folder / f"process-{len(list(self.folder.iterdir()))}"
        where.mkdir()
        with (where / "log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *words],
                cwd=where,
                env={**os.environ, "PYTHONPATH": str(tree)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def join(self, threads: int = 1, tree: Path = ROOT) -> subprocess.Popen[bytes]:
        """One more worker. It has no nanny, so that killing it is killing it."""
        more = ["--nthreads", str(threads), "--no-dashboard", "--no-nanny"]
        self.workers.append(self.start("worker", self.address, *more, tree=tree))
        return self.workers[-1]

    def wait_for(self, count: int) -> None:
        """Until there are so many workers."""
        from distributed import Client

        with Client(self.address, timeout=30, set_as_default=False) as client:
            end = time.monotonic() + 60
            while len(client.nthreads()) != count:
                assert time.monotonic() < end
                time.sleep(0.1)

    def close(self) -> None:
        for process in (*self.workers, self.process):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scheduler]:
    """A scheduler with two workers."""
    found = Scheduler(tmp_path_factory.mktemp("cluster"))
    try:
        found.join()
        found.join()
        found.wait_for(2)
        yield found
    finally:
        found.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Scheduler]:
    """A scheduler without workers."""
    (tmp_path / "cluster").mkdir()
    found = Scheduler(tmp_path / "cluster")
    try:
        found.wait_for(0)
        yield found
    finally:
        found.close()


@pytest.fixture
def few(tmp_path: Path) -> Plan:
    return plan_of(tmp_path, FEW)


def silent(runs: int, failed: int) -> None:
    """Progress that nobody looks at."""


def play(plan: Plan, folder: Path, address: str, progress=silent) -> None:
    store = Store.open(folder) if folder.exists() else Store.create(folder, plan)
    with store.writing(), Cluster(plan, address) as pool:
        execute(store, pool, progress)


def test_two_workers_of_a_cluster_give_the_same_bytes(cluster, tmp_path):
    from distributed import Client

    from scenarios.experiments.playing import task

    play(plan_of(tmp_path), tmp_path / "out", cluster.address)
    assert tables(tmp_path / "out") == expected()
    hosts = {line["process"] for line in Store.open(tmp_path / "out").log.lines()}
    assert len(hosts) == 2
    with Client(cluster.address, set_as_default=False) as client:
        found = client.run(lambda: (task._plan.cache_info(), sorted(__import__("sys").modules)))
    for cache, modules in found.values():
        assert cache.misses == 1  # the plan was unpickled once, whatever the number of tasks
        assert {"mesa", "pygame", "matplotlib", "pandas"} & set(modules) == set()


def test_workers_that_are_killed_and_others_that_join_change_no_byte(cluster, few, tmp_path):
    told = []

    def kill_and_join(runs: int, failed: int) -> None:
        told.append(runs)
        if runs and sum(told) == runs:
            cluster.workers[0].send_signal(signal.SIGKILL)
            cluster.join(threads=2)

    play(few, tmp_path / "out", cluster.address, kill_and_join)
    assert sum(told) == few.count
    assert tables(tmp_path / "out") == expected(FEW)
    cluster.wait_for(2)
    with Cluster(few, cluster.address) as pool:
        assert pool.where == f"2 workers of the cluster at {cluster.address}"
        assert "a worker there has 2 threads" in pool.note
        assert f"dask worker {cluster.address} --nworkers 2 --nthreads 1" in pool.note


def test_a_scheduler_that_goes_away_is_one_sentence_and_another_one_goes_on(
    own, cluster, few, tmp_path
):
    own.join()

    def kill_all(runs: int, failed: int) -> None:
        if runs:
            own.process.kill()

    with pytest.raises(Stopped, match="can no longer be reached"):
        play(few, tmp_path / "out", own.address, kill_all)
    assert 0 < Store.open(tmp_path / "out").status().done < few.count
    play(few, tmp_path / "out", cluster.address)
    assert tables(tmp_path / "out") == expected(FEW)


def test_workers_that_do_not_fit_are_told_in_one_sentence(own, few, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("scenarios.experiments.playing.cluster._JOIN", 1)
        with pytest.raises(DetenteError, match=f"no workers; dask worker {own.address} starts one"):
            Cluster(few, own.address)

    bare = own.join(tree=bare_tree(tmp_path / "bare"))
    own.wait_for(1)
    with pytest.raises(DetenteError, match="cannot import this program"):
        Cluster(few, own.address)
    bare.kill()

    own.wait_for(0)
    own.join(tree=changed_tree(tmp_path / "changed"))
    own.wait_for(1)
    with pytest.raises(DetenteError, match="is not the one the sweep was begun with"):
        Cluster(few, own.address)


def bare_tree(tree: Path) -> Path:
    """Packages of our names with nothing in them."""
    for package in ("sim", "agents", "scenarios"):
        (tree / package).mkdir(parents=True)
        (tree / package / "__init__.py").write_text("")
    return tree


def changed_tree(tree: Path) -> Path:
    """Our program with another engine."""
    for package in ("sim", "agents", "scenarios"):
        shutil.copytree(
            ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    with (tree / "sim" / "grid.py").open("a") as source:
        source.write("# another version\n")
    return tree


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "http://127.0.0.1:80", ""])
def test_where_no_scheduler_is_one_sentence_says_so_soon(address, few):
    began = time.monotonic()
    with pytest.raises(DetenteError, match="no Dask scheduler answers there"):
        Cluster(few, address)
    assert time.monotonic() - began < 10


def test_a_worker_is_no_scheduler(cluster, few):
    from distributed import Client

    with Client(cluster.address, set_as_default=False) as client:
        worker = next(iter(client.nthreads()))
    with pytest.raises(DetenteError, match="no Dask scheduler answers there"):
        Cluster(few, worker)


def test_without_dask_one_sentence_says_what_to_install(few, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(DetenteError, match="python -m pip install distributed"):
        Cluster(few, "tcp://127.0.0.1:8786")
