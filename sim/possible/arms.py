"""Spending, posture, manoeuvres, and what neighbours are told of them (A11)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import Bools
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.option import Cells, Option, another_nation


def _spending(obs: Observation, cells: Cells) -> Bools:
    """(n,) what forces cost can be cut or raised; where nothing is spent, nothing can."""
    return np.asarray(obs["spending"][cells.rows, cells.own(obs)] > 0)


def _armed(obs: Observation, cells: Cells) -> Bools:
    return np.asarray(obs["capability"][cells.rows, cells.own(obs)] > 0)


def _forces(obs: Observation) -> Bools:
    """(R, M, 1, 3) whether a nation has troops to move at all."""
    return np.repeat((obs.mine("capability") > 0)[:, :, None, None], 3, axis=3)


def _moving(obs: Observation, cells: Cells) -> Bools:
    """(n,) whether the troops of a manoeuvre are there."""
    rows, own = cells.rows, cells.own(obs)
    share = obs["capability"][rows, own]
    reach = np.broadcast_to(obs.world.params["manoeuvre.reach"], (obs.rows,))[rows]
    return np.asarray((cells.amount <= reach * share) & (share > 0))


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.SPEND: Option("it spends nothing on forces", at=_spending),
    OrderKind.POSTURE: Option("it has no forces", at=_armed),
    OrderKind.MANOEUVRE: Option("it has not so many troops to move", _forces, _moving),
    OrderKind.BRIEF: Option("there is no such government to brief", at=another_nation),
    OrderKind.OBSERVERS: Option("it has no forces to show to observers", at=_armed),
}
