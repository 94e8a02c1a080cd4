"""Velmark, a partner that reforms or not, and what others make of it."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from agents.calculus import Choice
from agents.run import Game, play_turn, turns_of
from scenarios.build import seeds_for
from sim.notation import encode
from sim.state import ACTIVE, State
from sim.turn import Turn
from tests.builders import a_game
from tests.contract.cases.case import VEL, Edit, edited, set_to, status

QUIET = ("N2",)


def given(game: Game, nation: int, *orders: dict[str, Any]) -> Turn:
    moves = encode(game.world, {game.world.iso[nation]: {"orders": list(orders)}})
    return play_turn(game, moves=moves, ledger=True).turn


def committed(arrays: dict[str, np.ndarray]) -> None:
    """Velmark takes part, has declared much and has been through planning and review."""
    status(VEL, ACTIVE)(arrays)
    arrays["declared"][0, VEL, 0] = arrays["depth"][0, VEL, 0] = 0.75
    arrays["step_turn"][0, VEL, 0, :4] = 0
    arrays["will"][0, VEL] = 0.5
    arrays["stance"][0, VEL] = 0.0
    arrays["control"][0, VEL] = 0.5
    arrays["institutions"][0, VEL] = 0.75
    arrays["resistance"][0, VEL] = 0.5


def of(name: str, value: Any, *cell: int) -> Edit:
    """A field of Velmark at another value."""
    return set_to(name, (VEL, *cell), value)


@cache
def ordinary(off: tuple[str, ...] = ()) -> tuple[Turn, ...]:
    game = a_game(2, seed=3, name="pfp-1994", off=off)
    return tuple(played.turn for played in turns_of(game, 24, ledger=True))


def weighed(label: str, *edits: Edit, off: tuple[str, ...] = QUIET) -> Choice:
    """What the standard policy weighed in one kind of decision."""
    played = play_turn(thinking(edited(*edits, off=off)), keep=True)
    ((_, deliberation),) = played.decision.deliberations
    return next(c for c in deliberation.books.choices if c.decision == label)


def thinking(game: Game, rows: int = 1) -> Game:
    """The game with all seats in the hands of the standard policy, in so many runs."""
    arrays = {name: np.repeat(game.state[name], rows, axis=0) for name in game.state}
    team = a_game(1, default="doctrine").team
    return Game(game.world, State(arrays, game.state.turn), seeds_for(5, rows), team)
