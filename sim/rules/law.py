"""Law: breaches, disputes over interpretation, secret annexes and their discovery (A4, A7, A15)."""

from __future__ import annotations

from sim.account import Books
from sim.draw import Draw
from sim.orders import Moves
from sim.state import State
from sim.world import World


def law(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Breaches, disputes over interpretation, secret annexes and their discovery."""
    del world, state, books, moves, draw
