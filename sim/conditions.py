"""What a programme's sponsor holds out to a nation, and what it asks of it (P4, P9)."""

from __future__ import annotations

import numpy as np

from sim.axes import NEVER, Bools, Floats
from sim.grid import snap
from sim.relations import memo
from sim.state import ACTIVE, MEMBER, State
from sim.world import World

#: The step of the ladder that is a plan for membership.
PLAN = "membership-plan"
#: The instrument of civil control by which ministries learn from each other.
DIALOGUE = "civil-military dialogue"


def prospect(world: World, state: State) -> Floats:
    """(R, N) how credible accession is to a nation, 0..1.

    The sponsor's openness (the nation takes part; planning and review; membership plan or an
    agreed accession) times the aim the nation shows: declared depth, less what declared neutrality
    or a great power's own weight excludes. Outside a programme there is none, and with P9 off
    nobody has any; members keep ``prospect.member``, the stake of a nation that is in already.
    Source: external incentives need a credible and conditional promise (Schimmelfennig and
    Sedelmeier 2004); after accession the lever is gone (Epstein and Sedelmeier 2008).
    """

    def make() -> Floats:
        if not world.dims.P:
            return np.zeros(state["will"].shape)
        table, stamps = world.programmes, state["step_turn"]
        review = stamps[..., table.requires[table.last]] != NEVER
        plan = state["accession"] != NEVER
        if PLAN in table.steps:
            plan = plan | (stamps[..., table.steps.index(PLAN)] != NEVER)
        held_out = np.where(
            review, world.param("prospect.review", 2), world.param("prospect.partner", 2)
        )
        held_out = np.where(plan, 1.0, held_out) * (state["status"] == ACTIVE)
        apart = np.maximum(world.neutrality, 2.0 * np.sqrt(state["capability"]))
        aim = state["declared"] * (1.0 - np.minimum(apart, 1.0))[..., None]
        inside = world.param("prospect.member", 2) * (state["status"] == MEMBER)
        found = np.maximum(snap(held_out * aim), inside).max(axis=2)
        return np.asarray(found * world.gate("P9", 1))

    return memo(state, "prospect", make, world)


def meets_conditions(world: World, state: State) -> Bools:
    """(R, N) nations as democratic as the sponsor asks for plan and accession (P4).

    A floor of liberal institutions and one of civil control; with P4 off neither is asked.
    """

    def make() -> Bools:
        liberal = state["institutions"] >= world.param("programme.condition")
        controlled = civil_control(state["control"]) >= world.param("programme.control")
        return np.asarray((liberal & controlled) | ~world.on("P4", 1))

    return memo(state, "meets_conditions", make, world)


def civil_control(control: Floats) -> Floats:
    """(R, N) mean strength of the instruments of civil control, from (R, N, I)."""
    return snap(together(control) / float(control.shape[2]))


def together(by_instrument: Floats) -> Floats:
    """(R, N) the sum over instruments of (R, N, I); exact on the grid, and faster than ``sum``."""
    return np.asarray(by_instrument @ np.ones(by_instrument.shape[2]))
