"""The small scenario with its arrays changed, and what a case is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from agents.run import Game
from sim.state import (
    ACTIVE,
    HELD,
    IN_FORCE,
    PLANNED,
    State,
)
from sim.turn import Turn
from tests.builders import a_game, scenario

VEL, HAL, ORV, LUN = 2, 0, 1, 3
SHORT = scenario().catalogue.agreements[2]

Edit = Callable[[dict[str, np.ndarray]], None]


@cache
def base() -> Game:
    return a_game(1, default="scripted", off=("N2",))


def edited(*edits: Edit, turn: int = 4, off: tuple[str, ...] = ("N2",)) -> Game:
    """The small scenario in a later turn, with its arrays changed."""
    game = base() if off == ("N2",) else a_game(1, default="scripted", off=off)
    arrays = {name: np.array(game.state[name]) for name in game.state}
    for edit in edits:
        edit(arrays)
    return replace(game, state=State(arrays, turn))


def status(nation: int, value: int) -> Edit:
    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays["status"][0, nation, 0] = value
        if value in (ACTIVE, HELD):
            arrays["declared"][0, nation, 0] = 0.25
            arrays["step_turn"][0, nation, 0, 0] = 0

    return edit


def set_to(name: str, cell: tuple[int, ...], value: Any) -> Edit:
    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays[name][(0, *cell)] = value

    return edit


def planned(slot: int, host: int, *guests: int, due: int = 9) -> Edit:
    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays["exercise"][0, slot] = PLANNED
        arrays["exercise_host"][0, slot] = host
        arrays["exercise_type"][0, slot] = 0
        arrays["exercise_scope"][0, slot] = 0
        arrays["exercise_due"][0, slot] = due
        arrays["exercise_invited"][0, slot, [host, *guests]] = 1
        arrays["exercise_coming"][0, slot, [host, *guests]] = 1

    return edit


def tied(a: int, i: int, j: int, stage: int = IN_FORCE) -> Edit:
    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays["agreement"][0, a, [i, j], [j, i]] = stage
        arrays["agreement_turn"][0, a, [i, j], [j, i]] = 1

    return edit


def not_tied(arrays: dict[str, np.ndarray]) -> None:
    arrays["agreement"][:] = 0


def table_ready(arrays: dict[str, np.ndarray]) -> None:
    """Velmark has come so far that its accession may be tabled."""
    status(VEL, ACTIVE)(arrays)
    arrays["step_turn"][0, VEL, 0, :4] = 0
    arrays["institutions"][0, VEL] = 0.875
    arrays["control"][0, VEL] = 0.75


def poor(nation: int) -> Edit:
    return set_to("spending", (nation,), 0.0)


@dataclass(frozen=True)
class Case:
    """One kind of order: who gives it, where it is possible, where not, and what it does."""

    who: int
    words: dict[str, Any]
    works: Callable[[Turn], bool]
    possible: tuple[Edit, ...] = ()
    impossible: tuple[Edit, ...] | None = ()
    other_words: dict[str, Any] = field(default_factory=dict)  # what is never possible


def after(name: str, *cell: int) -> Callable[[Turn], Any]:
    return lambda turn: turn.after[name][(0, *cell)]
