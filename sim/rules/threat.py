"""Perceived threat: power, nearness, distrust, and error where little is known (N2, P2)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.account import Books
from sim.axes import Floats
from sim.causes import Cause
from sim.draw import Column, Draw
from sim.grid import snap_into
from sim.orders import Moves
from sim.state import State
from sim.world import World


def threat(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Threat moves toward ``scale * sqrt(power) * nearness * (1 - trust) + rivalry``, with error.

    The error is drawn anew each turn and shrinks as the other becomes transparent (P2); its mean
    is above zero because fear overshoots. Source: Walt 1987 for the factors; Assumption for the
    form of the error.
    """
    del moves
    power = np.sqrt(state["capability"])[:, None, :]
    target = (1.0 - state.trust) * world.nearness
    target *= power
    target *= world.param("threat.scale", 2)
    target += world.param("threat.rivalry", 2) * state["rivalry"]
    known = world.gate("P2", 1) * state["transparency"]
    width = world.param("threat.error") * (1.0 - known)
    fog = draw.pairs(Column.PERCEPTION, world.dims.N)
    fog -= 0.5 - world.param("threat.bias", 2)
    fog *= world.nearness
    fog *= width[:, None, :]
    pace = world.param("threat.pace", 2)
    appraised = target - state["threat"]
    change = appraised + fog
    change *= pace
    here = world.exists(state.turn)
    present = here[:, None] & here & ~np.eye(world.dims.N, dtype=bool)
    if not present.all():
        change *= present
    snap_into(change)

    def parts() -> Mapping[Cause, Floats]:
        return {
            Cause.APPRAISAL: appraised * pace * present,
            Cause.MISJUDGED: fog * pace * present,
        }

    books.add_split("threat", change, parts)
    books.settle("threat")
