"""Transfers, dependence, leverage, bases (A8)."""

from __future__ import annotations

from sim.account import Books
from sim.draw import Draw
from sim.orders import Moves
from sim.state import State
from sim.world import World


def dependence(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Transfers, dependence, leverage, bases (A8)."""
    del world, state, books, moves, draw
