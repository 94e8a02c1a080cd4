"""What the model reads of a scenario: parameters, tables, the state at the start."""

from __future__ import annotations

from dataclasses import dataclass, fields
from types import SimpleNamespace
from typing import Any

import numpy as np

from scenarios.build import build_state, build_world
from scenarios.schema import Scenario
from sim.grid import snap_number
from sim.state import State
from sim.world import World

#: Decisions of the subset, and the terms that each weighs.
TERMS = {
    "join": "alignment protection membership precedent autonomy patron war home council",
    "leave": "home stance autonomy",
    "depth": "alignment protection membership autonomy patron home",
    "advance": "depth home membership",
    "host": "hosting power home depth war",
    "attend": "power home autonomy habit trust depth partnership distance rivalry",
    "tie": "popularity activity saturation trust exercised allied tied rivalry dispute protection "
    "home war distance border alignment power autonomy",
    "reply": "reassurance intrusion",
    "adopt": "depth home membership lag",
    "spend": "race threat fatigue dividend burden shelter",
    "escalate": "free odds provocation threat rung",
    "deescalate": "free odds height trust line",
}


@dataclass(frozen=True)
class Facts:
    """A scenario as plain numbers."""

    world: World
    start: State  # of one run
    p: dict[str, float]  # parameters a turn
    agreements: SimpleNamespace  # tables as lists
    exercises: SimpleNamespace
    programmes: SimpleNamespace
    formats: SimpleNamespace
    orders: SimpleNamespace

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        seed: int,
        values: dict[str, float] | None = None,
        start: State | None = None,
    ) -> Facts:
        """The facts of a scenario; what is not documented at the start is drawn by ``seed``."""
        world = build_world(scenario, values)
        if world.months != 3 or world.dims.P != 1:
            raise ValueError("the baseline plays turns of a quarter and one programme")
        p = {name: float(numbers[0]) for name, numbers in world.params.items()}
        tables = (world.agreements, world.exercises, world.programmes, world.formats)
        start = build_state(scenario, world, [seed]) if start is None else start
        return cls(world, start, p, *map(_plain, (*tables, world.order_kinds)))

    def weights(self, index: int) -> dict[str, dict[str, float]]:
        """Weights of the terms of each decision, by the doctrine of a nation."""
        world, doctrine = self.world, self.world.doctrine[index]
        return {
            decision: {
                term: snap_number(
                    self.p[f"{decision}.{term}"]
                    * (float(world.weights[term][doctrine]) if term in world.weights else 1.0)
                )
                for term in terms.split()
            }
            for decision, terms in TERMS.items()
        }


def _plain(table: Any) -> SimpleNamespace:
    """The columns of a table as lists."""
    columns = {column.name: getattr(table, column.name) for column in fields(table)}
    return SimpleNamespace(
        **{k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in columns.items()}
    )
