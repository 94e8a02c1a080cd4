"""Confrontations, calls for aid, incidents."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.axes import Floats
from sim.measures.registry import headline
from sim.measures.sets import count, mean
from sim.network import existing
from sim.state import FORCE, NO_INCIDENT, State
from sim.world import World


@headline("pairs")
def confrontations(_world: World, state: State) -> Floats:
    """Pairs of nations in an open confrontation."""
    rows = relations.confrontations(state)[0]
    return np.bincount(rows, minlength=state.rows).astype(np.float64)


@headline("pairs")
def at_force(_world: World, state: State) -> Floats:
    """Pairs of nations in an open confrontation in which a side uses force or wages war."""
    rows, one, two = relations.confrontations(state)
    level = np.maximum(state["standoff"][rows, one, two], state["standoff"][rows, two, one])
    return np.bincount(rows[level >= FORCE], minlength=state.rows).astype(np.float64)


@headline("calls")
def calls(_world: World, state: State) -> Floats:
    """Calls for aid that lie before allies."""
    return count(state["call_victim"] >= 0)


@headline("nations")
def incidents(_world: World, state: State) -> Floats:
    """Nations struck by terrorism, cyber or hybrid pressure this turn."""
    return count(state["incident"] != NO_INCIDENT)


@headline("0..1")
def harm(world: World, state: State) -> Floats:
    """Mean over nations of standing damage by terrorism, cyber and hybrid pressure."""
    return mean(state["harm"], existing(world, state))


@headline("nations")
def suspicions(_world: World, state: State) -> Floats:
    """Nations that suspect another of an incident."""
    return count(state["suspect"] >= 0)
