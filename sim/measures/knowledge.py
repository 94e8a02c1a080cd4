"""What nations know of each other, what is hidden, what is checked."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.axes import Bools, Floats
from sim.knowledge import concerned, hidden
from sim.measures.registry import headline
from sim.measures.sets import at_pairs, count, mean
from sim.network import existing
from sim.state import State
from sim.world import World


def _seen(world: World, state: State, field: str) -> tuple[Floats, Bools]:
    """(R, 2 E) a field of the politically relevant pairs, and (2 E,) where both exist."""
    one, two = concerned(world)
    here = existing(world, state)

    def make() -> Floats:
        return at_pairs(state, field, one, two)

    return relations.memo(state, f"measures {field}", make, world), here[one] & here[two]


def _partners(world: World, state: State) -> Bools:
    """(R, 2 E) which of the politically relevant pairs may share classified information."""

    def make() -> Bools:
        return relations.information_of(world, state, *concerned(world))

    return relations.memo(state, "measures partners", make, world)


@headline("0..1")
def insight(world: World, state: State) -> Floats:
    """Mean over politically relevant pairs of how much one knows of the other's hidden affairs."""
    return mean(*_seen(world, state, "insight"))


@headline("0..1")
def insight_of_partners(world: World, state: State) -> Floats:
    """The same for pairs that may share classified information."""
    known, here = _seen(world, state, "insight")
    return mean(known, _partners(world, state) & here)


@headline("0..1")
def insight_of_others(world: World, state: State) -> Floats:
    """The same for pairs that may not."""
    known, here = _seen(world, state, "insight")
    return mean(known, ~_partners(world, state) & here)


@headline("-1..1")
def partners_edge(world: World, state: State) -> Floats:
    """What pairs that may share classified information know of each other beyond other pairs."""
    return insight_of_partners(world, state) - insight_of_others(world, state)


@headline("0..1")
def belief_error(world: World, state: State) -> Floats:
    """Mean over politically relevant pairs of how far belief about the other's posture is off."""
    held, here = _seen(world, state, "belief")
    return mean(np.abs(held - state["posture"][:, concerned(world)[1]]), here)


@headline("-1..1")
def believed_excess(world: World, state: State) -> Floats:
    """Mean over politically relevant pairs of posture as believed less true posture."""
    held, here = _seen(world, state, "belief")
    return mean(held - state["posture"][:, concerned(world)[1]], here)


@headline("nations")
def misdeclared(world: World, state: State) -> Floats:
    """Nations that held larger activities this turn than they declared."""
    return count(hidden(world, state["activity"], state["notified"]) > 0)


@headline("inspections")
def inspections(_world: World, state: State) -> Floats:
    """Inspections carried out this turn, counted once a pair of nations."""
    return count(state["inspected"] == state.turn - 1)


@headline("nations")
def caught(_world: World, state: State) -> Floats:
    """Nations of which inspectors proved this turn that they had not declared what they did."""
    return count(state["caught"] == state.turn - 1)


@headline("0..1")
def violations(world: World, state: State) -> Floats:
    """Mean standing record of proven violations of law."""
    return mean(state["violations"], existing(world, state))


@headline("pairs")
def leaks(_world: World, state: State) -> Floats:
    """Confidences found to be broken this turn."""
    return count(state["leaked"] == state.turn - 1)
