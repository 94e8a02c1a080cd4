"""Notification, inspection, satellites, queries: what is declared against what is true (A5)."""

from __future__ import annotations

from sim.account import Books
from sim.draw import Draw
from sim.orders import Moves
from sim.state import State
from sim.world import World


def verification(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Notification, inspection, satellites, queries: what is declared against what is true (A5)."""
    del world, state, books, moves, draw
