"""Interoperability by domain: standards, training together, work under agreements, lapse (P3)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import Floats
from sim.causes import Cause
from sim.draw import Draw
from sim.grid import snap_into
from sim.orders import Moves
from sim.rules.agreements import weighted
from sim.state import State
from sim.world import World

#: Domains built by staff training; the others are built in the field. Order of ``World.domains``.
BY_STAFF = (True, True, False, False)


def interoperability(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Each domain closes part of its gap by contact and loses part of its level without it.

    ``I += (1 - I) * (standards + training + agreements) - lapse * I``, domain by domain. Training
    of the other family spills over. With P3 off nothing is gained or lost.
    """
    del moves, draw
    works = world.gate("P3", 2)
    staff, drill = books.scratch["training"]
    rate = world.param("interop.training", 2) * works
    spill = world.param("interop.spillover", 2)
    trained = {True: (staff + spill * drill) * rate, False: (drill + spill * staff) * rate}
    level = relations.standards(world, state)
    common = np.minimum(level[:, :, None], level[:, None, :])
    common *= world.param("interop.standards", 2) * works
    diagonal = np.arange(world.dims.N)
    common[:, diagonal, diagonal] = 0.0
    lapse = world.param("interop.lapse", 2) * works
    change = np.empty_like(state["interop"])
    treaties = []
    for domain, by_staff in enumerate(BY_STAFF):
        treaty = weighted(world, state, world.agreements.interop[:, domain])
        treaty *= world.param("interop.treaty", 2) * works
        now = state["interop"][:, domain]
        gain = common + trained[by_staff]
        gain += treaty
        lost = gain + lapse
        lost *= now
        np.subtract(gain, lost, out=change[:, domain])
        if books.keep:
            treaties.append(treaty)
    snap_into(change)

    def parts() -> Mapping[Cause, Floats]:
        gap = 1.0 - state["interop"]
        drills = np.stack([trained[by_staff] for by_staff in BY_STAFF], axis=1)
        return {
            Cause.LAPSE: -lapse[:, None] * state["interop"],
            Cause.STANDARDS: common[:, None] * gap,
            Cause.EXERCISED: drills * gap,
            Cause.TREATY_WORK: np.stack(treaties, axis=1) * gap,
        }

    books.add_split("interop", change, parts)
    books.settle("interop")
