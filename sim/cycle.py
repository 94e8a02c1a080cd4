"""What is done every few turns only: when it is due, and what a turn's rate comes to until then.

A cycle is a parameter in turns (given in years); runs of one batch may differ in it.
"""

from __future__ import annotations

import numpy as np

from sim.axes import Bools, Floats
from sim.world import World


def due(world: World, name: str, turn: int) -> Bools:
    """(R or 1,) whether what is done every ``name`` turns is done in this turn."""
    return np.asarray(turn % world.params[name] == 0)


def kept(world: World, name: str, left: Floats) -> Floats:
    """What is left after a whole cycle of what keeps the share ``left`` (R or 1, ...) a turn."""
    cycle = world.param(name, left.ndim - 1)
    out = left
    for turn in range(1, int(np.max(cycle))):
        out = out * np.where(turn < cycle, left, 1.0)
    return out
