"""A chunk of a sweep: consecutive runs, played and told as Arrow tables.

The tables hold nothing but what follows from the plan: no clock, host or version. They are
described in ``docs/experiments/tables.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.experiments.playing.blocks import Outcome, metrics, play_runs
from scenarios.experiments.playing.columns import coded, numbers, table, texts
from scenarios.experiments.playing.decisions import decisions_table
from scenarios.experiments.playing.dyads import dyads_table

if TYPE_CHECKING:
    import pyarrow as pa

    from scenarios.experiments.designs.plan import Plan

#: The tables of a sweep; the last two only where the design asks for them.
NAMES = ("runs", "turns", "dyads", "decisions")

DONE, FAILED = "done", "failed"

#: Columns of ``runs`` that are not factors.
RUN_COLUMNS = (
    "run_id",
    "point",
    "replicate",
    "seed",
    "scenario",
    "scenario_digest",
    "turns",
    "status",
    "error",
)

_LENGTH = 8  # bytes in which the length of a table is written


@dataclass(frozen=True)
class Tables:
    """What some consecutive runs left behind; ``log`` is for people and stays outside."""

    runs: pa.Table
    turns: pa.Table
    dyads: pa.Table | None = None
    decisions: pa.Table | None = None
    log: tuple[Mapping[str, Any], ...] = ()

    def items(self) -> Iterator[tuple[str, pa.Table]]:
        """The tables there are, by name."""
        for name in NAMES:
            found = getattr(self, name)
            if found is not None:
                yield name, found

    @property
    def failed(self) -> int:
        """How many of the runs failed."""
        return int(self.runs["status"].to_pylist().count(FAILED))

    def to_bytes(self) -> bytes:
        """The tables, compressed, each an Arrow stream behind its length; without the log."""
        streams = [_stream(getattr(self, name)) for name in NAMES]
        lengths = b"".join(len(stream).to_bytes(_LENGTH, "little") for stream in streams)
        return b"".join((lengths, *streams))

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Tables:
        """The tables in bytes that ``to_bytes`` made."""
        found: dict[str, Any] = {}
        low = _LENGTH * len(NAMES)
        for place, name in enumerate(NAMES):
            here = slice(place * _LENGTH, (place + 1) * _LENGTH)
            high = low + int.from_bytes(data[here], "little")
            found[name] = _opened(data[low:high])
            low = high
        return cls(**found)


def _stream(content: pa.Table | None) -> bytes:
    """A table as a compressed stream; no bytes for none."""
    import pyarrow as pa  # noqa: PLC0415

    if content is None:
        return b""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd", use_threads=False)
    with pa.ipc.new_stream(sink, content.schema, options=options) as writer:
        writer.write_table(content)
    return bytes(memoryview(sink.getvalue()))


def _opened(data: bytes | memoryview) -> pa.Table | None:
    import pyarrow as pa  # noqa: PLC0415

    if not len(data):
        return None
    return pa.ipc.open_stream(pa.py_buffer(data)).read_all()


def play_chunk(plan: Plan, low: int, high: int) -> Tables:
    """Play the runs ``low`` to ``high`` (excluded) of a plan.

    A run that fails is a row of ``runs`` with its status and the class of its error, and has no
    rows elsewhere; its traceback is in the log. The others are as if it had not been there.
    """
    return tables_of(plan, play_runs(plan, plan.runs(low, high)))


def tables_of(plan: Plan, outcomes: Sequence[Outcome]) -> Tables:
    """The tables of runs that were played."""
    measures = plan.design.measures
    ids = [outcome.run.id for outcome in outcomes]
    log = [
        {"event": FAILED, "run_id": o.run.id, "error": o.error, "traceback": o.trace}
        for o in outcomes
        if o.error
    ]
    return Tables(
        _runs(plan, outcomes, ids),
        _turns(outcomes, ids, metrics(measures)),
        dyads_table([o.dyads for o in outcomes], ids) if measures.dyads else None,
        decisions_table([o.decisions for o in outcomes], ids) if measures.decisions else None,
        tuple(log),
    )


def _runs(plan: Plan, outcomes: Sequence[Outcome], ids: list[str]) -> pa.Table:
    """A row a run, with a column for each factor."""
    runs = [outcome.run for outcome in outcomes]
    treatments = [run.treatment for run in runs]
    played = [0 if o.error else plan.turns(o.run.treatment.scenario) for o in outcomes]
    columns = {
        "run_id": texts(ids),
        "point": numbers(np.array([run.point for run in runs], np.int64)),
        "replicate": numbers(np.array([run.replicate for run in runs], np.int32)),
        "seed": numbers(np.array([run.seed for run in runs], np.uint64)),
        "scenario": texts([t.scenario for t in treatments]),
        "scenario_digest": texts([plan.digests[t.scenario] for t in treatments]),
        "turns": numbers(np.array(played, np.int16)),
        "status": texts([FAILED if o.error else DONE for o in outcomes]),
        "error": texts([o.error for o in outcomes]),
    }
    for name, kind in plan.factor_types.items():
        columns.setdefault(name, _levels([t.factors[name] for t in treatments], kind))
    return table(columns)


def _levels(levels: list[Any], kind: type) -> pa.Array:
    """The column of a factor."""
    if kind is str:
        return texts(levels)
    return numbers(np.array(levels, {bool: np.bool_, int: np.int64, float: np.float64}[kind]))


def _turns(outcomes: Sequence[Outcome], ids: list[str], names: Sequence[str]) -> pa.Table:
    """A row for each run, turn and metric, in this order."""
    counts = [len(outcome.turns) for outcome in outcomes]
    turns = np.array([turn for outcome in outcomes for turn in outcome.turns], np.int16)
    runs = np.repeat(np.arange(len(ids), dtype=np.int32), counts)
    values = [turn for outcome in outcomes for turn in outcome.values]
    size = len(names)
    return table(
        {
            "run_id": coded(np.repeat(runs, size), ids),
            "turn": numbers(np.repeat(turns, size)),
            "metric": coded(np.tile(np.arange(size, dtype=np.int16), len(turns)), names),
            "value": numbers(np.concatenate(values) if values else np.zeros(0)),
        }
    )
