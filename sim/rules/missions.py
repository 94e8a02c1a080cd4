"""Peacekeeping and stabilisation: troops, effect, casualties (P7)."""

from __future__ import annotations

from sim.account import Books
from sim.draw import Draw
from sim.orders import Moves
from sim.state import State
from sim.world import World


def missions(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Peacekeeping and stabilisation: troops, effect, casualties (P7)."""
    del world, state, books, moves, draw
