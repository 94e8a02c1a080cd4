"""Playing a sweep with worker processes: the same bytes whoever plays, and whoever dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.experiments.designs.plan import Plan
from scenarios.experiments.playing.pools import Local, Stopped
from scenarios.experiments.playing.runner import execute
from scenarios.experiments.storing.store import Store
from sim.errors import DetenteError
from tests.scenarios.sweeps import FEW, Deadly, expected, inside, plan_of, played_here, tables


@pytest.fixture
def few(tmp_path: Path) -> Plan:
    return plan_of(tmp_path, FEW)


def silent(runs: int, failed: int) -> None:
    """Progress that nobody looks at."""


def play(plan: Plan, folder: Path, workers: int = 2, progress=silent) -> None:
    """Begin or go on with a sweep."""
    store = Store.open(folder) if folder.exists() else Store.create(folder, plan)
    with store.writing(), Local(plan, workers) as pool:
        execute(store, pool, progress)


def workers_now() -> list[multiprocessing.process.BaseProcess]:
    return multiprocessing.active_children()


@pytest.mark.parametrize("workers", [1, 2])
def test_any_number_of_workers_gives_the_same_bytes(workers, tmp_path):
    play(plan_of(tmp_path), tmp_path / "out", workers)
    assert len(expected()) == 4
    assert tables(tmp_path / "out") == expected()
    assert workers_now() == []


def test_killed_workers_are_replaced_and_no_byte_changes(few, tmp_path):
    killed = []

    def kill_some(runs: int, failed: int) -> None:
        if runs and len(killed) < 2:  # a third may fall on the same runs, which ends the sweep
            alive = {worker.pid for worker in workers_now()} - set(killed)
            killed.append(alive.pop())
            os.kill(killed[-1], signal.SIGKILL)

    play(few, tmp_path / "out", progress=kill_some)
    assert len(killed) == 2
    assert tables(tmp_path / "out") == expected(FEW)


def test_runs_that_kill_every_worker_stop_the_sweep_by_name_and_the_rest_is_kept(few, tmp_path):
    with pytest.raises(Stopped) as fault:
        play(Deadly.like(few), tmp_path / "out")
    first, last = few.run(3 * 64).id, few.run(4 * 64 - 1).id
    assert f"3 workers died one after another over the runs {first} to {last}" in str(fault.value)
    assert workers_now() == []
    assert Store.open(tmp_path / "out").status().done >= 3 * 64


def test_whoever_watches_may_stop_it_and_what_is_done_is_kept_and_gone_on_with(few, tmp_path):
    folder, done = tmp_path / "out", [0]

    def stop(runs: int, failed: int) -> None:
        if runs:
            raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            play(few, folder, 1, stop)
        assert workers_now() == []
        done.append(Store.open(folder).status().done)
    assert done == sorted(set(done))  # more each time
    play(few, folder, 1)
    assert tables(folder) == expected(FEW)


def test_a_worker_with_another_engine_is_refused(few, tmp_path):
    other = replace(few, fingerprint="0" * 64)
    store = Store.create(tmp_path / "out", other)
    with store.writing(), Local(other, 1) as pool, pytest.raises(DetenteError) as fault:
        execute(store, pool, silent)
    assert "is not the one the sweep was begun with (000000000000)" in str(fault.value)
    assert store.status().done == 0


def test_a_worker_has_one_thread_for_arrays_is_deaf_to_ctrl_c_and_imports_no_screens(
    few, monkeypatch
):
    for name in ("OPENBLAS", "OMP", "MKL"):
        monkeypatch.delenv(f"{name}_NUM_THREADS", raising=False)
    with Local(few, 1) as pool:
        lane = pool.lanes[0]
        assert lane.submit((0, 1)).result().chunks[1].number == 1
        found = lane._executor.submit(inside).result()
    unwanted = {
        "mesa",
        "pygame",
        "matplotlib",
        "pandas",
        "networkx",
        "scipy.stats",
        "SALib",
        "rich",
    }
    assert unwanted & set(found["modules"]) == set()
    assert {"pyarrow", "numpy"} <= set(found["modules"])
    assert found["threads"] == dict.fromkeys(
        ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"
    )
    assert found["deaf"]
    assert "OMP_NUM_THREADS" not in os.environ


def test_few_tasks_are_in_flight_and_every_run_is_told_once(few, tmp_path):
    flying, most, told = set(), [], []

    class Counted(Local):
        """Local workers whose tasks are counted."""

        def __init__(self, plan, workers):
            super().__init__(plan, workers)
            for lane in self.lanes:
                self.count(lane)

        def count(self, lane):
            submit, result = lane.submit, lane.result

            def counted_submit(chunks):
                future = submit(chunks)
                flying.add(future)
                most.append(len(flying))
                return future

            def counted_result(future):
                flying.discard(future)
                return result(future)

            lane.submit, lane.result = counted_submit, counted_result

    store = Store.create(tmp_path / "out", few)
    with store.writing(), Counted(few, 2) as pool:
        execute(store, pool, lambda runs, failed: told.append((runs, failed)))
    assert max(most) == 4
    assert not flying
    assert sum(runs for runs, _ in told) == few.count
    assert sum(failed for _, failed in told) == 0
    lines = [line for line in store.log.lines() if line["event"] == "played"]
    assert sorted(line["chunk"] for line in lines) == list(range(10))
    assert sum(line["runs"] for line in lines) == few.count
    assert all(line["seconds"] > 0 and line["host"] and line["process"] for line in lines)


def test_nothing_is_played_where_nothing_is_missing(few, tmp_path):
    told = []
    played_here(few, tmp_path / "out")
    play(few, tmp_path / "out", progress=lambda runs, failed: told.append(runs))
    assert told == []
    assert tables(tmp_path / "out") == expected(FEW)
