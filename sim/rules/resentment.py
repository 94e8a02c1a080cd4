"""Resentment toward partners: unequal terms, foreign forces, pressure, free riding (A9)."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.account import Books
from sim.causes import Cause
from sim.draw import Draw
from sim.forces import burden, lopsided, year_ends
from sim.grid import snap
from sim.orders import Moves
from sim.sparse import gate_row, per_row, where
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
    _pressed(world, state, books)
    if year_ends(world, state):
        _reckon(world, state, books)
    if books.touched("resentment"):
        books.settle("resentment")


def _pressed(world: World, state: State, books: Books) -> None:
    """Pressure of this turn, in proportion to dependence."""
    if not books.touched("pressed"):
        return
    at = where(books["pressed"] == state.turn)
    felt = per_row(world, "resentment.pressed", at[0]) * gate_row(world, "A9", at[0])
    felt = felt * (1.0 + state["dependence"][at])
    books.add_at("resentment", Cause.ARM_TWISTING, at, snap(felt))


def _reckon(world: World, state: State, books: Books) -> None:
    """The year's account of standing ties."""
    works = world.gate("A9", 2)
    size = relations.ties(state) * (lopsided(world) * world.param("resentment.size", 2) * works)
    books.add("resentment", Cause.BIG_PARTNER, snap(size))
    fades = world.param("resentment.fading", 2) * works
    books.add("resentment", Cause.FORGOTTEN, snap(state["resentment"] * -fades))
    at = where(state["balance"] < 0)
    unequal = -state["balance"][at] * per_row(world, "resentment.terms", at[0])
    unequal = unequal * gate_row(world, "A9", at[0])
    books.add_at("resentment", Cause.UNEQUAL_TERMS, at, snap(unequal))
    at = where(state["bases"] == 1)
    both = gate_row(world, "A9", at[0]) & gate_row(world, "A8", at[0])
    insult = per_row(world, "resentment.base", at[0]) * both
    books.add_at("resentment", Cause.FOREIGN_FORCES, at, snap(insult))
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
