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
from sim.rules.exercises import training
from sim.state import State
from sim.world import World

#: Which family of training builds a domain: (staff, field), in the order of ``World.domains``.
FAMILIES = ((1.0, 0.25), (0.75, 0.5), (0.0, 1.0), (0.5, 0.75))


def interoperability(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Each domain closes part of its gap by contact and loses part of its level without it.

    ``I += (1 - I) * (standards + staff + field + agreements) - lapse * I``, domain by domain. With
    P3 off nothing is gained or lost.
    """
    del moves, draw
    works = world.gate("P3", 2)
    staff = training(world, state, books, world.exercises.staff)
    staff *= world.param("interop.training", 2) * works
    drill = training(world, state, books, world.exercises.field)
    drill *= world.param("interop.training", 2) * works
    level = relations.standards(world, state)
    common = np.minimum(level[:, :, None], level[:, None, :])
    common *= world.param("interop.standards", 2) * works
    lapse = world.param("interop.lapse", 2) * works
    for domain in range(world.dims.D):
        treaty = weighted(world, state, world.agreements.interop[:, domain])
        treaty *= world.param("interop.treaty", 2) * works
        _domain(world, state, books, domain, (common, staff, drill, treaty, lapse))
    books.settle("interop")


def _domain(
    world: World,
    state: State,
    books: Books,
    domain: int,
    rates: tuple[Floats, Floats, Floats, Floats, Floats],
) -> None:
    common, staff, drill, treaty, lapse = rates
    by_staff, by_field = FAMILIES[domain]
    now = state["interop"][:, domain]
    gain = common + treaty
    gain += staff * by_staff
    gain += drill * by_field
    change = gain + lapse
    change *= now
    np.subtract(gain, change, out=change)
    diagonal = np.arange(world.dims.N)
    snap_into(change)
    change[:, diagonal, diagonal] = 0.0

    def parts() -> Mapping[Cause, Floats]:
        gap = 1.0 - now
        shares = {
            Cause.LAPSE: -lapse * now,
            Cause.STANDARDS: common * gap,
            Cause.EXERCISED: (staff * by_staff + drill * by_field) * gap,
            Cause.TREATY_WORK: treaty * gap,
        }
        for share in shares.values():
            share[:, diagonal, diagonal] = 0.0
        return shares

    books.add_split("interop", change, parts, layer=domain)
