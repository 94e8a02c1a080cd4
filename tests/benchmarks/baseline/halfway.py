"""A turn in the middle of a run of the engine, and the Mesa model in the same state.

For the tests that compare the two. Errors of perception and foreign bases are left out, and so
are the orders that the Mesa model's nations do not give.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from agents.calculus import Choice
from agents.run import Game, play
from scenarios.build import new_game, seeds_for
from scenarios.load import load
from sim.draw import Draw
from sim.mechanisms import MECHANISMS
from sim.observe import observe
from sim.orders import Moves, OrderKind
from sim.state import CONDUCTED, State
from sim.turn import Turn, advance
from tests.benchmarks.baseline import SUBSET, BaselineModel, training

SCENARIO, SEED = "pfp-1994", 11
OFF = tuple(name for name in MECHANISMS if name not in SUBSET)
VALUES = {"threat.error": 0.0}

#: Autumn, when budgets are made; summer, when no manoeuvres are held.
AUTUMN, SUMMER = 15, 14

#: Orders of other mechanisms that would move what is compared.
LEFT_OUT = [OrderKind.TRANSFER, OrderKind.BASE, OrderKind.EVICT, OrderKind.VOUCH, OrderKind.TABLE]


@cache
def halfway(turn: int) -> Game:
    """One run of the engine with the subset on, so many turns after the start."""
    game = new_game(load(SCENARIO), seeds_for(SEED, 1), off=OFF, values=VALUES)
    state = play(game, turn)
    arrays = {name: np.array(state[name]) for name in state}
    arrays["bases"][:] = 0
    return replace(game, state=State(arrays, state.turn))


def baseline(state: State) -> BaselineModel:
    """The Mesa model in a state of the engine."""
    return BaselineModel(load(SCENARIO), SEED, VALUES, start=state)


@cache
def in_autumn() -> BaselineModel:
    """The Mesa model, for those who only ask what is thought there."""
    model = baseline(halfway(AUTUMN).state)
    model.agents.do("talk")
    return model


@cache
def decided(turn: int) -> tuple[Moves, dict[str, Choice]]:
    """The engine's moves of that turn, and what was weighed, by decision."""
    game = halfway(turn)
    draw = Draw(game.seeds, game.state.turn)
    decision = game.team.decide(observe(game.world, game.state), draw, keep=True)
    _, deliberation = decision.deliberations[0]
    kind = decision.moves.orders.kind
    kind[np.isin(kind, LEFT_OUT)] = 0
    return decision.moves, {choice.decision: choice for choice in deliberation.books.choices}


@cache
def played(turn: int) -> Turn:
    """That turn of the engine, resolved."""
    game = halfway(turn)
    return advance(game.world, game.state, decided(turn)[0], Draw(game.seeds, game.state.turn))


def exercise_as(turn: Turn, model: BaselineModel) -> None:
    """Train as the nations did that came to exercises in a turn of the engine."""
    after, before = turn.after, turn.before
    for slot in np.flatnonzero(after["exercise"][0] == CONDUCTED):
        host = model.nations[int(before["exercise_host"][0, slot])]
        there = np.flatnonzero(after["exercise_coming"][0, slot])
        invited = np.flatnonzero(before["exercise_invited"][0, slot])
        exercise = training.Exercise(
            host,
            int(before["exercise_type"][0, slot]),
            training.PARTNERS,
            model.turn,
            {model.nations[i] for i in invited},
        )
        training.train(model, exercise, {model.nations[i] for i in there} - {host})


def order_as(moves: Moves, model: BaselineModel) -> None:
    """Give the Mesa model's nations the orders about the programme that the engine's gave."""
    model.agents.do("decide")
    prices = model.facts.orders.will
    for nation in model.nations:
        nation.apply = nation.withdraw = False
        nation.goal = nation.declare = None
        kinds = moves.orders.kind[0, nation.index].tolist()
        nation.price = sum(prices[kind] for kind in kinds)
        for slot, kind in enumerate(kinds):
            if kind == OrderKind.APPLY:
                nation.apply = True
            elif kind == OrderKind.WITHDRAW:
                nation.withdraw = True
            elif kind == OrderKind.DEPTH:
                nation.declare = float(moves.orders.amount[0, nation.index, slot])
            elif kind == OrderKind.ADVANCE:
                nation.goal = int(moves.orders.arg[0, nation.index, slot])
