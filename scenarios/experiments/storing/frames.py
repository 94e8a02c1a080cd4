"""The tables of a sweep as pandas frames, for a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scenarios.experiments.playing.blocks import metrics
from scenarios.experiments.playing.chunk import tables_of
from scenarios.experiments.storing.layout import Layout
from scenarios.experiments.storing.manifest import read_manifest, shard_path
from scenarios.experiments.storing.store import read_plan
from sim.errors import DetenteError, UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

    from scenarios.experiments.designs.plan import Plan


@dataclass(frozen=True)
class Frames:
    """The tables of the shards that were finished when it was made.

    ``print`` it to see how much of the sweep that is.
    """

    folder: Path
    plan: Plan
    shards: tuple[int, ...]  # finished
    count: int  # runs in them

    @classmethod
    def of(cls, folder: Path) -> Frames:
        """The tables in a folder; raises ``DetenteError`` if it holds no sweep."""
        found = read_manifest(folder)
        return cls(
            folder,
            read_plan(folder),
            tuple(sorted(found)),
            sum(shard.runs for shard in found.values()),
        )

    def __repr__(self) -> str:
        shards = Layout(self.plan.count).shards
        return (
            f"<sweep {self.folder}: {self.count:,} of {self.plan.count:,} runs "
            f"in {len(self.shards):,} of {shards:,} shards>"
        )

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row a run: its id, point, replicate, seed, status, and a column for each factor."""
        return self._frame("runs")

    @cached_property
    def turns(self) -> pd.DataFrame:
        """A row for each run, turn and metric. Of a large sweep, ask ``wide`` instead."""
        return self._frame("turns")

    @cached_property
    def dyads(self) -> pd.DataFrame:
        """A row for each run, turn, field, domain and ordered pair of nations."""
        return self._frame("dyads")

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """A row a decision: who decided what about whom, score, chance, draw, outcome."""
        return self._frame("decisions")

    def wide(self, metric: str) -> pd.DataFrame:
        """One metric, a row a run (by ``run_id``, in the order of ``runs``), a column a turn.

        Turns that were not recorded, and failed runs, are not a number.
        """
        columns = ["run_id", "turn", "value"]
        found = self._table("turns", columns, [("metric", "==", metric)]).to_pandas()
        known = metrics(self.plan.design.measures)
        if found.empty and metric not in known:
            raise UnknownName("metric", metric, known)
        found = found.drop_duplicates(["run_id", "turn"])
        table = found.pivot_table(index="run_id", columns="turn", values="value", observed=True)
        return table.reindex(self.runs["run_id"])

    def _frame(self, name: str) -> pd.DataFrame:
        return self._table(name).to_pandas()

    def _table(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        filters: Sequence[tuple[str, str, str]] | None = None,
    ) -> pa.Table:
        """A table of all finished shards; without any, one without rows."""
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415

        empty = dict(tables_of(self.plan, []).items())
        if name not in empty:
            raise DetenteError(f"{self.folder}: its design asks for no {name} (measures.{name})")
        parts = [
            pq.read_table(shard_path(self.folder, name, shard), columns=columns, filters=filters)
            for shard in self.shards
        ]
        whole = pa.concat_tables(parts) if parts else empty[name]
        return whole.select(columns) if columns else whole
