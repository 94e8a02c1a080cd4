"""Instruments of democratic control: effort, obstacles, aid, erosion (P4, P12)."""

from __future__ import annotations

from sim.account import Books
from sim.draw import Draw
from sim.orders import Moves
from sim.state import State
from sim.world import World


def reform(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Instruments of democratic control: effort, obstacles, aid, erosion (P4, P12)."""
    del world, state, books, moves, draw
