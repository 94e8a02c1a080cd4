"""Small sweeps: designs, their tables as bytes, and what a worker is asked from within."""

from __future__ import annotations

import os
import signal
import sys
import threading
from functools import cache
from multiprocessing import parent_process
from pathlib import Path
from tempfile import TemporaryDirectory

from scenarios.experiments.designs.design import read_design
from scenarios.experiments.designs.plan import Plan
from scenarios.experiments.playing.chunk import play_chunk
from scenarios.experiments.storing.layout import Layout
from scenarios.experiments.storing.store import Store

#: Two shards in 33 chunks, played in seconds.
DESIGN = """
scenario = "first-steps"
turns = 1
replicates = 513
seed = 11

[factors]
"trust.memory" = [0.8, 0.9]
"off.P5" = [false, true]

[measures]
turns = ["trust", "participants"]
"""

#: One shard in ten chunks.
FEW = """
scenario = "first-steps"
turns = 1
replicates = 640
seed = 12

[measures]
turns = ["trust"]
"""


def design(folder: Path, text: str = DESIGN, name: str = "design.toml") -> Path:
    """A design file."""
    path = folder / name
    path.write_text(text)
    return path


def plan_of(folder: Path, text: str = DESIGN) -> Plan:
    """The plan of a design."""
    return read_design(design(folder, text))


def tables(folder: Path) -> dict[str, bytes]:
    """All tables of a sweep, byte by byte."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.parquet"))}


@cache
def expected(text: str = DESIGN) -> dict[str, bytes]:
    """The tables of a design, played without interruption and without any worker."""
    with TemporaryDirectory() as folder:
        return played_here(plan_of(Path(folder), text), Path(folder) / "out")


def played_here(plan: Plan, folder: Path) -> dict[str, bytes]:
    """The tables of a plan played in this process, without any worker."""
    store = Store.create(folder, plan)
    with store.writing():
        for chunk in store.missing():
            store.put(chunk, play_chunk(plan, *Layout(plan.count).runs_of(chunk)).to_bytes())
        store.finish_shards()
    return tables(folder)


class Deadly(Plan):
    """A plan that kills every worker that plays its fourth chunk."""

    @classmethod
    def like(cls, plan: Plan) -> Deadly:
        """The same plan, deadly."""
        return cls(plan.design, plan.scenarios, plan.fingerprint, plan.unit, plan.digests)

    def runs(self, low, high):
        """The runs; the end for a worker that asks for those of the fourth chunk."""
        if low == 3 * 64 and high > low + 1 and parent_process() is not None:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().runs(low, high)


def inside() -> dict[str, object]:
    """What a worker is like, told by itself."""
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    return {
        "modules": sorted(sys.modules),
        "threads": {k: v for k, v in os.environ.items() if k.endswith("_NUM_THREADS")},
        "running": [thread.name for thread in threading.enumerate()],
        "deaf": signal.SIGINT in blocked,
    }
