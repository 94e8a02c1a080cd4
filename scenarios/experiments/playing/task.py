"""What a worker does: play chunks of a plan and hand back their tables.

Importing this is light: the engine comes with the first chunk.
"""

from __future__ import annotations

import os
import pickle
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any

from scenarios.experiments.storing.layout import Layout
from sim.errors import DetenteError

if TYPE_CHECKING:
    from scenarios.experiments.designs.plan import Plan

#: The plan of a worker process that plays for one sweep only.
_held: list[bytes] = []

#: A process plays one chunk at a time, whatever threads it has.
_playing = Lock()


@dataclass(frozen=True)
class Chunk:
    """A chunk that was played: its number, its tables as bytes and its lines for the log."""

    number: int
    tables: bytes
    log: tuple[Mapping[str, Any], ...]
    failed: int  # runs


@dataclass(frozen=True)
class Done:
    """What came of a task: its chunks, and the seconds they took."""

    chunks: tuple[Chunk, ...]
    seconds: float


def hold(data: bytes) -> None:
    """Keep the pickled plan that all chunks of this process belong to."""
    _held[:] = [data]


def play_held(chunks: tuple[int, ...]) -> Done:
    """Play chunks of the plan that is held."""
    return play_chunks(_held[0], chunks)


def play_chunks(data: bytes, chunks: tuple[int, ...]) -> Done:
    """Play chunks of a pickled plan.

    Raises ``DetenteError`` where the engine is another than the plan was made with.
    """
    with _playing:
        began = perf_counter()
        plan = _plan(data)
        return Done(tuple(_play(plan, number) for number in chunks), perf_counter() - began)


@lru_cache(maxsize=1)
def _plan(data: bytes) -> Plan:
    """The plan, unpickled once; of this engine."""
    plan: Plan = pickle.loads(data)  # noqa: S301  from our own parent or client
    check_engine(plan)
    return plan


def check_engine(plan: Plan) -> None:
    """Raise a clear fault where this process has another engine or catalogue than the plan's."""
    here = engine_here()
    if here != plan.fingerprint:
        raise another_engine(platform.node(), here, plan)


def engine_here() -> str:
    """The fingerprint of the engine and catalogue of this process."""
    from scenarios.experiments.designs.plan import engine_fingerprint  # noqa: PLC0415

    return engine_fingerprint()


def another_engine(who: str, engine: str, plan: Plan) -> DetenteError:
    """The fault of a worker with another engine."""
    return DetenteError(
        f"{who}: the engine or its catalogue there ({engine[:12]}) is not the one the sweep was "
        f"begun with ({plan.fingerprint[:12]}); install the same version"
    )


def _play(plan: Plan, number: int) -> Chunk:
    from scenarios.experiments.playing.chunk import play_chunk  # noqa: PLC0415
    from scenarios.experiments.storing.log import versions  # noqa: PLC0415

    began = perf_counter()
    low, high = Layout(plan.count).runs_of(number)
    tables = play_chunk(plan, low, high)
    data = tables.to_bytes()
    played = {
        "event": "played",
        "chunk": number,
        "runs": high - low,
        "host": platform.node(),
        "process": os.getpid(),
        "versions": versions(),
        "seconds": round(perf_counter() - began, 3),
    }
    failed = sum(line["event"] == "failed" for line in tables.log)
    return Chunk(number, data, (played, *tables.log), failed)
