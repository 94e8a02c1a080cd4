"""How circles of nations answer incidents below the threshold of force (P15, P10, A14)."""

from __future__ import annotations

import numpy as np

from sim import circles, relations
from sim.axes import Floats
from sim.state import State
from sim.world import World


def shield(world: World, state: State, rows: np.ndarray, nations: np.ndarray) -> Floats:
    """(n,) share of the harm to some nations that their best circle keeps off or repairs, 0..1.

    A circle helps by its readiness to deploy, or by a protocol for classified information, which
    counts ``hybrid.protocol`` of it; a small one agrees sooner: a group counts in full up to
    ``hybrid.size`` members and less beyond. Assumption: flexible formats answer better.
    """

    def make() -> Floats:
        told = relations.of_groups(world, state, "information") * world.param("hybrid.protocol")
        size = np.maximum(circles.sizes(state), 1)
        speed = np.minimum(world.param("hybrid.size") / size, 1.0)
        answer = np.maximum(relations.of_groups(world, state, "rapid"), told) * speed
        return np.asarray(answer * (world.gate("A1", 1) * world.param("hybrid.answer")))

    answers = relations.memo(state, "shield", make, world)  # (R, G)
    return np.asarray((state["member"][rows, nations] * answers[rows]).max(axis=1, initial=0.0))
