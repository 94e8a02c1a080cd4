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
    of the other family counts a quarter. With P3 off nothing is gained or lost.
    """
    del moves, draw
    works = world.gate("P3", 2)
    staff, drill = books.scratch["training"]
    rate = world.param("interop.training", 2) * works
    trained = {True: (staff + 0.25 * drill) * rate, False: (drill + 0.25 * staff) * rate}
    level = relations.standards(world, state)
    common = np.minimum(level[:, :, None], level[:, None, :])
    common *= world.param("interop.standards", 2) * works
    diagonal = np.arange(world.dims.N)
    common[:, diagonal, diagonal] = 0.0
    lapse = world.param("interop.lapse", 2) * works
    for domain, by_staff in enumerate(BY_STAFF):
        treaty = weighted(world, state, world.agreements.interop[:, domain])
        treaty *= world.param("interop.treaty", 2) * works
        _domain(state, books, domain, (common, trained[by_staff], treaty, lapse))
    books.settle("interop")


def _domain(
    state: State, books: Books, domain: int, rates: tuple[Floats, Floats, Floats, Floats]
) -> None:
    common, trained, treaty, lapse = rates
    now = state["interop"][:, domain]
    gain = common + trained
    gain += treaty
    change = gain + lapse
    change *= now
    np.subtract(gain, change, out=change)
    snap_into(change)

    def parts() -> Mapping[Cause, Floats]:
        gap = 1.0 - now
        return {
            Cause.LAPSE: -lapse * now,
            Cause.STANDARDS: common * gap,
            Cause.EXERCISED: trained * gap,
            Cause.TREATY_WORK: treaty * gap,
        }

    books.add_split("interop", change, parts, layer=domain)
