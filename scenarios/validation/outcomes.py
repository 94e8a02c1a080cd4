"""What paired runs compare: headline measures of a state, and counts of what a turn brought."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np

from sim.axes import Floats
from sim.measures import MEASURES
from sim.state import State
from sim.turn import Turn
from sim.world import World

Function: TypeAlias = Callable[[World, Turn], Floats]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A number a run and turn: what it tells, its unit, how to get it."""

    doc: str
    unit: str
    function: Function  # (world, turn) -> (R,)


def _after(measure: Callable[[World, State], Floats], world: World, turn: Turn) -> Floats:
    return measure(world, turn.after)


def signed(world: World, turn: Turn) -> Floats:
    """Bilateral agreements signed this turn."""
    del world
    new = (turn.after["agreement"] > 0) & (turn.before["agreement"] == 0)
    return np.asarray(new.sum(axis=(1, 2, 3)) / 2.0)


def ended(world: World, turn: Turn) -> Floats:
    """Bilateral agreements that ended, lapsed or failed this turn."""
    del world
    gone = (turn.after["agreement"] == 0) & (turn.before["agreement"] > 0)
    return np.asarray(gone.sum(axis=(1, 2, 3)) / 2.0)


FLOWS: Mapping[str, Outcome] = {
    function.__name__: Outcome(function.__doc__ or "", "agreements", function)
    for function in (signed, ended)
}

#: All outcomes by name: headline measures as they stand after a turn, then flows.
OUTCOMES: Mapping[str, Outcome] = {
    **{m.name: Outcome(m.doc, m.unit, partial(_after, m.function)) for m in MEASURES.values()},
    **FLOWS,
}
