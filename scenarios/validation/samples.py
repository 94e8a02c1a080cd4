"""Samples of play: tables with a row for each observation and a column for each fact."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from scenarios.schema import Scenario
from sim.axes import Bools
from sim.turn import Turn
from sim.world import World

Columns: TypeAlias = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Sample:
    """Rows of one kind; the columns ``run`` and ``case`` (a scenario's number) tell whence."""

    columns: Columns

    def __getitem__(self, name: str) -> np.ndarray:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.columns["run"])

    def where(self, rows: Bools) -> Sample:
        """Some of the rows."""
        return Sample({name: column[rows] for name, column in self.columns.items()})


def joined(parts: Iterable[Columns]) -> dict[str, np.ndarray]:
    """Rows of several tables with the same columns, one after the other."""
    tables = list(parts)
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}


class Collector(ABC):
    """Sees every turn of a batch of runs and keeps rows of one kind."""

    def __init__(self, world: World, scenario: Scenario) -> None:
        self.world, self.scenario = world, scenario
        self.year = 12 // world.months  # turns
        self.one, self.two = np.triu_indices(world.dims.N, 1)
        self.parts: list[Columns] = []

    @abstractmethod
    def note(self, turn: Turn) -> None:
        """Take in a turn that was played."""

    def columns(self) -> dict[str, np.ndarray]:
        """All rows so far; call it once, after the last turn."""
        return joined(self.parts)

    def _pairs(self, cells: np.ndarray) -> np.ndarray:
        """(R, pairs) of (R, N, N)."""
        return np.asarray(cells[:, self.one, self.two])

    def _either(self, cells: Bools) -> Bools:
        """(R, pairs) whether it holds from either side."""
        return np.asarray(self._pairs(cells) | cells[:, self.two, self.one])

    def _year_starts(self, turn: Turn) -> bool:
        return turn.before.turn % self.year == 0

    def _year_ends(self, turn: Turn) -> bool:
        return turn.after.turn % self.year == 0
