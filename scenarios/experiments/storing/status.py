"""How far a sweep is, by what is on the disk: also while another process writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.experiments.storing.log import Log
from scenarios.experiments.storing.manifest import read_manifest
from scenarios.experiments.storing.shards import CHUNKS, read_head

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.experiments.storing.layout import Layout

#: Seconds over which the rate is taken, back from the last chunk.
_WINDOW = 300.0


@dataclass(frozen=True)
class Status:
    """How far a sweep is."""

    runs: int  # of the plan
    done: int  # played, failed ones among them
    failed: int
    shards: int  # of the plan
    finished: int  # shards
    rate: float  # runs a second over the last five minutes of play; 0 if unknown
    last: float | None  # seconds since 1970 of the last activity

    @property
    def complete(self) -> bool:
        """Whether every run is in a finished shard."""
        return self.finished == self.shards


def status_of(folder: Path, layout: Layout) -> Status:
    """How far the sweep in a folder is."""
    shards = read_manifest(folder)
    done = sum(shard.runs for shard in shards.values())
    failed = sum(shard.failed for shard in shards.values())
    for path in sorted((folder / CHUNKS).glob("*.arrow")):
        head = read_head(path)
        if head is not None and layout.shard_of(head.chunk) not in shards:
            low, high = layout.runs_of(head.chunk)
            done += high - low
            failed += head.failed
    rate, last = _pace(Log(folder))
    return Status(layout.count, done, failed, layout.shards, len(shards), rate, last)


def _pace(log: Log) -> tuple[float, float | None]:
    """Runs a second of late, and the time of the last line."""
    last, played = None, []
    for line in log.lines():
        last = float(line["time"])
        if line.get("event") == "played":
            played.append((last, int(line.get("runs", 0))))
    late = [(when, runs) for when, runs in played if when >= played[-1][0] - _WINDOW]
    seconds = late[-1][0] - late[0][0] if late else 0.0
    rate = sum(runs for _, runs in late[1:]) / seconds if seconds > 0 else 0.0
    return rate, last
