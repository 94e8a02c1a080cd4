"""The tables of a sweep as arrays, a few measures at a time, so that memory stays bounded.

A sweep of 20,000 runs has some 50 million rows of turns. They are never held together: a pass over
the shards takes out as many measures as fit into ``CELLS`` numbers, and further passes the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scenarios.experiments.analysis.varied import Varied, varied_of
from scenarios.experiments.playing.chunk import DONE
from scenarios.experiments.storing.manifest import read_manifest, shard_path
from sim.axes import Bools, Floats, Ints

if TYPE_CHECKING:
    import pyarrow as pa

    from scenarios.experiments.designs.plan import Plan

#: Numbers that a pass over the turns holds at most (but always one measure): 128 MB.
CELLS = 16_000_000

#: How the turns of a run become one number.
OVER: Mapping[str, str] = {"end": "at the end", "mean": "mean over all turns"}

_BATCH = 1 << 17


@dataclass(frozen=True, eq=False)
class Runs:
    """The runs that a sweep has tables of, and the points of the design that they belong to."""

    ids: tuple[str, ...]
    points: Ints  # (runs,) place of the run's point in the design
    replicates: Ints  # (runs,)
    done: Bools  # (runs,) false where the run failed
    errors: tuple[str, ...]  # class of the fault, "" for none
    factors: tuple[Varied, ...]
    size: tuple[int, int]  # points and replicates of the whole design

    def by_point(self, values: Floats) -> Floats:
        """(P, R) values (runs,) by point and replicate; nan where there is no finished run."""
        out = np.full(self.size, np.nan)
        out[self.points, self.replicates] = np.where(self.done, values, np.nan)
        return out


def read_runs(folder: Path, plan: Plan) -> Runs:
    """The runs of all finished shards."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    columns = ["run_id", "point", "replicate", "status", "error"]
    parts = [pq.ParquetFile(file).read(columns=columns) for file in _files(folder, "runs")]
    table = pa.concat_tables(parts)
    return Runs(
        ids=tuple(table["run_id"].to_pylist()),
        points=table["point"].to_numpy().astype(np.int64),
        replicates=table["replicate"].to_numpy().astype(np.int64),
        done=np.array([status == DONE for status in table["status"].to_pylist()], dtype=bool),
        errors=tuple(table["error"].to_pylist()),
        factors=varied_of(plan),
        size=(plan.points, plan.design.replicates),
    )


@dataclass(frozen=True, eq=False)
class Turns:
    """The turns of a sweep on disk."""

    folder: Path
    runs: Runs
    metrics: tuple[str, ...]

    def series(self) -> Iterator[tuple[str, Ints, Floats]]:
        """Each measure in turn: its name, the turns (T,), its values (T, runs).

        Values are nan where a turn of a run was not recorded.
        """
        turns = self._turns()
        place = {run: k for k, run in enumerate(dict.fromkeys(self.runs.ids))}
        back = np.array([place[run] for run in self.runs.ids], dtype=np.int64)
        cells = max(len(turns) * len(place), 1)
        together = max(1, CELLS // cells)
        for low in range(0, len(self.metrics), together):
            names = self.metrics[low : low + together]
            held = np.full((len(names), len(turns), len(place)), np.nan)
            self._fill(held, names, turns, place)
            for name, values in zip(names, held, strict=True):
                yield name, turns, values[:, back]
            del held, values  # before the next ones are made

    def _turns(self) -> Ints:
        """All turns that were recorded, from the first to the last."""
        import pyarrow.parquet as pq  # noqa: PLC0415

        low, high = [], []
        for file in _files(self.folder, "turns"):
            footer = pq.read_metadata(file)
            column = footer.schema.names.index("turn")
            for group in range(footer.num_row_groups):
                bounds = footer.row_group(group).column(column).statistics
                if bounds is not None and bounds.has_min_max:
                    low.append(bounds.min)
                    high.append(bounds.max)
        return np.arange(min(low, default=0), max(high, default=-1) + 1)

    def _fill(
        self, held: Floats, names: Sequence[str], turns: Ints, place: Mapping[str, int]
    ) -> None:
        import pyarrow.parquet as pq  # noqa: PLC0415

        if not held.size:
            return
        wanted = {name: k for k, name in enumerate(names)}
        columns = ["run_id", "turn", "metric", "value"]
        for file in _files(self.folder, "turns"):
            for batch in pq.ParquetFile(file).iter_batches(_BATCH, columns=columns):
                # to take what is wanted here is faster than to let the reader filter by texts
                which = _places(batch["metric"], wanted)
                kept = np.flatnonzero(which >= 0)
                when = batch["turn"].to_numpy()[kept].astype(np.int64) - int(turns[0])
                run = _places(batch["run_id"], place)[kept]
                held[which[kept], when, run] = batch["value"].to_numpy()[kept]


def _files(folder: Path, table: str) -> list[Path]:
    """The files of a table in finished shards."""
    return [shard_path(folder, table, number) for number in sorted(read_manifest(folder))]


def _places(column: pa.Array, place: Mapping[str, int]) -> Ints:
    """The place of every text of a column, looked up once for each that occurs."""
    import pyarrow as pa  # noqa: PLC0415

    coded = column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()
    lookup = np.array([place.get(text, -1) for text in coded.dictionary.to_pylist()], np.int64)
    return np.asarray(lookup[coded.indices.to_numpy()])


def headline(over: str, values: Floats) -> Floats:
    """(runs,) one number of each run's turns (T, runs); nan for a run of which none is recorded."""
    known = np.isfinite(values)
    number = known.sum(axis=0)
    out = np.full(values.shape[1], np.nan)
    some = number > 0
    if over == "mean":
        out[some] = np.where(known, values, 0.0).sum(axis=0)[some] / number[some]
    elif len(values):
        last = len(values) - 1 - np.argmax(known[::-1], axis=0)
        out[some] = values[last, np.arange(values.shape[1])][some]
    return out
