"""Spending, posture and national manoeuvres: what a nation does that others may fear (A11)."""

from __future__ import annotations

import numpy as np

from sim.account import Books
from sim.causes import Cause
from sim.draw import Column, Draw
from sim.forces import RAISE, TROOP_BITS, UNDERSTATED, most_troops, relative_spending
from sim.grid import snap
from sim.orders import Moves, OrderKind
from sim.sparse import Index, distinct, per_row, where
from sim.state import State
from sim.world import World

#: Half the width of a uniform number of standard deviation 1.
_SPREAD = float(snap(np.sqrt(np.array([3.0])))[0])


def arms(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Budgets move, forces follow them slowly, postures change, manoeuvres are held.

    How it all looks to others is for ``threat``. Nothing here depends on A11, which is about
    reading arms, not about having them.
    """
    _spend(world, state, books, moves, draw)
    _manoeuvre(world, state, books, moves)
    _follow(world, state, books)
    _posture(world, state, books, moves)
    _tell(state, books, moves)


def _once(state: State, moves: Moves, kind: OrderKind) -> tuple[Index, np.ndarray]:
    """(row, nation) and slot of the orders of a kind: of a nation's several the first counts."""
    rows, nations, slots = where(moves.orders.chosen(kind))
    at = (rows, nations)
    if len(rows):
        keep = distinct(at, state["will"].shape)
        at, slots = (rows[keep], nations[keep]), slots[keep]
    return at, slots


def _spend(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Orders change spending by a share a year; priorities at home move it a little besides."""
    at, slots = _once(state, moves, OrderKind.SPEND)
    rows, nations = at
    share = np.minimum(moves.orders.amount[rows, nations, slots], 0.25) * (world.months / 12.0)
    sign = np.where(moves.orders.arg[rows, nations, slots] == RAISE, 1.0, -1.0)
    books.add_at("spending", Cause.BUDGET, at, snap(sign * share * state["spending"][at]))
    luck = draw.nation(Column.ARMS, 1, world.dims.N)[..., 0]
    width = world.param("spending.noise") * (_SPREAD * np.sqrt(world.months / 12.0))
    drift = world.gate("P11", 1) * width * (2.0 * luck - 1.0) * state["spending"]
    books.add("spending", Cause.PRIORITIES, snap(drift))
    books.settle("spending")


def _manoeuvre(world: World, state: State, books: Books, moves: Moves) -> None:
    """The turn's activities and what was declared of them; those of the turn before are over."""
    rows, nations, slots = where(moves.orders.chosen(OrderKind.MANOEUVRE))
    size = np.zeros(state["activity"].shape)
    told = np.zeros(size.shape)
    of = (rows, nations, slots)
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


def _posture(world: World, state: State, books: Books, moves: Moves) -> None:
    """An order moves the posture as far toward its aim as a turn allows."""
    at, slots = _once(state, moves, OrderKind.POSTURE)
    if not len(slots):
        return
    aim = np.clip(moves.orders.amount[(*at, slots)], 0.0, 1.0)
    stride = per_row(world, "posture.pace", at[0])
    change = np.clip(aim - state["posture"][at], -stride, stride)
    books.add_at("posture", Cause.POSTURED, at, snap(change))
    books.settle("posture")


def _tell(state: State, books: Books, moves: Moves) -> None:
    """Briefings of neighbours are dated; observers are there for one turn."""
    rows, nations, slots = where(moves.orders.chosen(OrderKind.BRIEF))
    target = moves.orders.target[rows, nations, slots].astype(np.intp)
    told: Index = (rows, nations, target)
    books.put_at("briefed", Cause.BRIEFED, told, np.int16(state.turn))
    invited = moves.orders.chosen(OrderKind.OBSERVERS).any(axis=2)
    books.put("observers", Cause.OBSERVED, invited != (state["observers"] == 1), invited)
