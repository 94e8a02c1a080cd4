"""Twenty thousand runs: neither the parent nor a worker grows."""

from __future__ import annotations

import statistics
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from tests.scenarios.sweeps import design
from tests.ui.test_sweep import family, start

pytestmark = pytest.mark.soak

DESIGN = """
scenario = "first-steps"
replicates = 10000
seed = 14
[factors]
"trust.memory" = [0.8, 0.9]
"""

#: Growth that is none, in MB, from the first half of the time to the end. The time begins with the
#: first shard, which loads what writes it.
SLACK = 8.0


def resident(process: subprocess.Popen[str]) -> dict[int, float]:
    """MB of memory of the command and each of its workers."""
    found = {}
    for one in (psutil.Process(process.pid), *family(process)):
        try:
            if one.pid == process.pid or "spawn_main" in " ".join(one.cmdline()):
                found[one.pid] = one.memory_info().rss / 2**20
        except psutil.NoSuchProcess:
            continue
    return found


def test_memory_is_flat_over_twenty_thousand_runs(tmp_path: Path):
    out = tmp_path / "out"
    process = start("run", design(tmp_path, DESIGN), "--out", out, "--workers", 2)
    samples: dict[int, list[float]] = {}
    while process.poll() is None:
        try:
            found = resident(process) if any(out.glob("runs/*.parquet")) else {}
        except psutil.NoSuchProcess:
            break
        for pid, size in found.items():
            samples.setdefault(pid, []).append(size)
        time.sleep(0.1)
    stdout, stderr = process.communicate()
    assert process.returncode == 0, stderr
    assert len(samples) == 3
    print(f"\n{stdout}")
    for pid, sizes in samples.items():
        fifth = len(sizes) // 5
        early, late = (statistics.median(part) for part in (sizes[: 2 * fifth], sizes[-fifth:]))
        who = "parent" if pid == process.pid else "worker"
        print(f"{who}: {early:.1f} MB early, {late:.1f} MB late, {max(sizes):.1f} MB at most")
        assert late - early < SLACK, who
