"""Pressure below the threshold of force, and accusations (P15)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import Bools
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.option import Cells, Option, another_nation
from sim.sparse import gate_row
from sim.state import NO_INCIDENT


def _pressing(obs: Observation, cells: Cells) -> Bools:
    return another_nation(obs, cells) & gate_row(obs.world, "P15", cells.rows)


def _accusing(obs: Observation, cells: Cells) -> Bools:
    """There is something to accuse of: an incident of the last turn, or a standing suspicion."""
    struck = obs["incident"][cells.rows, cells.own(obs)] != NO_INCIDENT
    suspects = obs["suspect"][cells.rows, cells.seats] >= 0
    works = gate_row(obs.world, "P15", cells.rows)
    return np.asarray((struck | suspects) & another_nation(obs, cells) & works)


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.PRESS: Option("there is no such nation to press", at=_pressing),
    OrderKind.ATTRIBUTE: Option("no incident of its own is open", at=_accusing),
}
