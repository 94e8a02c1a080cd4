"""Civil control, reform effort against result, and how democratic those are who acceded."""

from __future__ import annotations

import numpy as np

from sim.axes import Bools, Floats
from sim.conditions import PLAN, civil_control
from sim.grid import snap
from sim.measures.registry import headline
from sim.measures.sets import count, mean, reached_of
from sim.network import existing
from sim.state import State
from sim.world import World

#: The smallest sum of aid on the grid, $m.
_LEAST = 2.0**-20


def acceded_of(world: World, state: State) -> Bools:
    """(R, N) existing nations that acceded to the sponsor since the start."""
    return reached_of(world, state, world.programmes.last) & existing(world, state)


def signed_of(world: World, state: State) -> Bools:
    """(R, N) existing nations that ever signed up to the programme, acceded since or not."""
    return reached_of(world, state, world.programmes.first) & existing(world, state)


@headline("0..1")
def control(world: World, state: State) -> Floats:
    """Mean strength of the instruments of civil control of those who ever signed up."""
    return mean(civil_control(state["control"]), signed_of(world, state))


@headline("0..1")
def control_acceded(world: World, state: State) -> Floats:
    """Mean strength of the instruments of civil control of those who acceded to the sponsor."""
    return mean(civil_control(state["control"]), acceded_of(world, state))


@headline("0..1")
def institutions_acceded(world: World, state: State) -> Floats:
    """Mean liberal institutions of those who acceded to the sponsor."""
    return mean(state["institutions"], acceded_of(world, state))


@headline("strength")
def reform_effort(world: World, state: State) -> Floats:
    """Mean recent effort at reform of those who ever signed up, by what it might have brought."""
    return mean(state["reform_effort"], signed_of(world, state))


@headline("strength")
def reform_result(world: World, state: State) -> Floats:
    """Mean recent change of civil control of those who ever signed up, all instruments summed."""
    return mean(state["reform_result"], signed_of(world, state))


@headline("0..1")
def resistance(world: World, state: State) -> Floats:
    """Mean resistance to reform inside the ministries of those who ever signed up."""
    return mean(state["resistance"], signed_of(world, state))


@headline("nations")
def membership_plans(world: World, state: State) -> Floats:
    """Nations that have reached the membership plan, for which the sponsor sets conditions."""
    steps = world.programmes.steps
    if PLAN not in steps:
        return np.zeros(state.rows)
    return count(reached_of(world, state, steps.index(PLAN)))


@headline("0..1")
def adopted(world: World, state: State) -> Floats:
    """Mean share of common standards that nations have adopted by their own effort."""
    return mean(state["adopted"], existing(world, state))


@headline("0..1")
def aided_control(world: World, state: State) -> Floats:
    """Civil control of the partners that the sponsor aids, weighed by the aid they received."""
    aid = state["aid"].sum(axis=2) * existing(world, state)
    share = aid / np.maximum(aid.sum(axis=1), _LEAST)[:, None]
    return np.asarray((snap(share) * civil_control(state["control"])).sum(axis=1))
