"""Law, secrecy and the terms of agreements (A3, A4, A7, A15)."""

from __future__ import annotations

import numpy as np

from sim.axes import Floats
from sim.measures.registry import headline
from sim.measures.sets import count, count_once, mean, pairs_of, tied_of
from sim.orders import SECRET
from sim.state import State
from sim.world import World


@headline("nations")
def offenders(_world: World, state: State) -> Floats:
    """Nations found to have broken the law this turn."""
    return count(state["offence"] > 0)


@headline("observations")
def ill_repute(world: World, state: State) -> Floats:
    """Mean bad evidence about another nation heard from third nations, over ordered pairs."""
    return mean(state["heard_bad"], pairs_of(world, state))


@headline("pairs")
def secret_annexes(world: World, state: State) -> Floats:
    """Pairs of nations with a secret annex that has not come to light."""
    return count_once(world, state, state["annex"] == SECRET)


@headline("pairs")
def breaches(world: World, state: State) -> Floats:
    """Ordered pairs in which one covertly does not keep an agreement with the other."""
    return count((state["breached"] > 0) & pairs_of(world, state))


@headline("pairs")
def contested(world: World, state: State) -> Floats:
    """Pairs of nations that dispute the meaning of an agreement."""
    return count_once(world, state, state["contested"] > 0)


@headline("0..1")
def verified_ties(world: World, state: State) -> Floats:
    """Share of the pairs with agreements in force that agreed on verification."""
    tied = tied_of(world, state)
    return count(tied & (state["verified"] > 0)) / np.maximum(count(tied), 1.0)


@headline("ideal points")
def tied_distance(world: World, state: State) -> Floats:
    """Mean distance of foreign-policy positions between nations with agreements in force."""
    point = state["alignment"]
    gap = np.abs(point[:, :, None] - point[:, None, :])
    return mean(gap, tied_of(world, state))
