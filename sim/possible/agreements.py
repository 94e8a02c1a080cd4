"""Bilateral agreements: what may be offered, what may be ended (A1-A3); dialogue (N1)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import Bools
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.option import Cells, Option, another_nation
from sim.state import IN_FORCE, NONE


def offerable(obs: Observation) -> Bools:
    """(R, A, M, N) types of agreement an observer may offer to each nation."""
    world = obs.world
    free = obs.mine("agreement") == NONE
    here = obs.exists[obs.nations][:, None] & obs.exists
    here = here & (obs.nations[:, None] != np.arange(world.dims.N))
    known = world.agreements.opens <= obs.turn
    return np.asarray(free & here & known[:, None, None])


def offerable_at(
    obs: Observation, rows: np.ndarray, seats: np.ndarray, partners: np.ndarray
) -> Bools:
    """(cells, A) ``offerable`` for some cells (row, observer's place, other nation) only."""
    own = obs.nations[seats]
    free = obs["agreement"][rows, :, seats, partners] == NONE
    here = obs.exists[own] & obs.exists[partners] & (own != partners)
    return np.asarray(free & here[:, None] & (obs.world.agreements.opens <= obs.turn))


def _in_force(obs: Observation, cells: Cells) -> Bools:
    held = obs["agreement"][cells.rows, cells.arg, cells.seats, cells.target]
    return np.asarray(held == IN_FORCE)


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.DENOUNCE: Option("no such agreement is in force between them", at=_in_force),
    OrderKind.DIALOGUE: Option("there is no such government", at=another_nation),
}
