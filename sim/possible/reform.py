"""Instruments of civil control to invest in (P4), standards to adopt (P3)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import Bools
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.option import Cells, Option
from sim.sparse import gate_row


def _reforming(obs: Observation, cells: Cells) -> Bools:
    """(n,) whether the instrument can still be strengthened."""
    strength = obs.mine("control")[cells.rows, cells.seats, cells.target]
    return np.asarray((strength < 1.0) & gate_row(obs.world, "P4", cells.rows))


def _adopting(obs: Observation, cells: Cells) -> Bools:
    """(n,) whether there are common standards left to adopt."""
    level = obs.mine("adopted")[cells.rows, cells.seats]
    return np.asarray((level < 1.0) & gate_row(obs.world, "P3", cells.rows))


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.REFORM: Option("that instrument of civil control is at full strength", at=_reforming),
    OrderKind.ADOPT: Option("all common standards are adopted already", at=_adopting),
}
