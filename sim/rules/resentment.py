"""Resentment toward partners: unequal terms, foreign forces, pressure, free riding (A9)."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.account import Books
from sim.causes import Cause
from sim.draw import Draw
from sim.forces import burden, lopsided, stationed, year_ends
from sim.grid import snap, snap_into
from sim.orders import Moves
from sim.sparse import Index, gate_row, per_row, where
from sim.state import State
from sim.world import World


def resentment(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """What rankles builds up where terms are unequal, and is forgotten.

    Pressure is felt at once. Once a year standing ties are reckoned up: terms that favour the
    other, a partner far larger, foreign forces on the nation's soil, allies that carry less of the
    burden. With A9 off terms leave no resentment.
    """
    del moves, draw
    if not world.switches["A9"].any():
        return
    if year_ends(world, state):
        _reckon(world, state, books)
        books.settle("resentment")
    _pressed(world, state, books)


def _pressed(world: World, state: State, books: Books) -> None:
    """Pressure of this turn, in proportion to dependence."""
    cells: Index | None = books.scratch.pop("pressed", None)
    if cells is None:
        return
    some = books["pressed"][cells] == state.turn  # who resists at once is not humbled
    at = tuple(axis[some] for axis in cells)
    felt = per_row(world, "resentment.pressed", at[0]) * gate_row(world, "A9", at[0])
    felt = felt * (1.0 + state["dependence"][at])
    books.add_at("resentment", Cause.ARM_TWISTING, at, snap(felt))
    books.settle_at("resentment", at)


def _reckon(world: World, state: State, books: Books) -> None:
    """The year's account of standing ties."""
    works = world.gate("A9", 2)
    larger = lopsided(world) * world.param("resentment.size", 2) * works
    fades = world.param("resentment.fading", 2) * works
    ties, before = relations.ties(world, state), state["resentment"]
    fresh = before * (1.0 - fades)
    fresh += ties * larger
    books.bring(
        "resentment",
        snap_into(fresh),
        lambda: {Cause.BIG_PARTNER: ties * larger, Cause.FORGOTTEN: before * -fades},
    )
    at = where(state["balance"])
    worse = state["balance"][at] < 0
    at = tuple(axis[worse] for axis in at)
    unequal = -state["balance"][at] * per_row(world, "resentment.terms", at[0])
    unequal = unequal * gate_row(world, "A9", at[0])
    books.add_at("resentment", Cause.UNEQUAL_TERMS, at, snap(unequal))
    rows, host, guest = stationed(state)
    both = gate_row(world, "A9", rows) & gate_row(world, "A8", rows)
    insult = per_row(world, "resentment.base", rows) * both
    books.add_at("resentment", Cause.FOREIGN_FORCES, (rows, host, guest), snap(insult))
    _free_riding(world, state, books)


def _free_riding(world: World, state: State, books: Books) -> None:
    """Allies who spend less of their GDP are resented by those who spend more.

    Source: Olson and Zeckhauser 1966 for unequal burdens; size: Assumption.
    """
    pact = relations.defence_pact(world, state)
    at = where(pact)
    rows, one, two = at
    share = burden(world, state["spending"])
    more = np.clip(share[rows, one] - share[rows, two], 0.0, per_row(world, "burden.most", rows))
    felt = per_row(world, "resentment.burden", rows) * more * gate_row(world, "A9", rows)
    books.add_at("resentment", Cause.FREE_RIDING, at, snap(felt))
