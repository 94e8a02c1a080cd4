"""Checking on others: whom a nation may inspect, watch, ask (A5)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import Bools
from sim.knowledge import quota
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.option import Cells, Option, another_nation
from sim.sparse import gate_row


def _inspecting(obs: Observation, cells: Cells) -> Bools:
    bound = obs.inspectable_at((cells.rows, cells.seats, cells.target))
    left = obs["quota"] < quota(obs.world)
    return np.asarray(bound & left[cells.rows, cells.target] & _checking(obs, cells))


def _checking(obs: Observation, cells: Cells) -> Bools:
    return np.asarray(another_nation(obs, cells) & gate_row(obs.world, "A5", cells.rows))


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.INSPECT: Option(
        "it need not let their inspectors in, or its quota of the year is used up", at=_inspecting
    ),
    OrderKind.WATCH: Option("there is nothing there to watch", at=_checking),
    OrderKind.QUERY: Option("there is no body before which to ask it", at=_checking),
}
