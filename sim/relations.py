"""Relations between nations that follow from the state: pacts, ties, degrees.

Each is computed once for a state and kept with it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.axes import Bools, Floats, Ints
from sim.state import ACTIVE, HELD, IN_FORCE, MEMBER, NO_DISPUTE, State
from sim.world import World


def memo(
    state: State, name: str, make: Callable[[], np.ndarray], world: World | None = None
) -> np.ndarray:
    """What ``make`` gives, made once for a state and kept with it under a name.

    What depends on the ``world`` too (its switches, its groups) is kept for that world only.
    """
    store = state.__dict__.setdefault("_relations", {})
    key = (name, id(world))
    if key not in store:
        value = make()
        value.flags.writeable = False
        store[key] = (value, world)  # the world is held, so that its id stays its own
    return np.asarray(store[key][0])


def fellow_members(world: World, state: State, groups: Bools) -> Bools:
    """(R, N, N) whether two nations share one of the ``groups`` (G,)."""
    seats = state["member"] == 1
    out = np.zeros((state.rows, world.dims.N, world.dims.N), bool)
    for group in np.nonzero(groups)[0]:
        out |= seats[:, :, None, group] & seats[:, None, :, group]
    return out


def defence_pact(world: World, state: State) -> Bools:
    """(R, N, N) whether the two owe each other defence, by group (A1) or bilateral treaty."""

    def make() -> Bools:
        by_group = fellow_members(world, state, world.groups.defence) & world.on("A1", 2)
        types = np.nonzero(world.agreements.defence)[0]
        for a in types:
            by_group |= state["agreement"][:, a] >= IN_FORCE
        diagonal = np.arange(world.dims.N)
        by_group[:, diagonal, diagonal] = False
        return np.asarray(by_group)

    return memo(state, "defence_pact", make, world)


def restraint_pact(world: World, state: State) -> Bools:
    """(R, N, N) whether the two owe each other the peace, by group or bilateral treaty."""

    def make() -> Bools:
        by_group = fellow_members(world, state, world.groups.restraint) & world.on("A1", 2)
        for a in np.nonzero(world.agreements.restraint)[0]:
            by_group |= state["agreement"][:, a] >= IN_FORCE
        return np.asarray(by_group)

    return memo(state, "restraint_pact", make, world)


def ties(state: State) -> Bools:
    """(R, N, N) whether any bilateral agreement is in force."""
    return memo(state, "ties", lambda: np.asarray(state.in_force.any(axis=1)))


def degree(state: State) -> Ints:
    """(R, N) number of nations tied by bilateral agreements in force."""

    # bytes hold the count: there are at most 200 nations
    def make() -> Ints:
        count = ties(state).view(np.uint8).sum(axis=2, dtype=np.uint8)
        return np.asarray(count, dtype=np.int64)

    return memo(state, "degree", make)


def taking_part(state: State) -> Bools:
    """(R, N, P) nations that take part: active participants and the sponsor's members."""
    status = state["status"]
    return np.asarray((status == ACTIVE) | (status == MEMBER))


def enrolled(state: State) -> Bools:
    """(R, N, P) partners that have signed and not left (active or on hold)."""
    status = state["status"]
    return np.asarray((status == ACTIVE) | (status == HELD))


def standards(world: World, state: State) -> Floats:
    """(R, N) how far a nation works to common standards: its depth, or its group's."""

    def make() -> Floats:
        own = state["depth"].max(axis=2, initial=0.0)
        group = (state["member"] * world.groups.standards).max(axis=2, initial=0.0)
        return np.asarray(np.maximum(own, group))

    return memo(state, "standards", make, world)


def in_dispute(state: State) -> Bools:
    """(R, N) nations with a militarised act by or against them in the last turn."""

    def make() -> Bools:
        acts = state["hostility"] != NO_DISPUTE
        return np.asarray(acts.any(axis=1) | acts.any(axis=2))

    return memo(state, "in_dispute", make)


def fear(state: State) -> Floats:
    """(R, N) the largest threat that each nation sees."""
    return memo(state, "fear", lambda: state["threat"].max(axis=2))
