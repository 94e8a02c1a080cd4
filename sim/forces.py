"""What arms, dependence and resentment have in common: sizes, shares, burdens."""

from __future__ import annotations

import numpy as np

from sim.axes import Bools, Floats, Ints
from sim.carried import fixed
from sim.grid import snap
from sim.knowledge import concerned
from sim.relations import memo
from sim.sparse import where
from sim.state import State
from sim.world import World

#: The argument of an order on spending.
CUT, RAISE = range(2)

#: How a manoeuvre is declared: the argument of its order.
DECLARED, UNDERSTATED, UNDECLARED = range(3)

#: Terms of a transfer: the argument of its order.
END_USE, FREE_USE = range(2)

#: Digits after the point for troops, in thousands.
TROOP_BITS = 10

#: Place of the domain "equipment and logistics" in ``World.domains``.
EQUIPMENT = 2


def most_troops(world: World, capability: Floats) -> Floats:
    """Thousands of troops that nations of a capability (R, N) can move in one turn."""
    return np.asarray(world.param("manoeuvre.reach", capability.ndim - 1) * capability)


def relative_spending(world: World, spending: Floats) -> Floats:
    """Defence spending (R, N) relative to the start; 1 where nothing was spent then."""
    spends = world.usual_spending > 0
    ratio = spending / np.where(spends, world.usual_spending, 1.0)
    return snap(np.where(spends, ratio, 1.0))


def burden(world: World, spending: Floats) -> Floats:
    """Defence spending (R, N) as a share of the start year's GDP, 0..1."""
    wealth = np.where(world.economy > 0, world.economy, 1.0)
    return snap(np.minimum(spending / wealth, 1.0))


def lopsided(world: World) -> Floats:
    """(N, N) how far the row nation is the weaker, from 0 (not at all) to 1, by start capability.

    ``max(0, (c_j - c_i) / (c_j + c_i))``.
    """

    def make() -> Floats:
        share = world.usual_capability
        total = share[:, None] + share
        gap = (share - share[:, None]) / np.where(total > 0, total, 1.0)
        return snap(np.maximum(gap, 0.0))

    return fixed(world, "lopsided", make)


def stationed(state: State) -> Ints:
    """(3, n) forces on foreign soil: row, host and guest."""
    return memo(state, "stationed", lambda: np.array(where(state["bases"])))


def year_ends(world: World, state: State) -> bool:
    """Whether this is the last turn of a year of the game, when standing ties are reckoned up."""
    return (state.turn + 1) % (12 // world.months) == 0


def neighbourhood(world: World) -> Bools:
    """(N, N) politically relevant pairs, both ways."""

    def make() -> Bools:
        out = np.zeros((world.dims.N, world.dims.N), bool)
        out[concerned(world)] = True
        return out

    return fixed(world, "neighbourhood", make)
