"""What paired runs compare: headline measures of a state, and what a turn brought."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from scenarios.validation.flows import FLOWS, Outcome
from sim.axes import Floats
from sim.measures import MEASURES
from sim.state import State
from sim.turn import Turn
from sim.world import World


def _after(measure: Callable[[World, State], Floats], world: World, turn: Turn) -> Floats:
    return measure(world, turn.after)


#: All outcomes by name: headline measures as they stand after a turn, then flows.
OUTCOMES: Mapping[str, Outcome] = {
    **{m.name: Outcome(m.doc, m.unit, partial(_after, m.function)) for m in MEASURES.values()},
    **FLOWS,
}
