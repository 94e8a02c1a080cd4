"""How a sponsor's members count the democracy of candidates and partners (P4, P9)."""

from __future__ import annotations

import numpy as np

from sim.axes import Bools, Floats
from sim.conditions import civil_control
from sim.observe import Observation


def liberal(obs: Observation) -> Floats:
    """(R, N) liberal institutions as the sponsor counts them: all alike with P4 off."""
    return np.where(obs.world.on("P4", 1), obs["institutions"], 1.0)


def controlled(obs: Observation) -> dict[str, Floats]:
    """What each candidate's civil control counts in votes, (R, N) each; nothing with P4 off."""
    asked = obs.world.gate("P4", 1)
    level = civil_control(obs["control"]) - obs.world.param("vote.expected")
    return {
        "control": asked * level,
        "backsliding": asked * np.maximum(-obs["reform_result"], 0.0),
    }


def reforming(obs: Observation) -> Floats:
    """(R, N) civil control gained of late, which aid rewards; nothing with P4 off."""
    return np.asarray(obs.world.gate("P4", 1) * np.maximum(obs["reform_result"], 0.0))


def withheld(obs: Observation) -> Bools:
    """(R, N) partners to which no aid goes: their civil control has fallen too far of late."""
    falls = obs["reform_result"] < -obs.world.param("aid.tolerance")
    return np.asarray(falls & obs.world.on("P4", 1))
