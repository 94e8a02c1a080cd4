"""Participation, relations, exercises, disputes, nations."""

from __future__ import annotations

import numpy as np

from sim import network, relations
from sim.axes import Floats
from sim.grid import snap
from sim.measures.registry import headline
from sim.measures.sets import (
    active_of,
    between,
    count,
    count_once,
    depth_of,
    enrolled_of,
    mean,
    pairs_of,
    reached_of,
    recent_of,
    sponsor_of,
    tied_of,
)
from sim.network import existing
from sim.sparse import where
from sim.state import CANCELLED, CONDUCTED, IN_FORCE, State
from sim.world import World

# Participation


@headline("nations")
def signatories(world: World, state: State) -> Floats:
    """Nations that have ever signed up to the programme, even if they left or acceded since."""
    return count(reached_of(world, state, world.programmes.first))


@headline("nations")
def participants(world: World, state: State) -> Floats:
    """Nations that take part in the programme as active participants."""
    return count(active_of(world, state))


@headline("nations")
def members(world: World, state: State) -> Floats:
    """Members of the sponsor of the programme."""
    return count(sponsor_of(world, state))


@headline("0..1")
def declared_depth(world: World, state: State) -> Floats:
    """Mean depth of participation that active participants declare."""
    return mean(depth_of(world, state, "declared"), active_of(world, state))


@headline("0..1")
def effective_depth(world: World, state: State) -> Floats:
    """Mean depth of participation that active participants put into practice."""
    return mean(depth_of(world, state, "depth"), active_of(world, state))


@headline("-1..1")
def depth_gap(world: World, state: State) -> Floats:
    """Mean over active participants of declared depth less the depth put into practice."""
    gap = depth_of(world, state, "declared") - depth_of(world, state, "depth")
    return mean(gap, active_of(world, state))


@headline("0..1")
def depth_spread(world: World, state: State) -> Floats:
    """Standard deviation of effective depth over active participants, as a whole population."""
    active, depth = active_of(world, state), depth_of(world, state, "depth")
    # deviations from the mean rounded to the grid are on the grid: both sums below are exact
    deviation = depth - snap(mean(depth, active))[:, None]
    variance = mean(deviation * deviation, active) - mean(deviation, active) ** 2
    return snap(np.sqrt(np.maximum(variance, 0.0)))


# Relations


@headline("0..1")
def trust(world: World, state: State) -> Floats:
    """Mean trust of a nation in another, over ordered pairs."""
    return mean(state.trust, pairs_of(world, state))


@headline("0..1")
def trust_sponsor_partner(world: World, state: State) -> Floats:
    """Mean trust between members of the sponsor and active participants, both ways."""
    return between(state.trust, sponsor_of(world, state), active_of(world, state))


@headline("0..1")
def interoperability(world: World, state: State) -> Floats:
    """Mean effective interoperability of two nations, over all pairs."""
    return mean(state.effective_interop, pairs_of(world, state))


@headline("0..1")
def interoperability_sponsor_partner(world: World, state: State) -> Floats:
    """Mean effective interoperability of a member of the sponsor with an active participant."""
    return between(state.effective_interop, sponsor_of(world, state), active_of(world, state))


@headline("agreements")
def agreements(world: World, state: State) -> Floats:
    """Bilateral agreements in force or under notice, each counted once."""
    binding = (state["agreement"] >= IN_FORCE).view(np.uint8)
    return count_once(world, state, binding.sum(axis=1, dtype=np.uint8))


def _linked(world: World, state: State) -> np.ndarray:
    """(R, N, N) who has agreements in force with whom; nations that do not exist with nobody."""

    def make() -> np.ndarray:
        return tied_of(world, state).astype(np.float32)

    return relations.memo(state, "measures linked", make, world)


def _degrees(world: World, state: State) -> Floats:
    """(R, N) with how many others each has."""
    return relations.memo(
        state, "measures degrees", lambda: network.degrees_of(_linked(world, state)), world
    )


@headline("0..1")
def tie_density(world: World, state: State) -> Floats:
    """Share of the pairs of nations that have a bilateral agreement in force."""
    return mean(tied_of(world, state), pairs_of(world, state))


@headline("0..1")
def tie_transitivity(world: World, state: State) -> Floats:
    """Share of the pairs of a nation's treaty partners that are treaty partners themselves."""
    return network.transitivity_of(_linked(world, state), _degrees(world, state))


@headline("-1..1")
def tie_assortativity(world: World, state: State) -> Floats:
    """Correlation of the numbers of treaty partners at the two ends of a tie."""
    return network.assortativity_of(_linked(world, state), _degrees(world, state))


# Exercises and disputes


@headline("exercises")
def exercises(_world: World, state: State) -> Floats:
    """Joint exercises held this turn."""
    return count(state["exercise"] == CONDUCTED)


@headline("exercises")
def cancelled(_world: World, state: State) -> Floats:
    """Joint exercises cancelled this turn."""
    return count(state["exercise"] == CANCELLED)


@headline("0..1")
def exercise_partners(world: World, state: State) -> Floats:
    """Share of the pairs of nations that exercised together within the last year."""
    return mean(recent_of(world, state), pairs_of(world, state))


@headline("0..1")
def exercise_sponsor_partner(world: World, state: State) -> Floats:
    """Share of the pairs of a sponsor's member and a partner that exercised within the year."""
    return between(recent_of(world, state), sponsor_of(world, state), enrolled_of(world, state))


@headline("0..1")
def threat(world: World, state: State) -> Floats:
    """Mean threat that a nation sees in another, over ordered pairs."""
    return mean(state["threat"], pairs_of(world, state))


@headline("pairs")
def disputes(world: World, state: State) -> Floats:
    """Pairs of nations between which a militarised dispute broke out this turn."""
    rows, one, two = where(state["hostility"])
    fresh = state["last_dispute"][rows, one, two] == state.turn - 1
    fresh &= pairs_of(world, state)[one, two]
    size = world.dims.N
    keys = (rows * size + np.minimum(one, two)) * size + np.maximum(one, two)
    rows = np.unique(keys[fresh]) // size**2
    return np.bincount(rows, minlength=state.rows).astype(np.float64)


# Nations


@headline("0..1")
def will(world: World, state: State) -> Floats:
    """Mean political will to cooperate."""
    return mean(state["will"], existing(world, state))


@headline("0..1")
def transparency(world: World, state: State) -> Floats:
    """Mean over nations of how well their forces and plans are truly known."""
    return mean(state["transparency"], existing(world, state))
