"""One phase of the small scenario played by itself, with arrays changed and orders given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from agents.run import Game
from sim.account import Books
from sim.draw import Draw
from sim.orders import Moves, OrderKind, Orders
from sim.state import FIELDS, State
from tests.builders import a_game

HAL, ORV, VEL, LUN = range(4)

#: The type of agreement that protects classified information, among those of the catalogue.
CLASSIFIED = 4

Edit = Callable[[dict[str, np.ndarray]], None]


@cache
def a_batch(rows: int, off: tuple[str, ...] = (), **values: float) -> Game:
    return a_game(rows, default="scripted", off=off, values=values)


def set_to(name: str, cell: tuple[Any, ...], value: Any) -> Edit:
    """An edit that sets a cell of a field in all rows."""

    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays[name][(slice(None), *cell)] = value

    return edit


def partners(*pairs: tuple[int, int]) -> Edit:
    """An edit that leaves these agreements on classified information in force and no others."""

    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays["agreement"][:] = 0
        for i, j in pairs:
            arrays["agreement"][:, CLASSIFIED, [i, j], [j, i]] = 3

    return edit


def changed(game: Game, *edits: Edit, turn: int = 4) -> State:
    arrays = {name: np.array(game.state[name]) for name in game.state}
    for edit in edits:
        edit(arrays)
    return State(arrays, turn)


def ordered(game: Game, *orders: tuple[OrderKind, int, int, int]) -> Moves:
    """(kind, who, target, arg) of orders given in every row."""
    given = Orders.none(game.world.dims, game.state.rows)
    for slot, (kind, who, target, arg) in enumerate(orders):
        for array, value in ((given.kind, kind), (given.target, target), (given.arg, arg)):
            array[:, who, slot] = value
    return replace(Moves.none(game.world.dims, game.state.rows), orders=given)


def played(
    phase: Callable[..., None], game: Game, state: State, *orders: tuple[OrderKind, int, int, int]
) -> Books:
    """The books after one phase in which these orders were given in every row."""
    books = Books(state, FIELDS, keep=True)
    books.phase = phase.__name__
    phase(game.world, state, books, ordered(game, *orders), Draw(game.seeds, state.turn))
    return books
