"""The workers of a running Dask scheduler as a pool."""

from __future__ import annotations

import asyncio
import logging
import pickle
import warnings
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from scenarios.experiments.playing.pools import Pool, Stopped, WorkerDied
from scenarios.experiments.playing.task import Done, another_engine, engine_here, play_chunks
from sim.errors import DetenteError

if TYPE_CHECKING:
    from scenarios.experiments.designs.plan import Plan

#: Seconds in which a scheduler answers, and in which its first worker is there.
_ANSWER, _JOIN = 5, 10


class Cluster(Pool):
    """The workers of a running Dask scheduler. They need no disk in common with this machine.

    Dask itself gives the tasks of a worker that is lost to others, and new workers join in.
    """

    def __init__(self, plan: Plan, address: str) -> None:
        self._client = _connect(address)
        try:
            threads = _workers(self._client, address)
            _check_engines(self._client, plan)
            self._lane = _ClusterLane(self._client, address, pickle.dumps(plan))
        except BaseException:
            self._client.close()
            raise
        self.lanes = [self._lane]
        self.where = f"{len(threads)} worker{'s' * (len(threads) > 1)} of the cluster at {address}"
        most = max(threads.values())
        if most > 1:
            self.note = (
                f"a worker there has {most} threads, and a process plays one chunk at a time: "
                f"dask worker {address} --nworkers {most} --nthreads 1 would use {most} cores"
            )

    def close(self) -> None:
        """Cancel what has not begun and leave the cluster to others."""
        self._lane.close()
        self._client.close()


class _ClusterLane:
    """All workers of a cluster: those that are lost are the scheduler's affair."""

    def __init__(self, client: Any, address: str, data: bytes) -> None:  # noqa: ANN401
        self._client, self._address = client, address
        self._executor: Executor = client.get_executor(pure=False)
        # A task of its own: workers fetch its result once, and a lost one is worked out again.
        self._plan = client.submit(bytes, data, pure=False)

    def width(self) -> int:
        """How many worker processes there are."""
        with self._reached():
            return len(self._client.nthreads())

    def submit(self, chunks: tuple[int, ...]) -> Future[Done]:
        """Start to play the chunks of these numbers."""
        with self._reached():
            return self._executor.submit(play_chunks, self._plan, chunks)

    def result(self, future: Future[Done]) -> Done:
        """What came of it; ``WorkerDied`` if Dask gave up, ``Stopped`` if it has gone."""
        from distributed import KilledWorker  # noqa: PLC0415

        try:
            with self._reached():
                return future.result()
        except KilledWorker as error:
            raise WorkerDied([future], error.allowed_failures + 1) from None

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """A fault of the connection is one clear sentence."""
        try:
            yield
        except (OSError, CancelledError) as error:
            raise Stopped(
                f"the Dask scheduler at {self._address} can no longer be reached"
            ) from error

    def close(self) -> None:
        """Cancel what has not begun."""
        self._executor.shutdown(wait=False)


def _workers(client: Any, address: str) -> dict[str, int]:  # noqa: ANN401
    """Threads by worker, once there is a worker."""
    try:
        client.wait_for_workers(1, timeout=_JOIN)
        found: dict[str, int] = client.nthreads()
    except OSError:
        found = {}
    if not found:
        raise DetenteError(
            f"--cluster {address}: the scheduler has no workers; dask worker {address} starts one"
        )
    return found


def _check_engines(client: Any, plan: Plan) -> None:  # noqa: ANN401
    """Raise unless every worker has this program, with the plan's engine."""
    for worker, engine in client.run(engine_here, on_error="return").items():
        if not isinstance(engine, str):
            raise DetenteError(
                f"{worker}: the worker cannot import this program ({engine}); install it there too"
            )
        if engine != plan.fingerprint:
            raise another_engine(worker, engine, plan)


def _connect(address: str) -> Any:  # noqa: ANN401  distributed has no types
    """A client of the scheduler; a fault if the extra is missing or no scheduler answers."""
    try:
        import distributed  # noqa: PLC0415
    except ImportError:
        raise DetenteError(
            "--cluster needs Dask, which is not installed: python -m pip install distributed"
        ) from None
    for name in ("distributed", "distributed.client", "distributed.core", "distributed.comm"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # faults are told by the sweep
    try:
        with ThreadPoolExecutor(1) as apart:  # a notebook has an event loop of its own
            apart.submit(asyncio.run, _greet(address)).result()
    except Exception as error:  # whatever is there is no scheduler
        reason = " ".join(str(error).split()) or "something else is there"
        raise DetenteError(
            f"--cluster {address}: no Dask scheduler answers there ({reason}); "
            "dask scheduler starts one and prints its address"
        ) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # versions that matter are compared by ``check_engine``
        return distributed.Client(address, timeout=_ANSWER, set_as_default=False)


async def _greet(address: str) -> None:
    """Ask what is at the address who it is. A client that finds nobody would not end quietly."""
    from distributed.core import rpc  # noqa: PLC0415

    async with rpc(address, timeout=_ANSWER) as there:
        who = await asyncio.wait_for(there.identity(), _ANSWER)
    if who.get("type") != "Scheduler":
        raise ValueError(f"a {who.get('type')} is there")
