"""Where chunks of runs are played: what a pool is, and worker processes of this machine.

All pools stand behind ``concurrent.futures.Executor``. What is played depends on the plan alone, so
neither the kind of a pool nor its size changes a byte of the tables.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import (
    BrokenExecutor,
    Future,
    ProcessPoolExecutor,
)
from contextlib import contextmanager
from multiprocessing import parent_process, resource_tracker
from multiprocessing.context import SpawnContext, SpawnProcess
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol

from scenarios.experiments.playing.task import Done, hold, play_held
from sim.errors import DetenteError

if TYPE_CHECKING:
    from scenarios.experiments.designs.plan import Plan

#: One thread for linear algebra in each worker: the arrays are small and every core has a worker.
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")}


class Stopped(DetenteError):
    """The sweep cannot go on; what is finished is kept."""


class WorkerDied(Exception):
    """A worker died, and these tasks with it: first the one it was playing."""

    def __init__(self, lost: Sequence[Future[Done]], times: int = 1) -> None:
        super().__init__(times)
        self.lost = lost
        self.times = times  # how many workers have died over the first since it was submitted


class Lane(Protocol):
    """An executor that can lose its worker without any other losing a task."""

    def width(self) -> int:
        """How many tasks it plays at a time, now."""

    def submit(self, chunks: tuple[int, ...]) -> Future[Done]:
        """Start to play the chunks of these numbers."""

    def result(self, future: Future[Done]) -> Done:
        """What came of a task that ended.

        Raises ``WorkerDied`` if its worker did; another one is then in its place. Raises
        ``Stopped`` if nothing can come any more.
        """


class Pool:
    """Lanes, and where they are in words. Closing it ends all work at once."""

    lanes: Sequence[Lane] = ()
    where = ""
    note = ""  # what somebody should know before a long sweep begins

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all work; what is being played is lost."""


class Local(Pool):
    """Worker processes of this machine, each a lane of its own.

    Workers end when this process does, however it ends.
    """

    def __init__(self, plan: Plan, workers: int) -> None:
        data = pickle.dumps(plan)
        self.lanes: list[_ProcessLane] = [_ProcessLane(data) for _ in range(workers)]
        self.where = f"{workers} worker process{'es' if workers > 1 else ''} on this machine"

    def close(self) -> None:
        """Kill the workers."""
        for lane in self.lanes:
            lane.close()


class _ProcessLane:
    """One worker process."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._open()

    def _open(self) -> None:
        self._context = _Context()
        self._executor = ProcessPoolExecutor(
            1, mp_context=self._context, initializer=hold, initargs=(self._data,)
        )
        self._flying: list[Future[Done]] = []  # in the order in which they are played

    def width(self) -> int:
        """One."""
        return 1

    def submit(self, chunks: tuple[int, ...]) -> Future[Done]:
        """Start to play the chunks of these numbers."""
        try:
            future = self._executor.submit(play_held, chunks)
        except BrokenExecutor as error:  # the worker died meanwhile: told where results are
            future = Future()
            future.set_exception(error)
        self._flying.append(future)
        return future

    def result(self, future: Future[Done]) -> Done:
        """What came of it; ``WorkerDied`` if the worker did."""
        try:
            done = future.result()
        except BrokenExecutor:
            self.close()  # after which every task of it has come to an end
            lost = [f for f in self._flying if f.exception() is not None]
            self._open()
            raise WorkerDied(lost) from None
        self._flying = [f for f in self._flying if f is not future]
        return done

    def close(self) -> None:
        """Kill the process, if there is one, and wait for its end."""
        for process in self._context.started:
            if process.pid is not None:
                process.kill()
        self._executor.shutdown()


class _Context(SpawnContext):
    """Starts workers as new interpreters, and knows which it started."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[_Worker] = []

    def Process(self, *args: Any, **extra: Any) -> _Worker:  # type: ignore[override]  # noqa: ANN401, N802
        """A process that is not yet started."""
        process = _Worker(*args, **extra)
        self.started.append(process)
        return process


class _Worker(SpawnProcess):
    """A worker process: deaf to Ctrl-C, which its parent sees to, and never without its parent."""

    def start(self) -> None:
        """Start it (in the parent)."""
        with _environment(ONE_THREAD), _interrupts_held():
            super().start()

    def run(self) -> None:
        """Work (in the worker)."""
        Thread(target=_end_with_parent, daemon=True).start()
        super().run()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _environment(extra: dict[str, str]) -> Iterator[None]:
    """The environment with these variables, where they have no value yet."""
    added = {name: value for name, value in extra.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """SIGINT waits until the end of the block; a process started in it never gets one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # would unblock signals if it were started in the block
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
