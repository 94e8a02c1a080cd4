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
    types = np.arange(obs.world.dims.A)
    return free_at(obs, (rows[:, None], seats[:, None], partners[:, None]), types)


def free_at(obs: Observation, cells: tuple[np.ndarray, ...], types: np.ndarray) -> Bools:
    """``offerable`` for one type each in some cells (row, observer's place, other nation)."""
    rows, seats, partners = cells
    papers, own = obs.mine("agreement"), obs.nations.take(seats)
    first = rows * papers.shape[1] * len(obs.nations) + seats
    place = (first + types * len(obs.nations)) * obs.world.dims.N + partners
    free = papers.reshape(-1).take(place) == NONE
    here = obs.exists.take(own) & obs.exists.take(partners) & (own != partners)
    return np.asarray(free & here & (obs.world.agreements.opens <= obs.turn).take(types))


def _in_force(obs: Observation, cells: Cells) -> Bools:
    held = obs["agreement"][cells.rows, cells.arg, cells.seats, cells.target]
    return np.asarray(held == IN_FORCE)


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.DENOUNCE: Option("no such agreement is in force between them", at=_in_force),
    OrderKind.DIALOGUE: Option("there is no such government", at=another_nation),
}
