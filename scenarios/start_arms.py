"""Arms and dependence at the start: derived, since nothing is documented (A8, A11)."""

from __future__ import annotations

import numpy as np

from sim.forces import lopsided
from sim.grid import snap
from sim.world import World


def arms(world: World, arrays: dict[str, np.ndarray]) -> None:
    """Postures follow rivalry and regime; weaker members of a pact depend on its largest.

    Assumption throughout: no file of the study holds postures, or shares of imported arms, in
    January 1994. Nor does it document foreign bases of that date: there are none at the start.
    """
    p = world.param
    rival = (arrays["rivalry"] == 1).any(axis=2)
    level = p("start.posture") + p("start.posture_rivalry") * rival
    level = level + p("start.posture_regime") * (1.0 - arrays["institutions"])
    arrays["posture"][:] = snap(np.clip(level, 0.0, 1.0))
    weaker = p("start.dependence", 2) * lopsided(world)
    for group in np.nonzero(world.groups.defence)[0]:
        members = np.nonzero(arrays["member"][0, :, group])[0]
        if not len(members):
            continue
        strength = world.usual_capability[members]
        strongest = strength == np.max(strength)
        for largest in members[strongest]:
            held = arrays["dependence"][:, members, largest]
            arrays["dependence"][:, members, largest] = snap(
                np.maximum(held, weaker[:, members, largest])
            )
