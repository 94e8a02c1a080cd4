"""Spending, posture and national manoeuvres: the security dilemma (A11)."""

from __future__ import annotations

from sim.account import Books
from sim.draw import Draw
from sim.orders import Moves
from sim.state import State
from sim.world import World


def arms(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Spending, posture and national manoeuvres: the security dilemma (A11)."""
    del world, state, books, moves, draw
