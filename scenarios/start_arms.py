"""Arms and dependence at the start: derived, since little is documented (A8, A11)."""

from __future__ import annotations

import numpy as np

from sim.forces import lopsided
from sim.grid import snap
from sim.world import World


def arms(world: World, arrays: dict[str, np.ndarray]) -> None:
    """Postures follow rivalry and regime; the weaker depend on the stronger that protect them.

    That is: members of a pact on its largest, and hosts on those whose forces they shelter.
    Assumption throughout: no file of the study holds postures, or shares of imported arms, in
    January 1994. Nor does it document foreign bases of that date: there are none at the start of
    a scenario that names none.
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
    held = arrays["dependence"]
    held[:] = snap(np.maximum(held, weaker * (arrays["bases"] == 1)))
