"""Fifty kills at random moments, of the parent and of workers: the tables come out the same."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import psutil
import pytest

from scenarios.experiments.storing.store import Store
from tests.scenarios.sweeps import design, expected, tables
from tests.ui.test_sweep import family, gone, start

pytestmark = pytest.mark.soak

KILLS = 50

DESIGN = """
scenario = "first-steps"
turns = 4
replicates = 1050
seed = 13
[factors]
"trust.memory" = [0.8, 0.9]
"off.P5" = [false, true]
"""


def worker(process: subprocess.Popen[str], rng: random.Random) -> psutil.Process | None:
    """One of the workers of the command, if it has any."""
    found = []
    for child in family(process):
        try:
            if "spawn_main" in " ".join(child.cmdline()):
                found.append(child)
        except psutil.NoSuchProcess:
            continue
    return rng.choice(found) if found else None


def test_fifty_kills_change_no_byte(tmp_path: Path):
    rng = random.Random(1994)
    path, kills, sweeps = design(tmp_path, DESIGN), {"parent": 0, "worker": 0}, 0
    while sum(kills.values()) < KILLS:
        sweeps += 1
        out = tmp_path / f"out-{sweeps}"
        while not out.exists() or not Store.open(out).status().complete:
            fresh = not (out / "sweep.json").exists()
            words = ["run", path, "--out", out] if fresh else ["resume", out]
            process = start(*words, "--workers", 2, stdout=subprocess.DEVNULL)
            while process.poll() is None:
                try:
                    process.wait(rng.uniform(0.2, 8.0))
                    break
                except subprocess.TimeoutExpired:
                    pass
                if sum(kills.values()) >= KILLS:
                    continue
                if rng.random() < 0.6:
                    victim = worker(process, rng)
                    if victim is not None:
                        victim.kill()
                        kills["worker"] += 1
                    continue
                children = family(process)
                process.kill()
                kills["parent"] += 1
                assert gone(children)
            _, told = process.communicate()
            assert process.returncode in (0, -9) or "workers died one after another" in told
        assert tables(out) == expected(DESIGN)
    print(
        f"\n{kills['parent']} kills of the parent and {kills['worker']} of workers, {sweeps} sweeps"
    )
    assert min(kills.values()) > KILLS // 5
