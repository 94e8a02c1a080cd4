"""What nations know and believe of each other at the start."""

from __future__ import annotations

import numpy as np

from sim.grid import snap
from sim.knowledge import concerned
from sim.world import World


def knowledge(world: World, arrays: dict[str, np.ndarray]) -> None:
    """Neighbours know of each other in proportion to openness; fear fills what is not known.

    Beliefs about postures start where reports without error would take them:
    ``posture + (1 - insight) * fear * (1 - trust)``.
    """
    one, two = concerned(world)
    known = snap(world.param("start.insight") * arrays["transparency"])
    arrays["insight"][:, one, two] = known[:, two]
    trust = (arrays["good"] + 1.0) / (arrays["good"] + arrays["bad"] + 2.0)
    feared = world.param("belief.fear", 2) * (1.0 - arrays["insight"]) * (1.0 - trust)
    off = 1.0 - np.eye(world.dims.N)
    believed = (arrays["posture"][:, None, :] + feared) * off
    arrays["belief"][:] = snap(np.clip(believed, 0.0, 1.0))
