"""Outcomes that are not headline measures: counts of what a turn brought, contrasts between pairs.

A contrast compares some agreements or pairs with others of the same run, and so does not move
with the number of agreements or with who belongs to which set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from sim import relations, stabilisation
from sim.axes import NEVER, Bools, Floats
from sim.measures.sets import between, count, mean, pairs_of, sponsor_of
from sim.network import existing
from sim.state import IN_FORCE, NONE, TERRORISM, State
from sim.turn import Turn
from sim.world import World

Function: TypeAlias = Callable[[World, Turn], Floats]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A number a run and turn: what it tells, its unit, how to get it."""

    doc: str
    unit: str
    function: Function  # (world, turn) -> (R,)


_registry: dict[str, Outcome] = {}

#: All of them by name.
FLOWS: Mapping[str, Outcome] = MappingProxyType(_registry)

#: The smallest number of deaths or degrees to divide by.
_LEAST = 2.0**-10


def flow(unit: str) -> Callable[[Function], Function]:
    """Register a function as an outcome under its own name, with its docstring as meaning."""

    def register(function: Function) -> Function:
        name = function.__name__
        _registry[name] = Outcome(function.__doc__ or "", unit, function)
        return function

    return register


# Agreements


@flow("agreements")
def signed(_world: World, turn: Turn) -> Floats:
    """Bilateral agreements signed this turn."""
    new = (turn.after["agreement"] > 0) & (turn.before["agreement"] == 0)
    return np.asarray(new.sum(axis=(1, 2, 3)) / 2.0)


@flow("agreements")
def ended(_world: World, turn: Turn) -> Floats:
    """Bilateral agreements that ended, lapsed or failed this turn."""
    gone = (turn.after["agreement"] == 0) & (turn.before["agreement"] > 0)
    return np.asarray(gone.sum(axis=(1, 2, 3)) / 2.0)


@flow("share of agreements")
def verified_ending(_world: World, turn: Turn) -> Floats:
    """Share of the verified agreements in force that ended this turn, less that of the others."""
    held = turn.before["agreement"] == IN_FORCE
    gone = held & (turn.after["agreement"] == NONE)
    checked = (turn.before["verified"] > 0)[:, None]

    def share(some: Bools) -> Floats:
        whole = np.maximum((held & some).sum(axis=(1, 2, 3)), 1)
        return np.asarray((gone & some).sum(axis=(1, 2, 3)) / whole)

    return share(checked) - share(~checked)


@flow("times the mean")
def new_partners_ties(world: World, turn: Turn) -> Floats:
    """How many partners those newly tied had before, over the mean of all; 1 if nobody was."""
    before, after = relations.ties(world, turn.before), relations.ties(world, turn.after)
    degree = before.sum(axis=2).astype(np.float64)
    rows, one, two = np.nonzero(np.triu(after & ~before, 1))
    number = np.bincount(rows, minlength=turn.after.rows)
    ends = np.bincount(rows, degree[rows, one] + degree[rows, two], turn.after.rows) * 0.5
    usual = np.maximum(mean(degree, existing(world, turn.before)), _LEAST)
    return np.where(number > 0, ends / np.maximum(number, 1) / usual, 1.0)


# Interoperability


@flow("0..1")
def sector_edge(world: World, turn: Turn) -> Floats:
    """How much more interoperable tied pairs are in what their agreements work on than others.

    Domain by domain: mean over tied pairs with an agreement that works on the domain, less that
    over other tied pairs; then the mean over domains.
    """
    state = turn.after
    binding = state["agreement"] >= IN_FORCE
    tied, total = np.asarray(binding.any(axis=1)), np.zeros(state.rows)
    for domain in range(world.dims.D):
        types = np.flatnonzero(world.agreements.interop[:, domain] > 0)
        works = np.asarray(binding[:, types].any(axis=1))
        level = state["interop"][:, domain]
        rest = np.asarray(tied & ~works)
        total = np.asarray(total + mean(level, works) - mean(level, rest))
    return total / world.dims.D


@flow("0..1")
def interoperability_founders_others(world: World, turn: Turn) -> Floats:
    """Mean effective interoperability of the sponsor's first members with all other nations."""
    state = turn.after
    acceded = state["step_turn"][:, :, 0, world.programmes.last] != NEVER
    first = sponsor_of(world, state) & ~acceded
    return between(state.effective_interop, first, ~first & existing(world, state))


# Missions


@flow("0..1")
def deaths_prevented(world: World, turn: Turn) -> Floats:
    """Share that missions prevented of the deaths that fighting would have cost this turn."""
    here = existing(world, turn.after)
    level = (world.param("mission.deaths") * turn.before["war"] * here).sum(axis=1)
    left = (turn.after["deaths"] * here).sum(axis=1)
    return np.where(level > 0, 1.0 - left / np.maximum(level, _LEAST), 0.0)


@flow("0..1")
def mission_coherence(_world: World, turn: Turn) -> Floats:
    """Interoperability of the least interoperable contributors, mean over shared missions."""
    state = turn.after
    troops = stabilisation.forces(state)
    shared = np.bincount(troops.mission, minlength=len(troops.rows)) > 1
    rows = troops.rows[shared]
    number = np.bincount(rows, minlength=state.rows)
    weakest = stabilisation.weakest(state, troops)[shared]
    return np.bincount(rows, weakest, state.rows) / np.maximum(number, 1)


# Disputes, incidents, governments


def broke_out(world: World, state: State) -> Bools:
    """(R, N, N) pairs, i < j, between which a dispute broke out in the turn just played."""
    acts = (state["hostility"] > 0) & (state["last_dispute"] == state.turn - 1)
    acts &= pairs_of(world, state)
    return np.triu(acts | acts.transpose(0, 2, 1), 1)


@flow("pairs")
def disputes_of_allies(world: World, turn: Turn) -> Floats:
    """Pairs that owed each other defence and between which a dispute broke out this turn."""
    return count(broke_out(world, turn.after) & relations.defence_pact(world, turn.before))


@flow("pairs")
def disputes_with_protected(world: World, turn: Turn) -> Floats:
    """Pairs with a new dispute that are not allies, and of which the weaker has other allies."""
    rows, one, two = np.nonzero(broke_out(world, turn.after))
    power, pact = turn.before["capability"], relations.defence_pact(world, turn.before)
    first = power[rows, one] >= power[rows, two]
    weak, strong = np.where(first, two, one), np.where(first, one, two)
    others = pact[rows, weak] & ~pact[rows, strong]
    others[np.arange(len(rows)), strong] = False
    protected = others.any(axis=1) & ~pact[rows, one, two]
    return np.bincount(rows[protected], minlength=turn.after.rows).astype(np.float64)


@flow("nations")
def terrorism(_world: World, turn: Turn) -> Floats:
    """Nations struck by terrorism this turn."""
    return count(turn.after["incident"] == TERRORISM)


@flow("nations")
def governments(world: World, turn: Turn) -> Floats:
    """Nations in which a new government took office this turn."""
    state = turn.after
    return count((state["government"] == turn.before.turn) & existing(world, state))
