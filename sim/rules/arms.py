"""Spending, posture and national manoeuvres: what a nation does that others may fear (A11)."""

from __future__ import annotations

import numpy as np

from sim.account import Books
from sim.causes import Cause
from sim.draw import Column, Draw
from sim.forces import RAISE, TROOP_BITS, UNDERSTATED, most_troops, relative_spending
from sim.grid import snap
from sim.orders import Moves, OrderKind
from sim.sparse import Index, distinct, per_row
from sim.state import State
from sim.world import World

#: Half the width of a uniform number of standard deviation 1.
_SPREAD = float(snap(np.sqrt(np.array([3.0])))[0])


def arms(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Budgets move, forces follow them slowly, postures change, manoeuvres are held.

    How it all looks to others is for ``threat``. Nothing here depends on A11, which is about
    reading arms, not about having them.
    """
    of = moves.of
    _spend(world, state, books, (moves, of(OrderKind.SPEND)), draw)
    _manoeuvre(world, state, books, (moves, of(OrderKind.MANOEUVRE)))
    _follow(world, state, books)
    _posture(world, state, books, (moves, of(OrderKind.POSTURE)))
    _tell(state, books, (moves, of(OrderKind.BRIEF)), of(OrderKind.OBSERVERS))


#: Moves, and where in them the orders of one kind stand.
Given = tuple[Moves, Index]


def _once(state: State, found: Index) -> tuple[Index, np.ndarray]:
    """(row, nation) and slot of orders of a kind: of a nation's several the first counts."""
    rows, nations, slots = found
    keep = distinct((rows, nations), state["will"].shape)
    return (rows[keep], nations[keep]), slots[keep]


def _spend(world: World, state: State, books: Books, given: Given, draw: Draw) -> None:
    """Orders change spending by a share a year; priorities at home move it a little besides."""
    moves, found = given
    if len(found[0]):
        at, slots = _once(state, found)
        share = np.minimum(moves.orders.amount[(*at, slots)], 0.25) * (world.months / 12.0)
        sign = np.where(moves.orders.arg[(*at, slots)] == RAISE, 1.0, -1.0)
        books.add_at("spending", Cause.BUDGET, at, snap(sign * share * state["spending"][at]))
    luck = draw.nation(Column.ARMS, 1, world.dims.N)[..., 0]
    width = world.param("spending.noise") * (_SPREAD * np.sqrt(world.months / 12.0))
    drift = world.gate("P11", 1) * width * (2.0 * luck - 1.0) * state["spending"]
    books.add("spending", Cause.PRIORITIES, snap(drift))
    books.settle("spending")


def _manoeuvre(world: World, state: State, books: Books, given: Given) -> None:
    """The turn's activities and what was declared of them; those of the turn before are over."""
    moves, of = given
    rows, nations, _ = of
    if not (len(rows) or state["activity"].any() or state["notified"].any()):
        return
    size = np.zeros(state["activity"].shape)
    told = np.zeros(size.shape)
    troops = snap(moves.orders.amount[of], TROOP_BITS)
    np.add.at(size, (rows, nations), troops)
    said = np.array([1.0, 0.0, 0.0])[moves.orders.arg[of]]
    part = moves.orders.arg[of] == UNDERSTATED
    said[part] = per_row(world, "manoeuvre.understated", rows[part])
    np.add.at(told, (rows, nations), snap(said * troops, TROOP_BITS))
    for field, now in (("activity", size), ("notified", told)):
        if len(rows) or state[field].any():
            books.add(field, Cause.MANOEUVRES, now - state[field])
            books.settle(field)


def _follow(world: World, state: State, books: Books) -> None:
    """Capability moves toward the start share times spending relative to its start.

    A share of the world's: where all spend alike nobody gains. Training keeps forces ready.
    """
    rise = relative_spending(world, state["spending"])
    share = world.usual_capability
    whole = 1.0 + ((rise - 1.0) * share).sum(axis=1, keepdims=True)
    activity = books["activity"]
    most = np.maximum(most_troops(world, state["capability"]), 2.0**-TROOP_BITS)
    drilled = 1.0 + world.param("manoeuvre.readiness") * np.minimum(activity / most, 1.0)
    goal = share * rise / whole * drilled
    pace = world.param("capability.follow")
    books.add("capability", Cause.FORCES, snap(pace * (goal - state["capability"])))
    books.settle("capability")


def _posture(world: World, state: State, books: Books, given: Given) -> None:
    """An order moves the posture as far toward its aim as a turn allows."""
    moves, found = given
    if not len(found[0]):
        return
    at, slots = _once(state, found)
    aim = np.clip(moves.orders.amount[(*at, slots)], 0.0, 1.0)
    stride = per_row(world, "posture.pace", at[0])
    change = np.clip(aim - state["posture"][at], -stride, stride)
    books.add_at("posture", Cause.POSTURED, at, snap(change))
    books.settle("posture")


def _tell(state: State, books: Books, given: Given, invited: Index) -> None:
    """Briefings of neighbours are dated; observers are there for one turn."""
    moves, found = given
    if len(found[0]):
        target = moves.orders.target[found].astype(np.intp)
        told: Index = (found[0], found[1], target)
        books.put_at("briefed", Cause.BRIEFED, told, np.int16(state.turn))
    if len(invited[0]) or state["observers"].any():
        now = np.zeros(state["observers"].shape, bool)
        now[invited[:2]] = True
        books.put("observers", Cause.OBSERVED, now != (state["observers"] == 1), now)
