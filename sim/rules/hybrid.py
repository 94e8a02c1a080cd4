"""Terrorism, cyber and hybrid pressure, and who is held responsible (P15)."""

from __future__ import annotations

from sim.account import Books
from sim.draw import Draw
from sim.orders import Moves
from sim.state import State
from sim.world import World


def hybrid(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Terrorism, cyber and hybrid pressure, and who is held responsible (P15)."""
    del world, state, books, moves, draw
