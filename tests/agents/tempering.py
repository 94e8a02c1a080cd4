"""Games by tempers, and what a nation of a temper weighs."""

from __future__ import annotations

from functools import cache

import numpy as np

from agents.registry import POLICIES
from agents.run import turns_of
from sim.draw import Draw
from sim.observe import observe
from sim.orders import Offers, OrderKind
from sim.state import State
from tests.builders import a_game

TURNS, RUNS = 10, 2
HAL, ORV, VEL, LUN = range(4)


@cache
def history(name: str) -> list:
    """The turns of the whole scenario with one policy in all seats."""
    return list(turns_of(a_game(RUNS, name="pfp-1994", default=name), TURNS))


@cache
def given(name: str) -> dict[OrderKind, int]:
    """How many orders of each kind were given in those turns."""
    kinds = np.concatenate([p.decision.moves.orders.kind.reshape(-1) for p in history(name)])
    return {kind: int((kinds == kind).sum()) for kind in OrderKind if kind}


def offers_of(name: str) -> list[Offers]:
    return [played.decision.moves.talks[0][0] for played in history(name)]


def end(name: str) -> State:
    return history(name)[-1].turn.after


def edited(turn: int = 4, **fields) -> tuple:
    """The small scenario's world, and its start with some arrays changed."""
    game = a_game(1)
    arrays = {key: np.array(game.state[key]) for key in game.state}
    for key, (cell, value) in fields.items():
        arrays[key][(0, *cell)] = value
    return game, State(arrays, turn)


def choices(name: str, nation: int, offers: Offers | None = None, turn: int = 4, **fields) -> dict:
    """What a nation weighed by a policy in an edited start, by label."""
    game, state = edited(turn, **fields)
    obs = observe(game.world, state).of(np.array([nation]))
    mind = POLICIES[name].policy.deliberate(obs, Draw(game.seeds, turn), keep=True)
    mind.offers()
    if offers is not None:
        mind.replies(offers)
    mind.orders()
    return {choice.decision: choice for choice in mind.books.choices}
