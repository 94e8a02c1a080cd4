"""What rules hand to compiled loops, of the same kind each time: each kind is compiled anew."""

from __future__ import annotations

import numpy as np

from sim.axes import Floats
from sim.carried import fixed
from sim.world import World


def table(world: World, *names: str) -> Floats:
    """(R or 1, n) parameters side by side, and mechanisms as 1.0 where they work, else 0.0."""

    def make() -> Floats:
        given = [world.params[n] if n in world.params else world.gate(n) for n in names]
        return np.stack(np.broadcast_arrays(*given), axis=1)

    return fixed(world, " ".join(names), make)


def shown(array: np.ndarray) -> np.ndarray:
    """An array that a loop only reads, whoever may write to it elsewhere."""
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view
