"""Plays what is missing of a sweep and puts it into its store, whatever becomes of the workers."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from scenarios.experiments.playing.pools import Lane, Pool, Stopped, WorkerDied
from scenarios.experiments.storing.layout import Layout

if TYPE_CHECKING:
    from scenarios.experiments.playing.task import Done
    from scenarios.experiments.storing.store import Store

#: Tasks in flight for each worker: one being played, one at hand when it is done.
_AHEAD = 2

#: Seconds that a task should take, so that handing it over costs nothing; and the chunks of a task
#: at most, so that little is lost with a worker.
_TASK_SECONDS, _MOST_CHUNKS = 1.0, 16

#: Seconds between two looks at whether to go on.
_GLANCE = 0.2

#: Workers that may die over a chunk before the sweep stops.
_DEATHS = 3

#: Told of the runs that are newly in the store, and the failed among them; called several times a
#: second, mostly with zeros. Whatever it raises ends the sweep, with all that is done kept.
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True)
class _Task:
    """Chunks that are played together, and how many workers died over them."""

    chunks: tuple[int, ...]
    deaths: int = 0


def execute(store: Store, pool: Pool, progress: Progress) -> None:
    """Play all chunks that the store misses and finish its shards.

    A few tasks a worker are in flight and no more is held in memory. A worker that dies is
    replaced and its chunks are played again. Raises ``Stopped`` if the pool is gone for good or
    the same runs kill one worker after another; what was finished before is in the store.
    """
    _Execution(store, pool, progress).run()


class _Execution:
    """One call of ``execute``."""

    def __init__(self, store: Store, pool: Pool, progress: Progress) -> None:
        self.store, self.lanes, self.progress = store, pool.lanes, progress
        self.layout = Layout(store.plan.count)
        self.missing = deque(store.missing())
        self.again: deque[_Task] = deque()  # tasks of workers that died
        self.flying: dict[Future[Done], tuple[Lane, _Task]] = {}
        self.size = 1  # chunks a task

    def run(self) -> None:
        """Play until nothing is missing."""
        while self.missing or self.again or self.flying:
            self.launch()
            done, _ = wait(self.flying, timeout=_GLANCE, return_when=FIRST_COMPLETED)
            for future in [future for future in self.flying if future in done]:
                if future in self.flying:  # not lost with a worker meanwhile
                    self.land(future)
            self.progress(0, 0)
        self.store.finish_shards()

    def launch(self) -> None:
        """Give every worker something to play, and something for afterwards while there is much."""
        widths = [lane.width() for lane in self.lanes]
        workers = sum(widths)
        for depth in range(1, _AHEAD + 1):
            for lane, width in zip(self.lanes, widths, strict=True):
                while self.flights(lane) < depth * width and (task := self.take(depth, workers)):
                    self.flying[lane.submit(task.chunks)] = (lane, task)

    def flights(self, lane: Lane) -> int:
        """How many tasks a lane has."""
        return sum(other is lane for other, _ in self.flying.values())

    def take(self, depth: int, workers: int) -> _Task | None:
        """What to play next; the last tasks only for workers that have nothing to play."""
        if self.again:
            return self.again.popleft()
        if depth > 1 and len(self.missing) <= workers:
            return None
        share = math.ceil(len(self.missing) / (_AHEAD * workers))
        chunks = [self.missing.popleft() for _ in range(min(self.size, share))]
        return _Task(tuple(chunks)) if chunks else None

    def land(self, future: Future[Done]) -> None:
        """Put what came of a task into the store, or see to it that it is played again."""
        lane, _ = self.flying[future]
        try:
            done = lane.result(future)
        except WorkerDied as died:
            self.bury(died)
            return
        del self.flying[future]
        self.launch()  # no worker waits while this process writes
        seconds = max(done.seconds / len(done.chunks), 1e-3)
        self.size = max(1, min(_MOST_CHUNKS, math.ceil(_TASK_SECONDS / seconds)))
        runs = 0
        for chunk in done.chunks:
            self.store.put(chunk.number, chunk.tables, chunk.log)
            low, high = self.layout.runs_of(chunk.number)
            runs += high - low
        self.store.finish_shards()
        self.progress(runs, sum(chunk.failed for chunk in done.chunks))

    def bury(self, died: WorkerDied) -> None:
        """Play again what was lost with a worker, alone what it was playing when it died."""
        played, *waited = [self.flying.pop(future)[1] for future in died.lost]
        deaths = played.deaths + died.times
        if deaths >= _DEATHS:
            low, high = self.layout.runs_of(played.chunks[0])
            ids = [self.store.plan.run(index).id for index in (low, high - 1)]
            raise Stopped(
                f"{deaths} workers died one after another over the runs {ids[0]} to {ids[1]} "
                f"({low} to {high - 1} of the plan): killed from outside or for want of memory"
            )
        alone = [_Task((chunk,), deaths) for chunk in played.chunks]
        self.again.extendleft(reversed([*alone, *waited]))
