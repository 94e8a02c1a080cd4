"""How circles of nations answer incidents below the threshold of force (P15, P10, A14)."""

from __future__ import annotations

import numpy as np

from sim import circles, relations
from sim.axes import Floats
from sim.sparse import gate_row, per_row
from sim.state import State
from sim.world import World


def shield(world: World, state: State, rows: np.ndarray, nations: np.ndarray) -> Floats:
    """(n,) share of the harm to some nations that their best circle keeps off or repairs, 0..1.

    A circle helps by its readiness to deploy, or by a protocol for classified information, which
    counts ``hybrid.protocol`` of it; a small one agrees sooner: a group counts in full up to
    ``hybrid.size`` members and less beyond. Assumption: flexible formats answer better.
    """
    seats = state["member"][rows, nations]  # (n, G)
    shape = (state.rows, world.dims.G)
    rapid = np.broadcast_to(relations.of_groups(world, state, "rapid"), shape)[rows]
    told = np.broadcast_to(relations.of_groups(world, state, "information"), shape)[rows]
    told = told * per_row(world, "hybrid.protocol", rows)[:, None]
    size = np.maximum(circles.sizes(state)[rows], 1)
    speed = np.minimum(per_row(world, "hybrid.size", rows)[:, None] / size, 1.0)
    best = (seats * np.maximum(rapid, told) * speed).max(axis=1, initial=0.0)
    works = gate_row(world, "A1", rows) * per_row(world, "hybrid.answer", rows)
    return np.asarray(best * works)
