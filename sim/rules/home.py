"""Political will, governments and their mandates (P11)."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.account import Books
from sim.causes import Cause
from sim.draw import Column, Draw
from sim.grid import snap
from sim.orders import Moves
from sim.sparse import per_row, where
from sim.state import State
from sim.world import World


def home(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Will returns to its usual level, is stirred by threat, pays for orders; governments change.

    The usual level follows the government's stance. With P11 off, will stays where it started and
    no government changes.
    """
    works = world.gate("P11", 1)
    will, stance = state["will"], state["stance"]
    usual = world.param("will.usual") + world.param("will.stance") * stance
    drift = snap(works * world.param("will.settling") * (np.clip(usual, 0.0, 1.0) - will))
    books.add("will", Cause.SETTLING, drift)
    felt = world.param("will.threat") * relations.fear(state) * (1.0 - will)
    books.add("will", Cause.THREAT_FELT, snap(works * felt))
    # exact on the grid, and faster than ``sum``
    price = world.order_kinds.will.take(moves.orders.kind) @ np.ones(world.dims.K)
    books.add("will", Cause.PRICE, snap(-works * price))
    _governments(world, state, books, draw)
    for field in ("will", "institutions"):
        books.settle(field)


def _governments(world: World, state: State, books: Books, draw: Draw) -> None:
    """Elections and successions that fall due; some bring a new government."""
    turn = state.turn
    due = (books["election"] <= turn) & world.exists(turn) & world.on("P11", 1)
    rows, nations = where(due)
    if not len(rows):
        return
    falls, fresh, opens = draw.nation(Column.HOME, 3, world.dims.N)[rows, nations].T
    institutions = state["institutions"][rows, nations]
    free = institutions >= 0.5
    chance = np.where(
        free, per_row(world, "home.turnover", rows), per_row(world, "home.succession", rows)
    )
    new = falls < chance
    at = (rows, nations)
    term = np.rint(per_row(world, "home.term", rows)).astype(np.int16)
    books.put_at("election", Cause.MANDATE, at, (turn + np.maximum(term, 1)).astype(np.int16))
    changed = (rows[new], nations[new])
    books.put_at("government", Cause.ELECTION, changed, np.int16(turn))
    old = books["stance"][changed]
    spread = per_row(world, "home.spread", rows)[new]
    stance = snap(spread * (2.0 * fresh[new] - 1.0))
    books.add_at("stance", Cause.ELECTION, changed, stance - old)
    swing = per_row(world, "will.government", rows)[new] * (stance - old)
    books.add_at("will", Cause.ELECTION, changed, snap(swing))
    mixed = 4.0 * institutions[new] * (1.0 - institutions[new])
    opening = per_row(world, "home.opening", rows)[new] * mixed * (2.0 * opens[new] - 1.0)
    books.add_at("institutions", Cause.OPENING, changed, snap(opening))
