"""Secrets: whom a nation may tell, what it may let out (P6, A6)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import Bools
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.option import Cells, Option, another_nation
from sim.sparse import gate_row


def _sharing(obs: Observation, cells: Cells) -> Bools:
    under_protocol = obs.information_at((cells.rows, cells.seats, cells.target))
    return np.asarray(
        under_protocol & another_nation(obs, cells) & gate_row(obs.world, "P6", cells.rows)
    )


def _leaking(obs: Observation, cells: Cells) -> Bools:
    told = obs.information_at((cells.rows, cells.seats, cells.arg))
    third = (cells.target != cells.arg) & (cells.own(obs) != cells.arg)
    secret = gate_row(obs.world, "P6", cells.rows) & gate_row(obs.world, "A6", cells.rows)
    return np.asarray(told & third & another_nation(obs, cells) & obs.exists[cells.arg] & secret)


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.SHARE: Option("there is no protocol for classified information", at=_sharing),
    OrderKind.LEAK: Option("that nation has told it nothing in confidence", at=_leaking),
}
