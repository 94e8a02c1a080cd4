"""Civil control and resistance to its reform at the start."""

from __future__ import annotations

import numpy as np

from sim.grid import snap
from sim.world import World

#: The parameter of each instrument of ``World.instruments``, in their order.
_PAST = (
    "start.past_oversight",
    "start.past_parliament",
    "start.past_budget",
    "start.past_dialogue",
    "start.past_rights",
)


def civil_control(world: World, arrays: dict[str, np.ndarray]) -> None:
    """Each instrument is as strong as liberal institutions, less what the past left of it.

    Members of the sponsor's cooperation council outside the sponsor are the states of the former
    Warsaw Pact and Soviet Union: armies and ministries built under single-party rule. There the
    instruments are weaker than institutions, and resistance to reform is higher.
    Assumption: no scores of civil control were at hand (see ``start.past_oversight``).
    """
    inside = np.zeros(world.dims.N, bool)
    for group in world.programmes.sponsor:
        inside |= arrays["member"][0, :, group] == 1
    past = (world.council & ~inside).astype(np.float64)
    institutions = arrays["institutions"]
    for instrument, name in enumerate(_PAST):
        arrays["control"][..., instrument] = snap(institutions * (1.0 - world.param(name) * past))
    resistance = world.param("start.resistance") * (1.0 - institutions)
    resistance = resistance + world.param("start.past_resistance") * past
    arrays["resistance"][:] = snap(np.minimum(resistance, 1.0))
