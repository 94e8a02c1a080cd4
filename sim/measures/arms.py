"""Arms, dependence, resentment."""

from __future__ import annotations

import numpy as np

from sim.axes import Floats
from sim.forces import relative_spending
from sim.measures.registry import headline
from sim.measures.sets import at_pairs, count, mean, sponsor_of, tied_of
from sim.network import existing
from sim.state import State
from sim.world import World


@headline("relative to the start")
def spending(world: World, state: State) -> Floats:
    """Mean over nations of defence spending relative to its start."""
    return mean(relative_spending(world, state["spending"]), existing(world, state))


@headline("relative to the start")
def rivals_spending(world: World, state: State) -> Floats:
    """Mean defence spending relative to its start, over nations with a strategic rival."""
    armed = state["rivalry"].astype(np.float32) @ np.ones(world.dims.N, np.float32) > 0
    ratio = relative_spending(world, state["spending"])
    return mean(ratio, armed & existing(world, state))


@headline("nations")
def manoeuvres(_world: World, state: State) -> Floats:
    """Nations that held national manoeuvres this turn, declared or not."""
    return count(state["activity"] > 0)


@headline("0..1")
def neighbour_threat(world: World, state: State) -> Floats:
    """Mean threat that a nation sees in another, over politically relevant pairs."""
    first, second = world.neighbours
    here = existing(world, state)
    seen = at_pairs(state, "threat", first, second) + at_pairs(state, "threat", second, first)
    return mean(seen * 0.5, here[first] & here[second])


@headline("0..1")
def dependence(world: World, state: State) -> Floats:
    """Mean over nations of their largest dependence on one supplier."""
    return mean(state["dependence"].max(axis=2), existing(world, state))


@headline("pairs")
def foreign_bases(_world: World, state: State) -> Floats:
    """Pairs of host and guest with foreign forces on the host's soil."""
    return count(state["bases"] == 1)


@headline("0..1")
def resentment(world: World, state: State) -> Floats:
    """Mean resentment toward treaty partners, over ordered pairs with an agreement in force."""
    return mean(state["resentment"], tied_of(world, state))


@headline("ratio")
def burden_of_largest(world: World, state: State) -> Floats:
    """Share of the sponsor's spending borne by its largest economy, over its share of GDP.

    Above 1 the largest over-provides. Source: Olson and Zeckhauser 1966.
    """
    seats = sponsor_of(world, state)
    wealth = world.economy * seats
    largest = wealth == wealth.max(axis=1, keepdims=True)
    spends = state["spending"] * seats
    borne = (spends * largest).sum(axis=1) / np.maximum(spends.sum(axis=1), 2.0**-10)
    owned = (wealth * largest).sum(axis=1) / np.maximum(wealth.sum(axis=1), 2.0**-10)
    return np.asarray(borne / np.maximum(owned, 2.0**-10))
