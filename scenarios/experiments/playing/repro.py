"""One run of a sweep played again, alone, and compared with what is kept of it, to the bit."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.experiments.playing.blocks import attempt
from scenarios.experiments.playing.chunk import tables_of
from scenarios.experiments.storing.kept import kept_run
from scenarios.experiments.storing.store import Store
from scenarios.games import set_up
from sim.record import Header, Recorder

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from agents.run import Played
    from scenarios.experiments.designs.plan import Plan, Run
    from sim.world import World

#: Rows that are named where a column differs, at most.
_NAMED = 5

#: Columns that tell where a row belongs.
_TELLING = ("turn", "metric", "field", "domain", "from", "to", "nation", "counterpart", "decision")


@dataclass(frozen=True)
class Reproduced:
    """A run played again."""

    run: Run
    rows: dict[str, int]  # compared, by table
    differences: tuple[str, ...]  # in words; none where every bit is the same
    record: str  # of the game, for ``detente replay`` and the desktop; up to a failure
    error: str  # class of the fault if the run failed, now as then
    trace: str

    @property
    def same(self) -> bool:
        """Whether all that is kept of the run came out again."""
        return not self.differences


def repro(folder: Path, wanted: str) -> Reproduced:
    """Play the run with this id, or with the only id that begins so, again and compare it.

    Raises ``DetenteError`` if there is no such run among those played, or more than one, or if
    the sweep was begun with another engine.
    """
    store = Store.open(folder)
    kept = kept_run(store, wanted)
    row = kept.runs.to_pylist()[0]
    run = store.plan.run(row["point"] * store.plan.design.replicates + row["replicate"])
    tape = _Tape(store.plan, run)
    [outcome] = attempt(store.plan, [run], tape)
    now = dict(tables_of(store.plan, [outcome]).items())
    found = [_compare(name, table, now[name]) for name, table in kept.items()]
    return Reproduced(
        run=run,
        rows={name: len(table) for name, table in kept.items()},
        differences=tuple(words for differences in found for words in differences),
        record=tape.text(),
        error=outcome.error,
        trace=outcome.trace,
    )


class _Tape:
    """Records a game while it is played."""

    def __init__(self, plan: Plan, run: Run) -> None:
        self._plan, self._run = plan, run
        self._recorder: Recorder | None = None

    def __call__(self, world: World, played: Played) -> None:
        if self._recorder is None:
            self._recorder = Recorder(self._header())
        self._recorder.add(world, played.decision.moves, played.turn.after)

    def _header(self) -> Header:
        treatment = self._run.treatment
        return set_up(
            self._plan.scenarios[treatment.scenario],
            self._run.seed,
            values=treatment.setting.values,
            off=treatment.setting.off,
            seats=treatment.seats,
            default=treatment.policy,
        ).header

    def text(self) -> str:
        """The record, empty if no turn was played."""
        return "" if self._recorder is None else self._recorder.text()


def _compare(name: str, kept: pa.Table, now: pa.Table) -> list[str]:
    """What differs between two tables of one run, in words; numbers are compared by their bits."""
    if len(kept) != len(now):
        return [f"{name}: {len(kept):,} rows are kept, {len(now):,} came out"]
    found = []
    for column in kept.schema.names:
        before, after = kept[column].to_pylist(), now[column].to_pylist()
        places = [k for k, (a, b) in enumerate(zip(before, after, strict=True)) if _differ(a, b)]
        found += [
            f"{name}: row {k}{_place(kept, k)}: {column} {before[k]} is kept, {after[k]} came out"
            for k in places[:_NAMED]
        ]
        if len(places) > _NAMED:
            found.append(f"{name}: {len(places) - _NAMED:,} more rows differ in {column}")
    return found


def _differ(one: object, two: object) -> bool:
    """Whether two values differ in a bit."""
    if isinstance(one, float) and isinstance(two, float):
        return struct.pack("<d", one) != struct.pack("<d", two)
    return one != two


def _place(table: pa.Table, row: int) -> str:
    """What tells a row of a run's table from the others, in words and brackets."""
    cells = table.slice(row, 1).to_pylist()[0]
    words = [f"{name} {cells[name]}" for name in _TELLING if cells.get(name, "") != ""]
    return f" ({', '.join(words)})" if words else ""
