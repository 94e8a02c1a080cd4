"""Small games in a confrontation or after an incident, and what nations then weigh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import numpy as np

from agents.accounts import value_at
from agents.calculus import Choice
from agents.decisions import calls, crisis, hybrid
from agents.desk import Desk
from agents.mind import Mind
from agents.policy import Books
from agents.run import Game, play_turn
from sim.draw import Draw
from sim.notation import encode
from sim.observe import observe
from sim.orders import Moves, Orders
from sim.state import IN_FORCE, State
from sim.turn import Turn
from tests.builders import a_game
from tests.contract.cases.case import Edit, edited

#: Where each decision is made.
MAKES: dict[str, Callable[[Mind, Desk], None]] = {
    "escalate": crisis.confront,
    "deescalate": crisis.confront,
    "hotline": crisis.confront,
    "mediate": crisis.mediate,
    "consult": crisis.consult,
    "invoke": calls.invoke,
    "honour": calls.honour,
    "press": hybrid.press,
    "attribute": hybrid.attribute,
}


def weighed(game: Game, decision: str) -> Choice:
    """The choice of all nations in one kind of decision."""
    obs = observe(game.world, game.state)
    mind = Mind(obs, Draw(game.seeds, game.state.turn), Books(True))
    MAKES[decision](mind, Desk(obs))
    return next(c for c in mind.books.choices if c.decision == decision)


def chance(decision: str, who: int, about: int, *edits: Edit, off: tuple[str, ...] = ()) -> float:
    """How likely a nation is to decide so about another (or about the call in a slot)."""
    choice = weighed(edited(*edits, off=off), decision)
    return value_at(choice.chance, (0, who, about))


def own(name: str, nation: int, value: float) -> Edit:
    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays[name][0, nation] = value

    return edit


def of_pair(name: str, one: int, two: int, value: float) -> Edit:
    """One side's view of another."""

    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays[name][0, one, two] = value

    return edit


def both(name: str, one: int, two: int, value: float) -> Edit:
    """What two nations share, set on both sides."""

    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays[name][0, one, two] = arrays[name][0, two, one] = value

    return edit


def trusting(one: int, two: int) -> Edit:
    """The first has much good evidence of the second."""

    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays["good"][0, one, two], arrays["bad"][0, one, two] = 16.0, 0.0

    return edit


def treaty(column: str, one: int, two: int) -> Edit:
    """A bilateral agreement with some effect is in force between two nations."""

    def edit(arrays: dict[str, np.ndarray]) -> None:
        kinds = getattr(edited().world.agreements, column)
        arrays["agreement"][0, np.nonzero(kinds)[0][0], [one, two], [two, one]] = IN_FORCE

    return edit


def no_treaties(arrays: dict[str, np.ndarray]) -> None:
    arrays["agreement"][:] = 0


def called(victim: int, enemy: int) -> Edit:
    """A call for aid lies on the table."""

    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays["call_victim"][0, 0], arrays["call_against"][0, 0] = victim, enemy

    return edit


def many(*edits: Edit, rows: int = 256, off: tuple[str, ...] = ("N2",)) -> Game:
    """The small scenario in a later turn in many runs that differ in their luck only."""
    game = a_game(rows, default="scripted", off=off)
    one = edited(*edits, off=off)
    arrays = {name: np.repeat(one.state[name], rows, axis=0) for name in one.state}
    return replace(game, state=State(arrays, one.state.turn))


def resolved(game: Game, words: dict[str, list[dict[str, Any]]], **answers: Any) -> Turn:
    """The turn in which nations give these orders in every run; ``answers`` are further words."""
    told: dict[str, dict[str, Any]] = {iso: {"orders": orders} for iso, orders in words.items()}
    for iso, more in answers.items():
        told.setdefault(iso, {}).update(more)
    one = encode(game.world, told)
    rows = len(game.seeds)
    orders = Orders(*(np.repeat(getattr(one.orders, f.name), rows, axis=0) for f in fields(Orders)))
    return play_turn(game, moves=Moves((), orders), ledger=True).turn


def ended(turn: Turn, one: int, two: int) -> float:
    """Share of the runs in which the confrontation of two nations is over."""
    level = np.maximum(turn.after["standoff"][:, one, two], turn.after["standoff"][:, two, one])
    return float((level == 0).mean())


def do(kind: str, target: str, **words: Any) -> dict[str, Any]:
    """An order in words."""
    return {"do": kind, "target": target, **words}
