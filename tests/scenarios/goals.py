"""Objectives to try, and turns in which nothing happens but what is said."""

import numpy as np

from scenarios.objectives import (
    MEASURES,
)
from scenarios.schema import Objective
from sim.orders import Moves
from sim.state import State
from sim.turn import Turn
from tests.builders import scenario

#: What an objective may name, for each kind of need, in ``a_scenario``.
EXAMPLES = {
    "": [],
    "nations": ["BAX", "BBX"],
    "programme": [],
    "group": [],
    "group and nations": ["LEAGUE", "BAX", "BBX"],
    "types": ["framework", "training"],
    "nation and types": ["BAX", "framework"],
    "two nations": ["AAX", "ABX"],
    "two nations and types": ["AAX", "ABX", "framework"],
}


def example(world, name):
    codes = iter(world.iso[4:])
    swap = {"BAX": next(codes), "BBX": next(codes), "AAX": world.iso[0], "ABX": world.iso[1]}
    return [swap.get(word, word) for word in EXAMPLES[MEASURES[name].needs]]


def goal(seat, measure, *of, nothing=0.0, full=1.0, weight=1.0, **more):
    return Objective(
        seat=seat, id=f"{seat.lower()}-{measure.replace('_', '-')}", text="A wish.",
        measure=measure, of=list(of), nothing=nothing, full=full, weight=weight, **more,
    )  # fmt: skip


def with_goals(*goals, name="first-steps", **changes):
    return scenario(name).model_copy(update={"objectives": list(goals), **changes})


def a_turn(game, orders=None, **fields):
    """A turn that nothing happened in but what is said: fields of the state after it."""
    after = {name: np.array(game.state[name]) for name in game.state}
    after["agreement"][...] = 0
    for name, (index, value) in fields.items():
        after[name][index] = value
    moves = Moves.none(game.world.dims, game.state.rows)
    for slot, (nation, kind, target) in enumerate(orders or ()):
        moves.orders.kind[:, nation, slot] = kind
        moves.orders.target[:, nation, slot] = target
    refused = np.zeros(moves.orders.kind.shape, np.int8)
    return Turn(game.state, State(after, game.state.turn + 1), moves, refused, [])


ALL = slice(None)
