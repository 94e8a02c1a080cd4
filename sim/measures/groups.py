"""Groups founded in play, missions, the fighting that they are to calm."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.axes import NEVER, Floats
from sim.measures.registry import headline
from sim.measures.sets import count, mean
from sim.network import existing
from sim.state import State
from sim.world import World


@headline("groups")
def founded_groups(_world: World, state: State) -> Floats:
    """Groups that nations founded in play and that still stand."""
    return count(state["founded"] != NEVER)


@headline("0..1")
def founders_interoperability(_world: World, state: State) -> Floats:
    """Mean interoperability in equipment among fellow members of groups founded in play."""
    founded = state["founded"] != NEVER
    places = np.flatnonzero(founded.any(axis=0))
    seats = state["member"][:, :, places] * founded[:, None, places]
    some = np.flatnonzero(seats.any(axis=(1, 2)))
    own = seats[some].astype(np.float32)  # exact: there are few groups
    shared = np.matmul(own, own.transpose(0, 2, 1)) > 0
    diagonal = np.arange(shared.shape[1])
    shared[:, diagonal, diagonal] = False
    out = np.zeros(state.rows)
    out[some] = mean(state["interop"][some, 2], shared)
    return out


@headline("0..1")
def pooled_capability(world: World, state: State) -> Floats:
    """Capability that nations add to their own by joint units, summed over nations."""
    added = relations.pooled(world, state) - state["capability"]
    return np.asarray(added.sum(axis=1))


@headline("missions")
def missions(_world: World, state: State) -> Floats:
    """Missions under way."""
    return count(state["mission_place"] >= 0)


@headline("thousands")
def troops(_world: World, state: State) -> Floats:
    """Troops pledged to missions."""
    return np.asarray(state["troops"].sum(axis=(1, 2)))


@headline("0..1")
def troops_arrived(_world: World, state: State) -> Floats:
    """Share of the pledged troops that have arrived."""
    pledged = state["troops"].sum(axis=(1, 2))
    arrived = state["arrived"].sum(axis=(1, 2))
    return np.asarray(arrived / np.maximum(pledged, 2.0**-10))


@headline("deaths a month")
def deaths(world: World, state: State) -> Floats:
    """Battle deaths a month, summed over nations."""
    return np.asarray((state["deaths"] * existing(world, state)).sum(axis=1))


@headline("nations")
def wars(world: World, state: State) -> Floats:
    """Nations with an armed conflict on their soil."""
    return count((state["war"] > 0) & existing(world, state))


@headline("0..1")
def casualties(world: World, state: State) -> Floats:
    """Mean weight of recent casualties on opinion at home."""
    return mean(state["casualties"], existing(world, state))
