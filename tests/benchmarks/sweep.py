"""Runs per second of a sweep, and what writing costs: ``python -m tests.benchmarks.sweep``.

The share of writing is CPU time: tables, compression and checksums in the worker, files in the
parent, against all of it. The rate is wall time of ``detente sweep run``, from its first result to
its last; the load of the machine is printed beside it.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from scenarios.experiments.designs.design import read_design
from scenarios.experiments.designs.plan import Plan
from scenarios.experiments.playing.blocks import play_runs
from scenarios.experiments.playing.chunk import tables_of
from scenarios.experiments.playing.pools import Local
from scenarios.experiments.playing.runner import execute
from scenarios.experiments.storing.store import Store


def plan_of(folder: Path, scenario: str, turns: int | None, runs: int) -> Plan:
    """A plan of so many runs, with all headline measures of every turn."""
    length = "" if turns is None else f"turns = {turns}\n"
    path = folder / "design.toml"
    path.write_text(f'scenario = "{scenario}"\n{length}replicates = {runs}\nseed = 1\n')
    return read_design(path)


def writing(plan: Plan, folder: Path) -> tuple[float, float, float]:
    """CPU seconds of playing, of writing in the worker and of writing in the parent."""
    import pyarrow.parquet  # noqa: F401  loaded once in a process, not once a run

    store, spent = Store.create(folder, plan), [0.0, 0.0, 0.0]

    def lap(part: int) -> None:
        nonlocal last
        now = time.process_time()
        spent[part] += now - last
        last = now

    with store.writing():
        last = time.process_time()
        for chunk in store.missing():
            outcomes = play_runs(plan, plan.runs(*store.layout.runs_of(chunk)))
            lap(0)
            data = tables_of(plan, outcomes).to_bytes()
            lap(1)
            store.put(chunk, data, [])
            store.finish_shards()
            lap(2)
    return spent[0], spent[1], spent[2]


def rate(plan: Plan, folder: Path, workers: int) -> float:
    """Runs a second of wall time, from when every worker has brought a result to the last."""
    told: list[tuple[float, int]] = []

    def progress(runs: int, failed: int) -> None:
        if runs:
            told.append((time.perf_counter(), runs))

    store = Store.create(folder, plan)
    with store.writing(), Local(plan, workers) as pool:
        execute(store, pool, progress)
    return sum(runs for _, runs in told[workers:]) / (told[-1][0] - told[workers - 1][0])


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--scenario", default="pfp-1994")
    options.add_argument("--turns", type=int, help="all of the scenario if not given")
    options.add_argument("--runs", type=int, default=1024)
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        one = plan_of(folder, asked.scenario, asked.turns, 256)
        played, worker, parent = writing(one, folder / "one")
        whole = played + worker + parent
        print(f"{one.count} runs in one process: {one.count / whole:.1f} runs a second of CPU time")
        print(f"writing: {worker / whole:.2%} in the worker, {parent / whole:.2%} in the parent")
        many = plan_of(folder, asked.scenario, asked.turns, asked.runs)
        found, turns = rate(many, folder / "many", asked.workers), many.turns(asked.scenario)
        print(f"{many.count} runs of {turns} turns with {asked.workers} workers:")
        print(f"{found:.1f} runs a second, {found * turns:.0f} run-turns a second", end=" ")
        print(f"(load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)")


if __name__ == "__main__":
    main()
