"""What nations know of each other in secret: sharing, leaks, belief (P6, A6)."""

from __future__ import annotations

from sim.account import Books
from sim.draw import Draw
from sim.orders import Moves
from sim.state import State
from sim.world import World


def intelligence(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """What nations know of each other in secret: sharing, leaks, belief (P6, A6)."""
    del world, state, books, moves, draw
